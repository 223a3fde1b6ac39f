/** @file Estimators and tests: numbers in, a result with interval, n and method out. They know no study. */
export { benjaminiHochbergAdjust, holmAdjust } from './adjust-p.ts'
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
  krippendorffAlpha,
  krippendorffAlphaOf,
  type KrippendorffRequest,
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
  guessCell,
  type GuessMatrix,
  guessMatrix,
} from './blinding/guess-matrix.ts'
export { type JamesIndex, jamesIndex, jamesIndexOf } from './blinding/james-index.ts'
export { type BlindingIndex, kClassIndex, kClassIndexOf } from './blinding/k-class-index.ts'
export { balancedAccuracy } from './classification/balanced-accuracy.ts'
export { type ConfusionCounts, lacksOption } from './classification/confusion-table.ts'
export { macroF1 } from './classification/macro-f1.ts'
export { binomialTest } from './counts/binomial-test.ts'
export { contingencyTest, goodnessOfFitTest } from './counts/chi-squared-test.ts'
export { clopperPearsonInterval } from './counts/clopper-pearson-interval.ts'
export { cochranQTest } from './counts/cochran-q-test.ts'
export { fisherExactTest } from './counts/fisher-exact-test.ts'
export { independentDifferenceInterval } from './counts/independent-difference-interval.ts'
export { type McnemarResult, mcnemarTest } from './counts/mcnemar-test.ts'
export { pairedDifferenceInterval, type PairedTable } from './counts/paired-difference-interval.ts'
export { wilsonInterval } from './counts/wilson-interval.ts'
export { binomialUpperTail } from './distributions/binomial.ts'
export { normalCdf, normalQuantile } from './distributions/normal.ts'
export { type Estimate, type Estimated, estimated, isEstimated, type NotEstimable, notEstimable } from './estimate.ts'
export { gowerScale } from './gower-scale.ts'
export { type ClusterMean, clusterMean } from './means/cluster-mean.ts'
export { type TwoWayMean, twoWayMean, type TwoWayRow } from './means/two-way-mean.ts'
export type { BetweenVarianceMethod } from './meta-analysis/between-variance.ts'
export type { CentreEstimate } from './meta-analysis/centre-estimate.ts'
export { type CommonEffect, commonEffect } from './meta-analysis/common-effect.ts'
export type { Heterogeneity } from './meta-analysis/heterogeneity.ts'
export { leaveOneOut, type WithoutCentre } from './meta-analysis/leave-one-out.ts'
export { logRiskRatio } from './meta-analysis/log-risk-ratio.ts'
export {
  type MeanInterval,
  type RandomEffects,
  randomEffects,
  type RandomEffectsOptions,
} from './meta-analysis/random-effects.ts'
export { bradleyTerry, type BradleyTerryFit, type BradleyTerryNotEstimable } from './preference/bradley-terry.ts'
export { davidson, type DavidsonFit } from './preference/davidson.ts'
export type { ArmStrength, PairStrength, StrengthReport } from './preference/strengths.ts'
export type { PairwiseVote } from './preference/vote.ts'
export { quantile } from './quantile.ts'
export { alignedRanksTest } from './ranks/aligned-ranks-test.ts'
export { type FriedmanResult, friedmanTest } from './ranks/friedman-test.ts'
export { hodgesLehmann } from './ranks/hodges-lehmann.ts'
export { kendallTauB } from './ranks/kendall-tau-b.ts'
export { kruskalWallisTest } from './ranks/kruskal-wallis-test.ts'
export { mannWhitneyTest } from './ranks/mann-whitney-test.ts'
export { midranks } from './ranks/midranks.ts'
export { spearman } from './ranks/spearman.ts'
export { type SignedRankResult, wilcoxonSignedRankTest } from './ranks/wilcoxon-signed-rank-test.ts'
export { type LogisticData, type LogisticModel, multinomialLogistic } from './regression/multinomial-logistic.ts'
export type { ContrastInference, WaldEstimate } from './regression/wald.ts'
export { bcaInterval, type BcaLimits } from './resampling/bca-interval.ts'
export {
  type BootstrapStatistic,
  clusterBootstrap,
  type ClusterBootstrapRequest,
  FEWEST_CLUSTERS,
} from './resampling/cluster-bootstrap.ts'
export type { BootstrapRow } from './resampling/cluster-sums.ts'
export {
  type ClusterPermutationRequest,
  clusterPermutationTest,
  type PermutationRow,
} from './resampling/cluster-permutation.ts'
export { type ClusterOfArms, clusterValuePermutationTest } from './resampling/cluster-value-permutation.ts'
export type { Alternative, PermutationOptions } from './resampling/relabellings.ts'
export { type ClusterValue, signFlipTest } from './resampling/sign-flip-test.ts'
export { stratifiedJackknife } from './resampling/stratified-jackknife.ts'
export { type TestResult, testResult } from './test-result.ts'
