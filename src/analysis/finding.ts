/** @file One answer of the analysis: what was compared, the estimate with its interval, the test, and what it may be called. */
import type { Estimate, NotEstimable, SignedRankResult, TestResult } from '../statistics/index.ts'
import type { MinimumDetectable } from './minimum-detectable.ts'
import type { Role } from './plan/role.ts'

/** Which side a test looks at: both, or only whether the first is higher. */
export type Direction = 'two-sided' | 'first-higher'

/** First arm less second arm. Numbers only; words are the report's. */
export interface Finding {
  /** Unique and stable, such as `preference/overall/sft-grpo`. */
  readonly id: string
  readonly question: 'benchmark' | 'rating' | 'preference'
  readonly first: string
  readonly second: string
  /** The decision layer, or the criterion of the review. */
  readonly of: string
  readonly measure: 'agreement' | 'within-rules' | 'score' | 'net-benefit'
  /** The difference in the measure's own units; net benefit and shares are within -1 to 1. */
  readonly estimate: Estimate
  readonly test: TestResult | SignedRankResult | NotEstimable
  readonly direction: Direction
  /** p adjusted within the family, and by which method; null where there is no p. */
  readonly adjusted: {
    readonly p: number
    readonly method: 'Holm' | 'Benjamini-Hochberg'
    readonly family: string
  } | null
  /** Whether the first is not worse by more than the margin; only of a hypothesis that has one. */
  readonly notWorse: { readonly margin: number; readonly p: number } | null
  /** Id of the hypothesis of the plan; null where the plan does not ask. */
  readonly hypothesis: string | null
  readonly role: Role
  /** Why a planned hypothesis is exploratory. */
  readonly because: string | null
  /** Cases, and the couples they belong to. */
  readonly cases: number
  readonly clusters: number
  /** Cases, or raters of a case, with an answer for one arm alone; null where a missing answer leaves no trace (preferences). */
  readonly missing: number | null
  /** Smallest true difference found with power 0.8 at alpha over the size of the family; null where no plan asks. */
  readonly minimumDetectable: MinimumDetectable | NotEstimable | null
  readonly notes: readonly string[]
}

/** What decides every computation. */
export interface AnalysisSettings {
  readonly alpha: number
  readonly level: number
  readonly resamples: number
  readonly seed: number
}
