/** @file One planned paradox in one sentence: who agreed more, who was preferred, and what the two together are. */
import type { AnalysisResults } from '../analysis/index.ts'
import { type Estimate, type Estimated, isEstimated } from '../statistics/index.ts'
import { counted } from '../support/index.ts'

type Result = AnalysisResults['paradoxes'][number]

/** What the sentence has to know of the study besides the result. */
export interface SentenceSetting {
  readonly alpha: number
  /** No patient is in the records. */
  readonly synthetic: boolean
  /** No clinician judged. */
  readonly simulated: boolean
  /** Whether anybody has judged: not yet, or never, in a study that asks nobody. */
  readonly review: 'judged' | 'awaited' | 'none'
}

/** An estimate seen from the other arm. */
const turned = (estimate: Estimate): Estimate =>
  isEstimated(estimate)
    ? { ...estimate, value: -estimate.value, interval: [-estimate.interval[1], -estimate.interval[0]] }
    : estimate

/** Rounded, and without the sign of what rounds to nothing. */
const rounded = (value: number, digits: number) => value.toFixed(digits).replace(/^-(?=0(\.0*)?$)/, '')

const figures = (estimate: Estimated, digits: number, scale: number, unit: string) => {
  const [value, low, high] = [estimate.value, ...estimate.interval].map(x => rounded(x * scale, digits))
  return `${value}${unit}, ${Math.round(estimate.level * 100)} % interval ${low} to ${high}`
}

/**
 * Which of the two arms a half of the claim is shown for: by its one-sided test where the claim says so, else by the
 * interval. A label that rests on both halves settles what the wider two-sided interval leaves open. Null: undetermined.
 */
function shownFor(p: number | null, estimate: Estimate, alpha: number, isSettled: boolean): 'claimed' | 'other' | null {
  if (!isEstimated(estimate)) return null
  if (p !== null && p <= alpha) return 'claimed'
  if (estimate.interval[1] < 0 || (isSettled && estimate.value < 0)) return 'other'
  return null
}

function agreement({ preferred, accurate, accuracy, pAccuracy, label }: Result, alpha: number): string {
  // Of the arm that the claim calls accurate.
  const gain = turned(accuracy)
  if (!isEstimated(gain)) {
    return `whether ${accurate} or ${preferred} agreed more with the record could not be estimated (${gain.notEstimable})`
  }
  const told = (estimate: typeof gain) =>
    `${figures(estimate, 1, 100, ' percentage points')}, ${counted(gain.n, 'case')}`
  const found = shownFor(pAccuracy, gain, alpha, label === 'concordant')
  if (found === 'claimed') return `${accurate} agreed more often with the record than ${preferred} (${told(gain)})`
  if (found === 'other') {
    return `${preferred} agreed more often with the record than ${accurate} (${told(turned(gain) as typeof gain)})`
  }
  return `it is undetermined whether ${accurate} or ${preferred} agreed more often with the record (${accurate} less ${preferred}: ${told(gain)})`
}

function preference({ preferred, accurate, preference: net, pPreference, label }: Result, setting: SentenceSetting) {
  const { alpha, simulated } = setting
  const who = simulated ? 'the SIMULATED reviewers (programs)' : 'the reviewers'
  if (!isEstimated(net)) return `which of the two ${who} preferred could not be estimated (${net.notEstimable})`
  const told = (estimate: typeof net) => `net benefit ${figures(estimate, 2, 1, '')}`
  const found = shownFor(pPreference, net, alpha, label === 'concordant')
  if (found === 'claimed') return `${who} preferred ${preferred} to ${accurate} (${told(net)})`
  if (found === 'other') return `${who} preferred ${accurate} to ${preferred} (${told(turned(net) as typeof net)})`
  return `it is undetermined which of the two ${who} preferred (${preferred} against ${accurate}: ${told(net)})`
}

/** What a label says of the pair, in words. */
const MEANINGS: Readonly<Record<Result['label'], (result: Result) => string>> = {
  paradox: () => 'this is the paradox: more agreement, and less preferred',
  // A paradox in a study too small to show it ends here as well.
  'non-translation': ({ accurate, margin }) =>
    `whether this is a paradox is undetermined, but that ${accurate} gains a net benefit of ${margin} or more is excluded`,
  concordant: () => 'this is no paradox: the arm that agrees more is also the preferred one',
  undetermined: () => 'whether this is a paradox is undetermined',
}

/** What stands in the sentence's place before anybody has judged, and how to go on. */
function withoutJudgements({ preferred, accurate }: Result, review: 'awaited' | 'none'): string {
  const open = `whether ${preferred} is preferred although ${accurate} agrees more often with the record is open`
  return review === 'awaited'
    ? `not yet, for nobody has judged the plans: ${open} until the review has been; bedside status says its next step`
    : `none, for the study asks nobody to judge the plans: ${open}; docs/review.md says how a study gets a review`
}

/**
 * The sentence of one paradox: both halves with their intervals, and the label in words. It says SYNTHETIC and SIMULATED where they hold,
 * and of a claim that is not the plan's first that it is secondary or exploratory.
 */
export function resultSentence(result: Result, setting: SentenceSetting): string {
  if (setting.review !== 'judged') return withoutJudgements(result, setting.review)
  const start = setting.synthetic ? 'On SYNTHETIC couples' : 'On the cases of the review'
  const role = result.role === 'primary' ? '' : ` (${result.role}: not the claim that was registered as primary)`
  return `${start} ${agreement(result, setting.alpha)}, and ${preference(result, setting)}; ${MEANINGS[result.label](result)}${role}.`
}
