/** @file What a judge comes to beside the clinicians: the artifact `judge-agreement/`. No estimate of trust reads it. */
import type { Estimate } from '../../statistics/index.ts'
import type { JudgeSummary, UnreadableKind } from '../judgement.ts'

/** Where the comparison is, below `out/`. */
export const JUDGE_AGREEMENT = 'judge-agreement'

/** How every interval is made: from resamples of whole couples. The registered analysis has its own settings. */
export const agreementSettings = { level: 0.95, resamples: 2000 }

/** Settings of the intervals with the study's seed. */
export interface AgreementSettings {
  readonly level: number
  readonly resamples: number
  readonly seed: number
}

/** Answers to one kind of question. */
export interface Readability {
  readonly task: 'rating' | 'pair'
  readonly asked: number
  /** Answers that could not be read, by why. */
  readonly unreadable: Readonly<Partial<Record<UnreadableKind, number>>>
  readonly share: Estimate
}

/** Agreement with single clinicians, and of clinicians with each other, on the same questions. */
export interface KappaBesideClinicians {
  readonly judge: Estimate
  readonly clinicians: Estimate
  /** Judge less clinicians, on the same resamples. */
  readonly difference: Estimate
}

/** One criterion of plans alone; `harm` is the question about harm. */
export interface RatingAgreement {
  readonly criterion: string
  /** Plans that the judge and a clinician rated. */
  readonly plans: number
  /** Quadratic weights. */
  readonly kappa: KappaBesideClinicians
  /** Judge less the mean of the clinicians on the same plan, in points of the scale. */
  readonly bias: Estimate
}

/** One question about two plans. */
export interface PairAgreement {
  readonly criterion: string
  /** Pairs of plans of a case that the judge and a clinician compared. */
  readonly pairs: number
  /** Of pairs on which both have a direction: share on which it is that of the clinicians' majority. */
  readonly sameDirection: Estimate
  /** Of pairs with a majority of clinicians: share on which the judge has no direction over both orders. */
  readonly noDirection: Estimate
  /** Without weights, over: one arm, the other, neither. */
  readonly kappa: KappaBesideClinicians
}

/** What the order of the plans did to the judge; needs no clinician. */
export interface PositionBias {
  readonly criterion: string
  /** Of pairs asked in both orders: share whose choice was another one in the other order. */
  readonly changed: Estimate
  /** Of choices of a side: share of the plan that was shown first. 0.5 is no preference, since every pair comes both ways. */
  readonly firstPreferred: Estimate
}

/** How often the judge said the same when the same was asked again. */
export interface Repeatability {
  readonly task: 'rating' | 'pair'
  readonly same: Estimate
}

/** Whether the judge favours plans that its own model wrote, more than clinicians do. */
export interface SelfPreference {
  readonly task: 'rating' | 'pair'
  readonly criterion: string
  /** Pairs: net benefit of its own arms against others, -1 to 1. Ratings: score of its own arms less that of the others. */
  readonly judge: Estimate
  readonly clinicians: Estimate
  readonly difference: Estimate
}

/** One judge. */
export interface JudgeComparison {
  readonly summary: JudgeSummary
  readonly readability: readonly Readability[]
  readonly ratings: readonly RatingAgreement[]
  readonly pairs: readonly PairAgreement[]
  readonly position: readonly PositionBias[]
  /** Empty where each question was asked once. */
  readonly repeats: readonly Repeatability[]
  /** Empty where no arm is known to be its own model's. */
  readonly selfPreference: readonly SelfPreference[]
}

/** `results.json`. */
export interface JudgeAgreement {
  readonly settings: AgreementSettings
  /** False before the review is exported: what needs clinicians is then not estimable. */
  readonly hasReview: boolean
  /** True when the clinicians are simulated reviewers. */
  readonly simulated: boolean
  readonly judges: readonly JudgeComparison[]
  /** Judges of the study that have not answered everything yet. */
  readonly lacking: readonly string[]
}
