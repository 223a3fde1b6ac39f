/** @file How long the texts of each arm are, in common bands, and how well length alone tells an arm. */
import { auroc, type Estimate, isEstimated, quantile } from '../../statistics/index.ts'
import { type ArmFinding, armFinding, type PlanText } from './finding.ts'

/** Bands of equal size over all texts. */
const BANDS = 5
/** Beyond these distances of an AUC from one half length is a hint, and a leak. */
const HINT = 0.2
const LEAK = 0.35

/** The lengths of one arm. */
export interface ArmLengths {
  readonly arm: string
  readonly texts: number
  /** Lower quartile, median and upper quartile, in characters. */
  readonly quartiles: readonly [number, number, number]
  /** How many of its texts lie in each band, from short to long. */
  readonly bands: readonly number[]
  /** P(a text of the arm is longer than one of another arm) + half of equal ones. */
  readonly auc: Estimate
}

/** Lengths by arm, in the order of names, with the upper limits of the bands; no texts give none. */
export function lengthBands(texts: readonly PlanText[]): {
  readonly limits: readonly number[]
  readonly arms: readonly ArmLengths[]
} {
  if (texts.length === 0) return { limits: [], arms: [] }
  const lengths = texts.map(({ text }) => [...text].length)
  const ascending = lengths.toSorted((a, b) => a - b)
  const limits = Array.from({ length: BANDS - 1 }, (_, i) => quantile(ascending, (i + 1) / BANDS))
  const bandOf = (length: number) => limits.filter(limit => length > limit).length
  const arms = [...new Set(texts.map(({ arm }) => arm))].sort()
  return {
    limits,
    arms: arms.map(arm => {
      const own = lengths.filter((_, i) => texts[i].arm === arm).sort((a, b) => a - b)
      const outcomes = texts.map(text => (text.arm === arm ? 1 : 0))
      return {
        arm,
        texts: own.length,
        quartiles: [quantile(own, 0.25), quantile(own, 0.5), quantile(own, 0.75)],
        bands: Array.from({ length: BANDS }, (_, band) => own.filter(length => bandOf(length) === band).length),
        auc: auroc(lengths, outcomes),
      }
    }),
  }
}

/** Arms that their length tells: a hint from an AUC of 0.7 (or 0.3) on, to be resolved from 0.85 (or 0.15) on. */
export function lengthFindings(texts: readonly PlanText[]): readonly ArmFinding[] {
  const textOf = new Map(texts.map(({ id, text }) => [id, text]))
  return lengthBands(texts).arms.flatMap(({ arm, auc }) => {
    if (!isEstimated(auc) || Math.abs(auc.value - 0.5) < HINT) return []
    const severity = Math.abs(auc.value - 0.5) >= LEAK ? 'likely' : 'hint'
    const what = auc.value > 0.5 ? 'longer than the others' : 'shorter than the others'
    const textIds = texts.filter(text => text.arm === arm).map(({ id }) => id)
    return [armFinding({ kind: 'length', severity, arm, what, textIds: textIds.sort() }, textOf)]
  })
}
