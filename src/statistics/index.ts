/** @file Estimators and tests: numbers in, a result with interval, n and method out. They know no study. */
export { type AgreementWeights, agreementWeights } from './agreement/agreement-weights.ts'
export type { ChanceCorrected } from './agreement/chance-corrected.ts'
export { type CohenKappa, cohenKappa } from './agreement/cohen-kappa.ts'
export { type Coincidences, coincidencesOf, type RatedUnit } from './agreement/coincidences.ts'
export { type FleissKappa, fleissKappa, type OptionKappa } from './agreement/fleiss-kappa.ts'
export { gwetAc } from './agreement/gwet.ts'
export {
  type IccForm,
  type IccResult,
  type IntraclassCorrelation,
  intraclassCorrelation,
} from './agreement/intraclass-correlation.ts'
export {
  type KrippendorffRequest,
  krippendorffAlpha,
  krippendorffAlphaOf,
  type Measurement,
} from './agreement/krippendorff-alpha.ts'
export {
  type ConsensusAgreement,
  type ConsensusScale,
  leaveOneOutConsensus,
} from './agreement/leave-one-out-consensus.ts'
export { pairTable } from './agreement/pair-table.ts'
export { percentAgreement } from './agreement/percent-agreement.ts'
export type { UnitRatings } from './agreement/rating-counts.ts'
export { type KappaWeights, weightedKappa } from './agreement/weighted-kappa.ts'
export { bangIndex } from './blinding/bang-index.ts'
export {
  type ArmGuesses,
  armGuesses,
  type Guess,
  type GuessMatrix,
  guessCell,
  guessMatrix,
} from './blinding/guess-matrix.ts'
export { type JamesIndex, jamesIndex, jamesIndexOf } from './blinding/james-index.ts'
export { type BlindingIndex, kClassIndex, kClassIndexOf } from './blinding/k-class-index.ts'
export { balancedAccuracy } from './classification/balanced-accuracy.ts'
export { type BcaLimits, bcaInterval } from './resampling/bca-interval.ts'
export {
  type BootstrapRow,
  type BootstrapStatistic,
  type ClusterBootstrapRequest,
  clusterBootstrap,
  FEWEST_CLUSTERS,
} from './resampling/cluster-bootstrap.ts'
export { type ConfusionCounts, lacksOption } from './classification/confusion-table.ts'
export { type Estimate, type Estimated, estimated, isEstimated, type NotEstimable, notEstimable } from './estimate.ts'
export { gowerScale } from './gower-scale.ts'
export { independentDifferenceInterval } from './counts/independent-difference-interval.ts'
export { macroF1 } from './classification/macro-f1.ts'
export { type McnemarResult, mcnemarTest } from './counts/mcnemar-test.ts'
export {
  type CumulativeLogitData,
  type CumulativeLogitFit,
  cumulativeLogit,
} from './regression/cumulative-logit.ts'
export { type LogisticData, type LogisticModel, multinomialLogistic } from './regression/multinomial-logistic.ts'
export { type ProportionalOddsCheck, proportionalOddsCheck } from './regression/proportional-odds-check.ts'
export { type ClusterLabels, type ContrastInference, type WaldEstimate, waldEstimate } from './regression/wald.ts'
export { normalCdf, normalQuantile } from './distributions/normal.ts'
export { type PairedTable, pairedDifferenceInterval } from './counts/paired-difference-interval.ts'
export {
  type BradleyTerryFit,
  type BradleyTerryNotEstimable,
  bradleyTerry,
} from './preference/bradley-terry.ts'
export { bradleyTerryDeviance } from './preference/bradley-terry-fit.ts'
export {
  type CircularTriads,
  circularTriads,
  circularTriadsByRater,
  type TriadCount,
} from './preference/circular-triads.ts'
export { type DavidsonFit, davidson } from './preference/davidson.ts'
export { type FirstChoices, firstChoiceCounts } from './preference/first-choice-counts.ts'
export { type FirstPlaceRemoval, firstPlaceRemoval } from './preference/first-place-removal.ts'
export { type CaseVote, type NetBenefit, netBenefit } from './preference/net-benefit.ts'
export type { StrengthOptions } from './preference/pair-design.ts'
export { type RankStability, type RankStabilityOptions, rankStability } from './preference/rank-stability.ts'
export {
  type CountMatch,
  countsFromPercentages,
  type FirstChoiceMatch,
  firstChoiceReading,
  type OwnComparisonsReading,
  ownComparisonsReading,
  type PercentageSearch,
  type ShareOfWinsMatch,
  shareOfWinsReading,
} from './preference/rates-from-percentages.ts'
export type { ArmStrength, CovariateEffect, PairStrength, StrengthReport } from './preference/strengths.ts'
export type { PairwiseVote } from './preference/vote.ts'
export { winGraphObstacle } from './preference/win-graph.ts'
export { type ArmWinRates, type Rate, type WinRates, winRates } from './preference/win-rates.ts'
export { quantile } from './quantile.ts'
export type { BetweenVarianceMethod } from './meta-analysis/between-variance.ts'
export type { CentreEstimate } from './meta-analysis/centre-estimate.ts'
export { type CommonEffect, commonEffect } from './meta-analysis/common-effect.ts'
export type { Heterogeneity } from './meta-analysis/heterogeneity.ts'
export { leaveOneOut, type WithoutCentre } from './meta-analysis/leave-one-out.ts'
export { logRiskRatio } from './meta-analysis/log-risk-ratio.ts'
export {
  type MeanInterval,
  type RandomEffects,
  type RandomEffectsOptions,
  randomEffects,
} from './meta-analysis/random-effects.ts'
export { midranks } from './ranks/midranks.ts'
export { stratifiedJackknife } from './resampling/stratified-jackknife.ts'
export { wilsonInterval } from './counts/wilson-interval.ts'
