/** @file What a fitted model of strengths says of arms, pairs, position and covariates, by each kind of standard error. */
import { type ContrastInference, contrastInference } from '../regression/wald.ts'
import type { PairDesign } from './pair-design.ts'
import type { PairwiseVote } from './vote.ts'
import { centred } from './win-matrix.ts'

/** Strength of an arm against the mean of all arms, as a logit. */
export interface ArmStrength extends ContrastInference {
  readonly arm: string
}

/** Difference of two strengths: the logit of P(first beats second), ties aside. */
export interface PairStrength extends ContrastInference {
  readonly first: string
  readonly second: string
}

/** Effect of one covariate. */
export interface CovariateEffect extends ContrastInference {
  readonly name: string
}

/** What every model of strengths reports. */
export interface StrengthReport {
  readonly arms: readonly ArmStrength[]
  /** Each pair once, in the order of the arms. */
  readonly pairs: readonly PairStrength[]
  /** Logit of the left side against the right at equal strength; null when not in the model. */
  readonly position: ContrastInference | null
  readonly covariates: readonly CovariateEffect[]
}

/** A maximum likelihood fit of a model whose first columns are those of a pair design. */
export interface StrengthFit {
  readonly at: readonly number[]
  readonly bread: readonly (readonly number[])[]
  readonly scores: readonly (readonly number[])[]
}

/** Returns the function that infers contrasts, clustered by the case and by the rater of each vote. */
export function voteInference(fit: StrengthFit, votes: readonly PairwiseVote[], level: number) {
  return contrastInference(
    fit,
    level,
    { name: 'case', labels: votes.map(vote => vote.case) },
    { name: 'rater', labels: votes.map(vote => vote.rater) },
  )
}

/** Reads the report off a fit. Clusters are the case and, two-way, case and rater of the votes, in the order of the fit. */
export function strengthReport(
  fit: StrengthFit,
  votes: readonly PairwiseVote[],
  arms: readonly string[],
  design: PairDesign,
  covariateNames: readonly string[],
  level: number,
): StrengthReport {
  const infer = voteInference(fit, votes, level)
  const column = (place: number) => fit.at.map((_, i) => (i === place ? 1 : 0))
  // Contrast of weights on the arms; that of the reference has no column.
  const onArms = (weights: readonly number[]) => fit.at.map((_, i) => (i < arms.length - 1 ? weights[i + 1] : 0))
  const strengths = centred([0, ...fit.at.slice(0, arms.length - 1)])
  const weightsOf = (i: number, against: (j: number) => number) => arms.map((_, j) => (i === j ? 1 : 0) - against(j))
  return {
    arms: arms.map((arm, i) => ({ arm, ...infer(onArms(weightsOf(i, () => 1 / arms.length)), strengths[i]) })),
    pairs: arms.flatMap((first, i) =>
      arms.slice(i + 1).map((second, offset) => {
        const j = i + 1 + offset
        const weights = weightsOf(i, k => (k === j ? 1 : 0))
        return { first, second, ...infer(onArms(weights), strengths[i] - strengths[j]) }
      }),
    ),
    position: design.position < 0 ? null : infer(column(design.position), fit.at[design.position]),
    covariates: covariateNames.map((name, k) => ({
      name,
      ...infer(column(design.covariates + k), fit.at[design.covariates + k]),
    })),
  }
}
