/** @file `bedside review lock`, `unblind`, `slots`, `reveal`, `export`: what is done with a password, the lock and the unblinding by two. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { reviewAct, reviewStanding, SECOND_SIGNATURE, type StudyReview } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import { type CliCommand, type Invocation, textOption } from '../command.ts'
import { reviewNamed } from '../review-surroundings.ts'
import type { Terminal } from '../terminal.ts'
import { shortPath } from './run.ts'

const AS = ['--as <pseudonym>', 'who does it; her password is asked for'] as const
const REASON = ['--reason <text>', 'why; it stays in the chain of events'] as const
const WITHDRAW = ['--withdraw', 'take your own proposal back, or as a designer that of somebody who left'] as const

function nameOf(options: Invocation['options']): string {
  const as = textOption(options, 'as')
  if (as !== null) return as
  throw new InputError('expected who does it, got nobody', { field: '--as' }, 'give a pseudonym of the review')
}

/** Says what waits and what a lock would cut off, before a password is asked: both must know what they sign. */
async function sayWhatWaits(review: StudyReview, { progress }: Terminal, endsJudging: boolean): Promise<void> {
  const standing = await reviewStanding(review)
  if (endsJudging && standing?.state === 'open') {
    const missing = standing.slots - standing.done - standing.withdrawn
    const shares = standing.people
      .map(({ personId, slots, done, withdrawn }) => ({ personId, lacks: slots - done - withdrawn }))
      .filter(({ lacks }) => lacks > 0)
      .map(({ personId, lacks }) => `${personId} ${lacks}`)
    const count = missing === 1 ? '1 judgement is' : `${missing === 0 ? 'no' : missing} judgements are`
    progress.say(`${count} missing${missing === 0 ? '' : ` (${shares.join(', ')})`}`)
  }
  const proposal = standing?.proposal ?? null
  if (proposal === null) return
  const reason = proposal.reason === null ? '' : ` for this reason: ${proposal.reason}`
  progress.say(`${proposal.by} proposed to ${proposal.what} at ${proposal.at}${reason}`)
}

async function signature(options: Invocation['options'], terminal: Terminal) {
  const as = nameOf(options)
  return { as, password: await terminal.askPassword(`Password of ${as}: `) }
}

async function closeBy(
  what: 'lock' | 'unblind',
  { positional, options }: Invocation,
  terminal: Terminal,
): Promise<number> {
  const review = reviewNamed(positional[0])
  const { print, progress } = terminal
  nameOf(options)
  await sayWhatWaits(review, terminal, what === 'lock' && options['withdraw'] !== true)
  const signed = await signature(options, terminal)
  const { did, by, receipt } =
    options['withdraw'] === true
      ? await reviewAct(review, 'withdraw', signed, progress.say)
      : what === 'lock'
        ? await reviewAct(review, 'lock', signed, progress.say)
        : await reviewAct(review, 'unblind', { ...signed, reason: textOption(options, 'reason') ?? '' }, progress.say)
  const done = what === 'lock' ? 'locked; no judgement is taken any more' : 'unblinded'
  if (did === 'proposed') print(`${by} proposed to ${what}; it is done when another person confirms it`)
  else if (did === 'withdrawn') print(`${by} took the proposal back`)
  else print(`The review is ${done}`)
  if (did === 'proposed') progress.say(`Next: ${SECOND_SIGNATURE[what]}`)
  print(`Event ${receipt.sequence} at ${receipt.time}, ${receipt.hash}`)
  return 0
}

const lock: CliCommand = {
  usage: 'lock [study]',
  summary: 'end the judging: one person proposes, another confirms',
  options: [AS, WITHDRAW],
  run: (invocation, terminal) => closeBy('lock', invocation, terminal),
}

const unblind: CliCommand = {
  usage: 'unblind [study]',
  summary: 'tell the arms of a locked review: one proposes with a reason, a key holder confirms',
  options: [AS, REASON, WITHDRAW],
  run: (invocation, terminal) => closeBy('unblind', invocation, terminal),
}

const STATE = {
  waiting: 'not opened',
  open: 'open',
  done: 'judged',
  withdrawn: 'withdrawn',
  told: 'told already',
} as const

const slots: CliCommand = {
  usage: 'slots <case> [study]',
  summary: 'for an emergency: the slots of a case, by the id of its record or as R01:3 for "Case 3" of R01; no arm',
  options: [AS, ['--json', 'print JSON for a program']],
  async run({ positional, options }, terminal) {
    const [named = '', study] = positional
    const review = reviewNamed(study)
    const signed = await signature(options, terminal)
    const found = await reviewAct(review, 'slots', { ...signed, named }, terminal.progress.say)
    if (options['json']) {
      terminal.print(JSON.stringify(found, null, 2))
      return 0
    }
    terminal.print(`Case ${found[0].caseId}: ${found.length} slots, no arm is told here`)
    for (const { slotId, raterId, training, number, step, task, status } of found) {
      const place =
        number === null ? 'not on her page' : `${training ? 'training case' : 'case'} ${number}, step ${step}`
      const shows = task === 'rating' ? 'one plan' : 'two plans'
      terminal.print(`  ${slotId}  ${raterId}, ${place}: ${shows}, ${STATE[status]}`)
    }
    terminal.progress.say('Next, in an emergency: bedside review reveal SLOT --as ID --reason TEXT')
    return 0
  },
}

const reveal: CliCommand = {
  usage: 'reveal <slot> [study]',
  summary: 'in an emergency: tell a key holder the arms of one slot, which `review slots CASE` lists',
  options: [AS, REASON],
  async run({ positional, options }, terminal) {
    const [slotId = '', study] = positional
    const review = reviewNamed(study)
    const signed = await signature(options, terminal)
    const input = { ...signed, slotId, reason: textOption(options, 'reason') ?? '' }
    const { receipt, arms } = await reviewAct(review, 'reveal', input, terminal.progress.say)
    for (const [side, arm] of Object.entries(arms)) terminal.print(`${side}: ${arm}`)
    terminal.print(`Recorded as event ${receipt.sequence} at ${receipt.time}, ${receipt.hash}`)
    return 0
  },
}

const exportCommand: CliCommand = {
  usage: 'export [study]',
  summary: 'write the unblinded judgements for the study to analyse',
  options: [AS, ['--to <folder>', 'another new or empty folder than the one that the study reads']],
  async run({ positional, options }, terminal) {
    const review = reviewNamed(positional[0])
    const other = textOption(options, 'to')
    const folder = other === null ? review.exportFolder : resolve(other)
    const signed = await signature(options, terminal)
    const { receipt } = await reviewAct(review, 'export', { ...signed, folder }, terminal.progress.say)
    terminal.print(`Written to ${shortPath(folder)}; event ${receipt.sequence} at ${receipt.time}, ${receipt.hash}`)
    if (other === null && existsSync(folder))
      terminal.progress.say('Next: bedside run makes the analysis and the report')
    return 0
  },
}

/** What closes a review. */
export const closingCommands: readonly CliCommand[] = [lock, unblind, slots, reveal, exportCommand]
