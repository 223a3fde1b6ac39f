/** @file `bedside review invite` and `status`: who is in the review, and how far it is. */
import { basename } from 'node:path'
import {
  type DeskStanding,
  ROLES,
  reviewAct,
  reviewRegistration,
  reviewStanding,
  reviewStepLines,
  type Role,
} from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import { type CliCommand, textOption } from '../command.ts'
import { reviewNamed } from '../review-surroundings.ts'
import type { Terminal } from '../terminal.ts'

const roleNames = ROLES.map(role => role.replace(' ', '-'))

function roleOf(given: string | null): Role {
  const role = ROLES.find(one => one === given?.replace('-', ' '))
  if (role !== undefined) return role
  throw new InputError(
    `expected one of ${roleNames.join(', ')}, got ${given === null ? 'nothing' : `"${given}"`}`,
    { field: '--role' },
    'give the one role that the person has',
  )
}

const invite: CliCommand = {
  usage: 'invite <email> [study]',
  summary: 'add a person in one role, and print her link once',
  options: [
    ['--role <role>', `one of ${roleNames.join(', ')}; the first person is a designer, and registers the plan`],
    ['--name <name>', 'her name, for the study team'],
    ['--centre <name>', 'where she works'],
    ['--id <pseudonym>', 'what she is called in the review (default: R01, R02 and so on by role)'],
    ['--as <pseudonym>', 'the designer who invites (default: the only one); with --again an analyst may, too'],
    ['--again', 'a new link for somebody who is in the review: <email> or her pseudonym'],
    ['--public-url <url>', 'address of the review for the link (default: that of the running server)'],
  ],
  async run({ positional, options }, { print, progress }) {
    const [email = '', study] = positional
    const review = reviewNamed(study)
    const option = (name: string) => textOption(options, name)
    const isAgain = options['again'] === true
    const role = isAgain ? 'reviewer' : roleOf(option('role'))
    const name = option('name')
    if (!isAgain && name === null) {
      throw new InputError('expected a name, got none', { field: '--name' }, 'give the name of the person')
    }
    const hasBegun = (await reviewStanding(review)) !== null
    const registration = hasBegun || isAgain || role !== 'designer' ? null : reviewRegistration(review)
    const guest = { email, role, name: name ?? '', centre: option('centre'), personId: option('id'), as: option('as') }
    const invitation = isAgain
      ? await reviewAct(review, 'invite again', { email, as: option('as') }, progress.say)
      : await reviewAct(review, 'invite', { ...guest, registration }, progress.say)
    const { personId, path, expiresAt, servedAt, planHash } = invitation
    if (planHash !== null) print(`The analysis plan is registered as the first event, SHA-256 ${planHash}`)
    const address = option('publicUrl') ?? servedAt ?? review.publicUrl
    print(`${personId}${isAgain ? '' : ` (${role})`}: ${new URL(path, address)}`)
    progress.say(`Hand the link over; it works once, until ${expiresAt}, and is not shown again. No mail is sent.`)
    if (servedAt === null) progress.say('Nobody serves the review now: bedside review serve')
    if (option('publicUrl') === null) {
      progress.say(
        servedAt === null
          ? `The link has the address ${address}; where it is served by another --port or a proxy, give --public-url`
          : `The link has the address at which the review is served, ${address}; for another give --public-url`,
      )
    }
    return 0
  },
}

function printStanding(found: DeskStanding, { print }: Terminal): void {
  const { state, simulated, slots, done, withdrawn, people, proposal, incidents, head } = found
  if (simulated) print('SIMULATED REVIEWERS: no clinician judges here')
  print(
    `State: ${state}; ${found.servedAt === null ? 'not served now' : `served at ${found.servedAt}`} (${found.engine})`,
  )
  if (found.plan !== null) print(`Plan in force: SHA-256 ${found.plan.hash}, by ${found.plan.by} at ${found.plan.at}`)
  print(`Judged: ${done} of ${slots}, ${withdrawn} withdrawn, ${incidents} unblinded out of turn`)
  const width = Math.max(2, ...people.map(({ personId }) => personId.length))
  for (const { personId, role, active, name, hasSignedIn, ...own } of people) {
    const share = role === 'reviewer' ? [`${own.done} of ${own.slots}`] : []
    const remark = !active ? ['left'] : name === null ? ['no account'] : hasSignedIn ? [] : ['has not signed in']
    print(`  ${personId.padEnd(width)}  ${role.padEnd(10)}  ${[...share, ...remark].join(', ')}`.trimEnd())
  }
  if (proposal !== null) {
    const reason = proposal.reason === null ? '' : ` for this reason: ${proposal.reason}`
    print(`Waits for a second person: to ${proposal.what}, proposed by ${proposal.by} at ${proposal.at}${reason}`)
  }
  print(`Head of the chain: event ${head.sequence}, ${head.hash}`)
}

const status: CliCommand = {
  usage: 'status [study]',
  summary: 'where the review stands, and what comes next',
  options: [['--json', 'print JSON for a program']],
  async run({ positional, options }, terminal) {
    const review = reviewNamed(positional[0])
    const hasBegun = (await reviewStanding(review)) !== null
    const standing = hasBegun ? await reviewAct(review, 'standing', {}, terminal.progress.say) : null
    const next = await reviewStepLines(review)
    if (options['json']) {
      terminal.print(JSON.stringify({ study: review.study.config.study, standing, next }, null, 2))
      return 0
    }
    terminal.print(`Review of "${review.study.config.study}" in ${basename(review.folder)}`)
    if (standing === null) terminal.print('No review has begun here')
    else printStanding(standing, terminal)
    for (const line of next) terminal.print(line)
    return 0
  },
}

/** `bedside review invite` and `bedside review status`. */
export const peopleCommands: readonly CliCommand[] = [invite, status]
