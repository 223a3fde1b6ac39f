/** @file The power behind a planned sample size, simulated with the tests that the plan names. */
import {
  type ExactPower,
  iutPower,
  logitSdForIcc,
  mcnemarPower,
  type NotEstimable,
  preferencePower,
  ratingPower,
  smallestSample,
} from '../../statistics/index.ts'
import { counted } from '../../support/index.ts'
import { type AnalysisPlan, familyOf, type Question } from './analysis-plan.ts'
import { percent, type PlannedPower, powerSentence, type TestSide } from './power-sentence.ts'

/** How the variance of a rating is made up: those of the plan of reference, SD 1.1 with case by arm 0.5 and residual 0.7. */
const VARIANCE = { caseSd: 0.29, raterSd: 0.1, caseArmSd: 0.205, residualSd: 0.405 }

const sdsOf = (sd: number) =>
  Object.fromEntries(Object.entries(VARIANCE).map(([name, share]) => [name, sd * Math.sqrt(share)])) as typeof VARIANCE

/**
 * The strictest level of any family of a question: alpha by the size of its largest family, as Holm begins. A family may
 * have claims of other questions, which are adjusted with them; paradoxes are adjusted apart.
 */
function strictestAlpha({ hypotheses, alpha }: AnalysisPlan, question: Question): number {
  const tested = hypotheses.filter(one => (one.question === 'paradox') === (question === 'paradox'))
  const sizes = tested
    .filter(one => one.question === question)
    .map(one => tested.filter(other => familyOf(other) === familyOf(one)).length)
  return alpha / Math.max(1, ...sizes)
}

const neededOf = (found: { readonly n: number } | NotEstimable) => ('notEstimable' in found ? null : found.n)

/** The claims of a question by name and role, in brackets; nothing where the plan has none. */
function claimsOf({ hypotheses }: AnalysisPlan, question: Question): string {
  const own = hypotheses.filter(one => one.question === question)
  return own.length === 0 ? '' : ` (${own.map(({ id, role }) => `${id}: ${role}`).join(', ')})`
}

/** The search for the cases that are needed goes no further. */
const MOST_CASES = 2000

/**
 * The smallest number of cases with the power `wanted`, in steps of 2 %, from the one that a `bound` above the power has, which is
 * found at once: of a simulation that takes a second for some hundred cases. Null where it is beyond the search.
 */
function searchFrom(
  powerAt: (n: number) => ExactPower,
  wanted: number,
  bound: (n: number) => ExactPower,
): number | null {
  const first = neededOf(smallestSample(bound, { target: wanted, highest: MOST_CASES }))
  if (first === null) return null
  const step = Math.ceil(first / 50)
  const casesOf = (place: number) => first + (place - 1) * step
  const highest = 1 + Math.floor((MOST_CASES - first) / step)
  const place = neededOf(
    smallestSample(place => ({ ...powerAt(casesOf(place)), n: place }), { target: wanted, lowest: 1, highest }),
  )
  return place === null ? null : casesOf(place)
}

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

/** What of `sampleSize` the power of a question is computed from. */
const ASSUMPTIONS = {
  benchmark: ['benchmark'],
  rating: ['rating'],
  preference: ['preference'],
  paradox: ['preference', 'benchmark'],
} as const satisfies Record<Question, readonly (keyof NonNullable<AnalysisPlan['sampleSize']>)[]>

/** A line for each claim whose power cannot be computed, with the assumption that the plan does not state. */
export function powerNotComputed({ hypotheses, sampleSize }: AnalysisPlan): readonly string[] {
  return hypotheses.flatMap(({ id, role, question }) => {
    const missing = sampleSize
      ? ASSUMPTIONS[question].filter(name => sampleSize[name] === undefined).map(name => `sampleSize.${name}`)
      : ['sampleSize']
    if (missing.length === 0) return []
    const are = missing.length > 1 ? 'are' : 'is'
    return [`Power of ${id} (${role}): not computed, ${missing.join(' and ')} ${are} missing.`]
  })
}

/**
 * Power for each assumption that the plan states, and the cases that the wanted power needs, unless `search` is false: that
 * takes minutes where a difference is small and raters are many. Empty without `sampleSize`. `shown`: of the review, where it is
 * known; without it every visit is taken to show every arm. Preferences: sign-flip test of case means; ratings: Wilcoxon test of case
 * means, the variance divided as in VARIANCE; agreement: exact McNemar, one-sided where every claim is; a paradox: both halves of
 * the intersection-union test on the reviewed cases, where the accurate arm has the larger share of `benchmark` and the votes do not
 * depend on who is right.
 */
