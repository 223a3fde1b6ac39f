/** @file The power behind a planned sample size, simulated with the tests that the plan names. */
import {
  logitSdForIcc,
  mcnemarPower,
  type NotEstimable,
  preferencePower,
  ratingPower,
  smallestSample,
} from '../../statistics/index.ts'
import { counted } from '../../support/index.ts'
import { type AnalysisPlan, familyOf, type Hypothesis } from './analysis-plan.ts'

/** Power of one kind of question at the planned size. */
export interface PlannedPower {
  readonly question: 'preference' | 'rating' | 'benchmark'
  readonly cases: number
  readonly power: number
  /** Monte-Carlo standard error; null of an exact computation. */
  readonly standardError: number | null
  /** After Holm, as if this were the smallest p of its family. */
  readonly alpha: number
  /** Smallest number of cases with the wanted power; null when it is beyond the search. */
  readonly needed: number | null
  /** The above as one sentence. */
  readonly line: string
}

const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`

/** How the variance of a rating is made up: those of the plan of reference, SD 1.1 with case by arm 0.5 and residual 0.7. */
const VARIANCE = { caseSd: 0.29, raterSd: 0.1, caseArmSd: 0.205, residualSd: 0.405 }

const sdsOf = (sd: number) =>
  Object.fromEntries(Object.entries(VARIANCE).map(([name, share]) => [name, sd * Math.sqrt(share)])) as typeof VARIANCE

/**
 * The strictest level of any family of a question: alpha by the size of its largest family, as Holm begins. A family may
 * have claims of other questions, which are adjusted with them.
 */
function strictestAlpha({ hypotheses, alpha }: AnalysisPlan, question: Hypothesis['question']): number {
  const tested = hypotheses.filter(one => one.question !== 'paradox')
  const sizes = tested
    .filter(one => one.question === question)
    .map(one => tested.filter(other => familyOf(other) === familyOf(one)).length)
  return alpha / Math.max(1, ...sizes)
}

const neededOf = (found: { readonly n: number } | NotEstimable) => ('notEstimable' in found ? null : found.n)

function sentence(power: Omit<PlannedPower, 'line'>, assumed: string, wanted: number, search: boolean): string {
  const { question, cases, standardError, alpha, needed } = power
  const uncertain = standardError === null ? 'exact' : `simulated, standard error ${percent(standardError)}`
  const more = needed === null ? (search ? 'not reached within the search' : 'not searched') : `${needed} cases`
  return (
    `Power of a ${question} question with ${cases} cases, ${assumed}: ${percent(power.power)} (${uncertain}) ` +
    `at alpha ${Number(alpha.toPrecision(3))}, two-sided; for ${percent(wanted)}: ${more}.`
  )
}

/** The search for the cases that are needed goes no further. */
const MOST_CASES = 2000

/** Of the visits of a case, the share that shows the two arms of a question; the smallest of its claims. 1: every visit does. */
export interface ShownShares {
  readonly preference: number
  readonly rating: number
}

/**
 * What is left of a size where only a share of visits shows the two arms: raters of each case, and below one a case, fewer cases of
 * one rater each. Null where nothing is.
 */
function shownSize(cases: number, raters: number, share: number): { cases: number; raters: number } | null {
  // What a share such as 2/3 of 3 raters loses to rounding.
  const each = raters * share + 1e-9
  const size = each >= 1 ? { cases, raters: Math.floor(each) } : { cases: Math.floor(cases * each), raters: 1 }
  return size.cases < 1 ? null : size
}

function shownText(cases: number, raters: number, share: number): string {
  if (share >= 1) return ''
  const size = shownSize(cases, raters, share)
  if (size === null) return '; no visit of the review shows the two arms'
  const readings = `${counted(size.cases, 'case')} by ${size.raters}`
  return `; ${percent(share)} of the visits of the review show the two arms, which leaves ${readings}`
}

/**
 * Power for each assumption that the plan states, and the cases that the wanted power needs, unless `search` is false: that
 * takes minutes where a difference is small and raters are many. Empty without `sampleSize`. `shown`: of the review, where it is
 * known; without it every visit is taken to show every arm. Preferences: sign-flip test of case means; ratings: Wilcoxon test of case means, the variance divided as
 * in VARIANCE; agreement: exact McNemar.
 */
export function plannedPower(
  plan: AnalysisPlan,
  {
    search = true,
    shown = { preference: 1, rating: 1 },
  }: { readonly search?: boolean; readonly shown?: ShownShares } = {},
): readonly PlannedPower[] {
  const { sampleSize, seed } = plan
  if (!sampleSize) return []
  const { cases, raters, power: wanted, preference, rating, benchmark } = sampleSize
  const found: PlannedPower[] = []
  const add = (
    question: PlannedPower['question'],
    at: number,
    assumed: string,
    powerAt: (
      n: number,
      alpha: number,
    ) => { readonly power: number; readonly n: number; readonly standardError?: number },
  ) => {
    const alpha = strictestAlpha(plan, question)
    const own = powerAt(at, alpha)
    const needed = search
      ? neededOf(smallestSample(n => ({ method: '', ...powerAt(n, alpha) }), { target: wanted, highest: MOST_CASES }))
      : null
    const power = { question, cases: at, power: own.power, standardError: own.standardError ?? null, alpha, needed }
    found.push({ ...power, line: sentence(power, assumed, wanted, search) })
  }
  if (preference) {
    const { win, ties, icc } = preference
    const model = { raters, winProbability: win, tieRate: ties, caseSd: logitSdForIcc(win, icc) }
    add(
      'preference',
      cases,
      `${counted(raters, 'rater')}, ${percent(win)} of decided votes for the better arm, ${percent(ties)} ties, correlation ${icc} within a case` +
        shownText(cases, raters, shown.preference),
      (n, alpha) => {
        const size = shownSize(n, raters, shown.preference)
        return size === null ? { power: 0, n } : { ...preferencePower({ ...model, ...size, alpha, seed }), n }
      },
    )
  }
  if (rating) {
    const { difference, sd } = rating
    const design = { raters, difference, mean: 3.5, ...sdsOf(sd) }
    add(
      'rating',
      cases,
      `${counted(raters, 'rater')}, a true difference of ${difference} points with SD ${sd}${shownText(cases, raters, shown.rating)}`,
      (n, alpha) => {
        const size = shownSize(n, raters, shown.rating)
        return size === null ? { power: 0, n } : { ...ratingPower({ ...design, ...size, alpha, seed }), n }
      },
    )
  }
  if (benchmark) {
    const { firstOnly, secondOnly } = benchmark
    add(
      'benchmark',
      benchmark.cases,
      `${percent(firstOnly)} of cases right for the first arm alone and ${percent(secondOnly)} for the second`,
      (n, alpha) => mcnemarPower(n, { firstOnly, secondOnly, alpha }),
    )
  }
  return found
}
