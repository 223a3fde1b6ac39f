/** @file The size that a plan states beside the size that the study's review is set to. */
import { type AnalysisPlan, armsOf, planWithSize, type ShownShares } from '../analysis/index.ts'
import { isServed } from '../review/index.ts'
import { CASES, plannedRaters, visitShares } from '../review/preparation/index.ts'
import type { StudyConfig } from './study-config.ts'

/** A plan as the study is set now. */
export interface SizedPlan {
  /** With the cases and raters of the review, and the test cases of the split, where they differ from the plan's own. */
  readonly plan: AnalysisPlan
  /** How they differ, in a line; null where they do not or one of them says nothing. */
  readonly note: string | null
}

type SampleSize = NonNullable<AnalysisPlan['sampleSize']>
type Sizes = Pick<StudyConfig, 'review' | 'split'>

/** Cases and raters of the review; of one that says no cases those that it will take: 120, or all of a test split that is
 * known to be smaller. */
function reviewSize(planned: SampleSize, { review, split }: Sizes): Pick<SampleSize, 'cases' | 'raters'> {
  if (review === undefined || !isServed(review)) return planned
  return {
    cases: review.cases ?? Math.min(CASES, split.test ?? CASES),
    raters: plannedRaters(review) ?? planned.raters,
  }
}

/**
 * The plan with the size of the study's review and of its test split, where that is a number; unchanged for a plan without a size.
 * A test couple counts as one case.
 */
export function planOfReview(plan: AnalysisPlan, sizes: Sizes): SizedPlan {
  const planned = plan.sampleSize
  if (planned === undefined) return { plan, note: null }
  const set = reviewSize(planned, sizes)
  const { benchmark } = planned
  const tested = sizes.split.test ?? null
  const notes: string[] = []
  if (set.cases !== planned.cases || set.raters !== planned.raters) {
    notes.push(
      `the plan is for ${planned.cases} cases by ${planned.raters} raters, the study's \`review\` for ${set.cases} by ${set.raters}: ` +
        'make them agree; a review smaller than planned counts as a deviation',
    )
  }
  if (tested !== null && set.cases > tested) {
    notes.push(`${set.cases} cases are to be reviewed, and \`split.test\` has ${tested} couples: make it larger`)
  }
  const isOtherTest = benchmark !== undefined && tested !== null && benchmark.cases !== tested
  if (isOtherTest) {
    notes.push(`\`sampleSize.benchmark\` is for ${benchmark.cases} test cases, \`split.test\` has ${tested} couples`)
  }
  if (notes.length === 0) return { plan, note: null }
  const size = {
    ...planned,
    cases: set.cases,
    raters: set.raters,
    ...(isOtherTest ? { benchmark: { ...benchmark, cases: tested } } : {}),
  }
  return { plan: planWithSize(plan, size), note: notes.join('; ') }
}

/** Of the visits of the study's review, the share that shows the arms of the plan's claims, of each kind the smallest; 1 where nothing is known. */
export function shownShares({ hypotheses }: AnalysisPlan, review: StudyConfig['review']): ShownShares {
  if (review === undefined || !isServed(review)) return { preference: 1, rating: 1 }
  const shares = hypotheses
    .filter(({ question }) => question !== 'benchmark')
    .map(hypothesis => {
      const [first, second] = armsOf(hypothesis)
      const { compared, rated } = visitShares(review, first, second)
      return hypothesis.question === 'rating' ? { rating: rated } : { preference: compared }
    })
  return {
    preference: Math.min(1, ...shares.flatMap(({ preference }) => preference ?? [])),
    rating: Math.min(1, ...shares.flatMap(({ rating }) => rating ?? [])),
  }
}
