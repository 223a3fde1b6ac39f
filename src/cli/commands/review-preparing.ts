/** @file `bedside review scan`, `allocate`, `open`, `amend`: from what was prepared to a review that reviewers can begin. */
import {
  type Allocated,
  amendedPlan,
  materialFolder,
  reviewAcquaintances,
  reviewAct,
  reviewStanding,
  scanReview,
  withoutAnalystNote,
} from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import { type CliCommand, textOption } from '../command.ts'
import { reviewNamed } from '../review-surroundings.ts'
import { surroundings } from '../settings-folder.ts'
import type { Terminal } from '../terminal.ts'
import { shortPath } from './run.ts'

const AS_DESIGNER = ['--as <pseudonym>', 'the designer who does it (default: the only one)'] as const

const scan: CliCommand = {
  usage: 'scan [study]',
  summary: 'find what tells who wrote a plan; exit 1 while a decision lacks',
  options: [
    ['--show-text', 'print the text around each leak, with its arm: not for reviewers'],
    ['--json', 'print JSON for a program, without texts'],
  ],
  async run({ positional, options }, { print, progress, signal }) {
    const review = reviewNamed(positional[0])
    const { study, leaksFile } = review
    const running = { out: study.out, seed: study.config.seed, progress, signal }
    const { summary, open, hints, areas, drafted } = await scanReview(review, surroundings(false), running)
    const { found, redacted, accepted } = summary
    const findingsOf = (leaks: typeof open) => leaks.map(({ finding }) => finding)
    if (options['json'])
      print(JSON.stringify({ ...summary, findings: findingsOf(open), hintsFound: findingsOf(hints), areas }, null, 2))
    else {
      print(
        `${found} found: ${open.length} open, ${redacted} taken out, ${accepted} accepted, ${hints.length} hint${hints.length === 1 ? '' : 's'}`,
      )
      for (const { finding, where, context } of open) {
        print(`  ${finding.id}  ${finding.severity} ${finding.kind}  ${where}`)
        if (options['showText']) print(`    ${context}`)
      }
      for (const { finding, where, context } of hints) {
        print(`  hint, needs no decision: ${finding.kind}  ${where}`)
        if (options['showText']) print(`    ${context}`)
      }
      const all = Object.entries(areas).map(([arm, area]) => `${arm} ${area?.toFixed(2) ?? 'not estimable'}`)
      print(
        `A small classifier tells arms apart by text alone, area under the curve (0.5 is chance): ${all.join(', ')}`,
      )
      progress.say(`More is in ${shortPath(materialFolder(review))} (docs/review-material.md); not for reviewers`)
    }
    const file = shortPath(leaksFile)
    if (drafted > 0) progress.say(`${drafted} entries added to ${file}`)
    if (open.length > 0)
      progress.say(`Decide each in ${file}: take it out, or accept it with a reason; then scan again`)
    else progress.say('Nothing is open: cases can be allocated')
    return open.length === 0 ? 0 : 1
  },
}

function printBalance({ added, balance, receipt }: Allocated, { print }: Terminal): void {
  const { loads, margins, cases, raters, slots } = balance
  print(
    `${receipt === null ? 'Would add' : 'Added'} ${added} slots; then ${slots} for ${raters} reviewers and ${cases} cases`,
  )
  const width = Math.max(...loads.map(({ raterId }) => raterId.length))
  for (const { raterId, training, cases: own, repeats, slots: all } of loads) {
    print(`  ${raterId.padEnd(width)}  ${own} cases, ${repeats} hidden repeats, ${training} for training: ${all} slots`)
  }
  for (const { name, smallest, largest, largestImbalance } of margins) {
    print(`  ${name}: ${smallest} to ${largest}, apart by ${largestImbalance} at most`)
  }
  if (receipt !== null) print(`Event ${receipt.sequence} at ${receipt.time}, ${receipt.hash}`)
}

const allocate: CliCommand = {
  usage: 'allocate [study]',
  summary: 'give reviewers their cases; again for those that came since',
  options: [
    ['--as <pseudonym>', 'the key holder who does it (default: the only one)'],
    ['--dry-run', 'show how balanced it would be, and keep nothing'],
    ['--json', 'print JSON for a program'],
  ],
  async run({ positional, options }, terminal) {
    const review = reviewNamed(positional[0])
    const { knownBy, unknown } = await reviewAcquaintances(review)
    const { say } = terminal.progress
    if (unknown > 0) say(`${unknown} rows of knownBy speak of patients that the study does not have`)
    const input = {
      as: textOption(options, 'as'),
      material: materialFolder(review),
      config: review.config,
      knownBy: [...knownBy],
      dryRun: options['dryRun'] === true,
    }
    const allocated = await reviewAct(review, 'allocate', input, say)
    if (options['json']) terminal.print(JSON.stringify(allocated, null, 2))
    else printBalance(allocated, terminal)
    return 0
  },
}

const open: CliCommand = {
  usage: 'open [study]',
  summary: 'let reviewers begin',
  options: [AS_DESIGNER],
  async run({ positional, options }, { print, progress }) {
    const review = reviewNamed(positional[0])
    const note = withoutAnalystNote((await reviewStanding(review))?.people ?? [])
    const receipt = await reviewAct(review, 'open', { as: textOption(options, 'as') }, progress.say)
    print(`The review is open since ${receipt.time}, event ${receipt.sequence}`)
    if (note !== null) progress.say(`note: ${note}`)
    return 0
  },
}

const amend: CliCommand = {
  usage: 'amend [study]',
  summary: 'take an amended plan (`bedside plan register --reason`) into the review',
  options: [AS_DESIGNER],
  async run({ positional, options }, { print, progress }) {
    const review = reviewNamed(positional[0])
    const { plan, hash, reason } = amendedPlan(review)
    if ((await reviewStanding(review))?.plan?.hash === hash) {
      throw new InputError('the review has this version of the plan already', {}, 'there is nothing to do')
    }
    const receipt = await reviewAct(review, 'amend', { as: textOption(options, 'as'), plan, reason }, progress.say)
    print(`The plan in force is now SHA-256 ${hash}, event ${receipt.sequence}`)
    return 0
  },
}

/** What prepares a review. */
export const preparingCommands: readonly CliCommand[] = [scan, allocate, open, amend]
