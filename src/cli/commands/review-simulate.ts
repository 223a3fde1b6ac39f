/** @file `bedside review simulate`: plays a review with simulated reviewers, for a demonstration. */
import { playReview } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import type { CliCommand, Invocation } from '../command.ts'
import { reviewNamed } from '../review-surroundings.ts'
import { surroundings } from '../settings-folder.ts'
import { shortPath } from './run.ts'

/** A whole number of an option. Throws InputError for anything else. */
function wholeNumber(options: Invocation['options'], name: string, otherwise: number): number {
  const given = options[name]
  if (given === undefined) return otherwise
  if (/^\d{1,9}$/.test(String(given))) return Number(given)
  throw new InputError('expected a whole number, got something else', { field: `--${name}` }, 'give one such as 8')
}

/** `bedside review simulate [study]`. */
export const simulateCommand: CliCommand = {
  usage: 'simulate [study]',
  summary: 'play a review that says `simulated: true` with SIMULATED REVIEWERS, from the plan to the export',
  options: [
    ['--raters <number>', 'simulated reviewers (default: 8)'],
    ['--seed <number>', 'seed of their traits and judgements (default: 1)'],
  ],
  async run({ positional, options }, { print, progress, signal }) {
    const review = reviewNamed(positional[0])
    const raters = wholeNumber(options, 'raters', 8)
    const seed = wholeNumber(options, 'seed', 1)
    const played = await playReview(review, { raters, seed, progress, signal, surroundings: surroundings(false) })
    const folder = shortPath(played.exportFolder)
    print(
      played.isNew
        ? `SIMULATED REVIEWERS: ${played.raters} of them gave ${played.judged} judgements, now in ${folder}`
        : `SIMULATED REVIEWERS: this review was played before; its judgements are in ${folder}`,
    )
    progress.say('Next: bedside run')
    return 0
  },
}
