/** @file The power of a planned size in words, and what to do where it is low. */
import type { Question } from './analysis-plan.ts'

/** Power of one kind of question at the planned size. */
export interface PlannedPower {
  readonly question: Question
  readonly cases: number
  readonly power: number
  /** Monte-Carlo standard error; null of an exact computation. */
  readonly standardError: number | null
  /** After Holm, as if this were the smallest p of its family; of a paradox for each of its halves. */
  readonly alpha: number
  /** Smallest number of cases with the wanted power; null when it is beyond the search. */
  readonly needed: number | null
  /** The above as one sentence. */
  readonly line: string
}

/** A share in percent, for a sentence. */
export const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`

/** Power below which a claim that is true would more often than not stay undetermined. */
const LOW = 0.5

/** What to do about a power that is low. */
const remedyOf = (question: Question): string =>
  question === 'benchmark'
    ? 'test more cases (`split.test`), or call the study a pilot'
    : question === 'paradox'
      ? 'review more cases (`review.cases`, within `split.test`), or call the study a pilot'
      : 'review more cases (`review.cases`) or ask more raters, or call the study a pilot'

/** How the test of a question looks at its sides. */
export type TestSide = keyof typeof SIDES

const SIDES = { 'two-sided': 'two-sided', greater: 'one-sided', halves: 'one-sided in both halves' } as const

interface PowerWords {
  /** The claims of the question, in brackets. */
  readonly of: string
  readonly assumed: string
  readonly wanted: number
  /** Whether the cases for `wanted` were searched for. */
  readonly search: boolean
  readonly side: TestSide
}

/** The power of one kind of question as one sentence: size, assumption, power, cases needed, and what to do where it is low. */
export function powerSentence(
  power: Omit<PlannedPower, 'line'>,
  { of, assumed, wanted, search, side }: PowerWords,
): string {
  const { question, cases, standardError, alpha, needed } = power
  const uncertain = standardError === null ? 'exact' : `simulated, standard error ${percent(standardError)}`
  const more = needed === null ? (search ? 'not reached within the search' : 'not searched') : `${needed} cases`
  const low =
    power.power < LOW
      ? ` This is low: a claim that is true would more often stay undetermined than be shown; ${remedyOf(question)}.`
      : ''
  return (
    `Power of a ${question} question${of} with ${cases} cases, ${assumed}: ${percent(power.power)} (${uncertain}) ` +
    `at alpha ${Number(alpha.toPrecision(3))}, ${SIDES[side]}; for ${percent(wanted)}: ${more}.${low}`
  )
}
