/** @file The size that a plan states beside the size that the study's review is set to. */
import { type AnalysisPlan, armsOf, planWithSize, type ShownShares } from '../analysis/index.ts'
import { isServed } from '../review/index.ts'
import { plannedRaters, visitShares } from '../review/preparation/index.ts'
import type { StudyConfig } from './study-config.ts'

/** A plan as the review is set now. */
export interface SizedPlan {
  /** With the cases and raters of the review where they differ from the plan's own. */
  readonly plan: AnalysisPlan
  /** How the two differ, in a line; null where they do not or one of them says nothing. */
  readonly note: string | null
}

/** The plan with the size of the study's review; unchanged for a plan without a size and a review that is not served. */
export function planOfReview(plan: AnalysisPlan, { review }: Pick<StudyConfig, 'review'>): SizedPlan {
  const planned = plan.sampleSize
  if (planned === undefined || review === undefined || !isServed(review)) return { plan, note: null }
  const set = { cases: review.cases ?? planned.cases, raters: plannedRaters(review) ?? planned.raters }
  if (set.cases === planned.cases && set.raters === planned.raters) return { plan, note: null }
  return {
    plan: planWithSize(plan, { ...planned, ...set }),
    note:
      `the plan is for ${planned.cases} cases by ${planned.raters} raters, the study's \`review\` for ${set.cases} by ${set.raters}: ` +
      'make them agree; a review smaller than planned counts as a deviation',
  }
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
