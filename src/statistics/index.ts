/** @file Estimators and tests: numbers in, a result with interval, n and method out. They know no study. */
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
export { midranks } from './ranks/midranks.ts'
export { stratifiedJackknife } from './resampling/stratified-jackknife.ts'
export { weightedKappa } from './agreement/weighted-kappa.ts'
export { wilsonInterval } from './counts/wilson-interval.ts'