export function plannedPower(
  plan: AnalysisPlan,
  {
    search = true,
    shown = { preference: 1, rating: 1 },
  }: { readonly search?: boolean; readonly shown?: ShownShares } = {},
): readonly PlannedPower[] {
  const { sampleSize, seed, hypotheses } = plan
  if (!sampleSize) return []
  const { cases, raters, power: wanted, preference, rating, benchmark } = sampleSize
  const found: PlannedPower[] = []
  const add = (
    question: Question,
    at: number,
    assumed: string,
    powerAt: (
      n: number,
      alpha: number,
    ) => { readonly power: number; readonly n: number; readonly standardError?: number },
    side: TestSide = 'two-sided',
    searchAt: (powerAt: (n: number) => ExactPower, alpha: number) => number | null = powerAt =>
      neededOf(smallestSample(powerAt, { target: wanted, highest: MOST_CASES })),
  ) => {
    const alpha = strictestAlpha(plan, question)
    const own = powerAt(at, alpha)
    const needed = search ? searchAt(n => ({ method: '', ...powerAt(n, alpha) }), alpha) : null
    const power = { question, cases: at, power: own.power, standardError: own.standardError ?? null, alpha, needed }
    found.push({
      ...power,
      line: powerSentence(power, { of: claimsOf(plan, question), assumed, wanted, search, side }),
    })
  }
  const assumedVotes = (win: number, ties: number, icc: number) =>
    `${counted(raters, 'rater')}, ${percent(win)} of decided votes for the better arm, ${percent(ties)} ties, correlation ${icc} within a case` +
    shownText(cases, raters, shown.preference)
  if (preference) {
    const { win, ties, icc } = preference
    const model = { winProbability: win, tieRate: ties, caseSd: logitSdForIcc(win, icc) }
    add('preference', cases, assumedVotes(win, ties, icc), (n, alpha) => {
      const size = shownSize(n, raters, shown.preference)
      return size === null ? { power: 0, n } : { ...preferencePower({ ...model, ...size, alpha, seed }), n }
    })
  }
  if (rating) {
    const { difference, sd } = rating
    const design = { difference, mean: 3.5, ...sdsOf(sd) }
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
    const own = hypotheses.filter(({ question }) => question === 'benchmark')
    const isOneSided = own.length > 0 && own.every(one => 'direction' in one && one.direction === 'first-higher')
    const alternative = isOneSided ? 'greater' : 'two-sided'
    add(
      'benchmark',
      benchmark.cases,
      `${percent(firstOnly)} of cases right for the first arm alone and ${percent(secondOnly)} for the second`,
      (n, alpha) => mcnemarPower(n, { firstOnly, secondOnly, alpha, alternative }),
      alternative,
    )
  }
  if (preference && benchmark && hypotheses.some(({ question }) => question === 'paradox')) {
    const { win, ties, icc } = preference
    const accurateOnly = Math.max(benchmark.firstOnly, benchmark.secondOnly)
    const preferredOnly = Math.min(benchmark.firstOnly, benchmark.secondOnly)
    const model = { winProbability: win, tieRate: ties, caseSd: logitSdForIcc(win, icc) }
    add(
      'paradox',
      cases,
      `${percent(accurateOnly)} of cases right for the accurate arm alone and ${percent(preferredOnly)} for the preferred, ` +
        assumedVotes(win, ties, icc),
      (n, alpha) => {
        const size = shownSize(n, raters, shown.preference)
        if (size === null) return { power: 0, n }
        const votes = { ...model, raters: size.raters }
        return { ...iutPower({ cases: size.cases, accurateOnly, preferredOnly, preference: votes, alpha, seed }), n }
      },
      'halves',
      (powerAt, alpha) =>
        searchFrom(powerAt, wanted, n => {
          const size = shownSize(n, raters, shown.preference)
          const design = { firstOnly: accurateOnly, secondOnly: preferredOnly, alpha, alternative: 'greater' as const }
          return { power: size === null ? 0 : mcnemarPower(size.cases, design).power, n, method: '' }
        }),
    )
  }
  return found
}
