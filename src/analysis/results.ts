/** @file What the analysis found: the shape of `analysis/results.json`. */
import type { BlindingAnalysis } from './blinding.ts'
import type { CentreAnalysis } from './centres.ts'
import type { Finding } from './finding.ts'
import type { FiredCheck } from './fired-checks.ts'
import type { TextOverlap } from './text-overlap.ts'
import type { JudgesAnalysis } from './judges.ts'
import type { Orderings } from './orderings.ts'
import type { Paradox } from './paradox.ts'
import type { Role } from './plan/role.ts'
import type { CriterionPreferences } from './preferences.ts'
import type { IntraRaterAgreement, RaterAgreement } from './rater-agreement.ts'
import type { CriterionRatings } from './ratings.ts'
import type { ArmRemarks } from './remarks.ts'
import type { RuleAdherence } from './rule-adherence.ts'
import type { SamePlanSplit } from './same-plan.ts'
import type { SensitivityRow } from './sensitivity.ts'
import type { StratumComparison } from './strata.ts'
import type { CovariateEffect, NotEstimable } from '../statistics/index.ts'

/** The plan that was followed, and its register. */
export interface FollowedPlan {
  readonly name: string
  readonly title: string
  readonly planHash: string
  /** What it says, in words. */
  readonly says: readonly string[]
  readonly versions: readonly {
    readonly version: number
    readonly registeredAt: string
    readonly signer: string
    readonly reason: string | null
    readonly planHash: string
    /** The power that it was signed with, in words. */
    readonly power: readonly string[]
  }[]
}

/** The paradox of one ordered pair with everything around it. */
export interface ParadoxResult extends Paradox {
  /** Id of the hypothesis; null of a pair that the plan does not name. */
  readonly hypothesis: string | null
  readonly role: Role
  readonly because: string | null
  readonly layer: string
  readonly criterion: string
  /** Holm over the planned ones of its family, null where there is one; over all ordered pairs where the plan names none. */
  readonly adjustedP: number | null
  /** Log odds of preference per unit of agreement (gamma), over all votes of the criterion. */
  readonly coupling: CovariateEffect | NotEstimable
  /** The same beside the difference in length of the two texts, in hundreds of characters. */
  readonly couplingBesideLength:
    | { readonly agreement: CovariateEffect; readonly length: CovariateEffect }
    | NotEstimable
  readonly samePlan: SamePlanSplit
  readonly sensitivity: readonly SensitivityRow[]
}

/** `analysis/results.json`. */
export interface AnalysisResults {
  /** Version of this shape. */
  readonly schema: 1
  readonly alpha: number
  readonly level: number
  readonly resamples: number
  readonly seed: number
  /** No clinician gave the judgements. */
  readonly simulated: boolean
  readonly plan: FollowedPlan | null
  /** Cases and couples of the benchmark; judgements of the review, null without one. */
  readonly cases: number
  readonly couples: number
  readonly arms: readonly string[]
  readonly review: {
    readonly arms: readonly string[]
    readonly cases: number
    readonly clinicians: number
    readonly judges: number
    readonly ratings: number
    readonly preferences: number
    readonly guesses: number
    readonly repeats: number
    readonly excluded: number
    readonly firstRatedAt: string | null
    readonly lastRatedAt: string | null
  } | null
  /** Of the plan first, then everything else, as exploratory. */
  readonly findings: readonly Finding[]
  readonly strata: readonly StratumComparison[]
  readonly ruleAdherence: readonly RuleAdherence[]
  readonly planChecks: readonly FiredCheck[]
  readonly textOverlap: readonly TextOverlap[]
  readonly ratings: readonly CriterionRatings[]
  readonly preferences: readonly CriterionPreferences[]
  readonly paradoxes: readonly ParadoxResult[]
  readonly orderings: readonly {
    readonly layer: string
    readonly criterion: string
    readonly orderings: Orderings | NotEstimable
  }[]
  readonly agreement: readonly RaterAgreement[]
  readonly intraRater: readonly IntraRaterAgreement[]
  readonly blinding: BlindingAnalysis | NotEstimable
  readonly judges: JudgesAnalysis
  /** Harm, error tags and comments by arm; null for a review without remarks. */
  readonly remarks: readonly ArmRemarks[] | null
  readonly centres: readonly CentreAnalysis[]
  /** Where what was done departs from what was registered. */
  readonly deviations: readonly string[]
}
