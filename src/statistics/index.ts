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
export { auroc } from './classification/auroc.ts'
export { balancedAccuracy } from './classification/balanced-accuracy.ts'
export { brierScore, multiclassBrierScore } from './classification/brier-score.ts'
export { type ConfusionCounts, lacksOption } from './classification/confusion-table.ts'
export {
  type CalibrationError,
  expectedCalibrationError,
  type ReliabilityBin,
} from './classification/expected-calibration-error.ts'
export { logLoss, multiclassLogLoss } from './classification/log-loss.ts'
export { macroF1 } from './classification/macro-f1.ts'
export { microF1 } from './classification/micro-f1.ts'
export { weightedF1 } from './classification/weighted-f1.ts'
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
export { studentQuantile } from './distributions/student-t.ts'
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
export { type BinomialDesign, binomialPower, binomialSampleSize } from './power/binomial-power.ts'
export type { CaseTest } from './power/case-test.ts'
export { type IutDesign, type IutPower, iutPower } from './power/iut-power.ts'
export { logitSdForIcc } from './power/logit-normal.ts'
export { mcnemarDetectable } from './power/mcnemar-detectable.ts'
export { type McnemarDesign, mcnemarPower, mcnemarSampleSize } from './power/mcnemar-power.ts'
export type { ExactPower, PowerEstimate } from './power/power-estimate.ts'
export { type PreferenceDesign, preferencePower } from './power/preference-power.ts'
export type { PreferenceModel } from './power/preference-votes.ts'
export { type RatingDesign, ratingPower } from './power/rating-power.ts'
export { type SampleSearch, smallestSample, smallestStableSample } from './power/smallest-sample.ts'
export { bradleyTerryDeviance } from './preference/bradley-terry-fit.ts'
export { bradleyTerry, type BradleyTerryFit, type BradleyTerryNotEstimable } from './preference/bradley-terry.ts'
export {
  type CircularTriads,
  circularTriads,
  circularTriadsByRater,
  type TriadCount,
} from './preference/circular-triads.ts'
export { davidson, type DavidsonFit } from './preference/davidson.ts'
export { firstChoiceCounts, type FirstChoices } from './preference/first-choice-counts.ts'
export { type FirstPlaceRemoval, firstPlaceRemoval } from './preference/first-place-removal.ts'
export { type CaseVote, type NetBenefit, netBenefit } from './preference/net-benefit.ts'
export type { StrengthOptions } from './preference/pair-design.ts'
export { type RankStability, rankStability, type RankStabilityOptions } from './preference/rank-stability.ts'
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
export { median, quantile } from './quantile.ts'
export { alignedRanksTest } from './ranks/aligned-ranks-test.ts'
export { type FriedmanResult, friedmanTest } from './ranks/friedman-test.ts'
export { hodgesLehmann } from './ranks/hodges-lehmann.ts'
export { kendallTauB } from './ranks/kendall-tau-b.ts'
export { kruskalWallisTest } from './ranks/kruskal-wallis-test.ts'
export { mannWhitneyTest } from './ranks/mann-whitney-test.ts'
export { midranks } from './ranks/midranks.ts'
export { spearman } from './ranks/spearman.ts'
export { type SignedRankResult, wilcoxonSignedRankTest } from './ranks/wilcoxon-signed-rank-test.ts'
export { cumulativeLogit, type CumulativeLogitData, type CumulativeLogitFit } from './regression/cumulative-logit.ts'
export { type LogisticData, type LogisticModel, multinomialLogistic } from './regression/multinomial-logistic.ts'
export { type ProportionalOddsCheck, proportionalOddsCheck } from './regression/proportional-odds-check.ts'
export { type ClusterLabels, type ContrastInference, type WaldEstimate, waldEstimate } from './regression/wald.ts'
export { bcaInterval, type BcaLimits } from './resampling/bca-interval.ts'
export {
  type BootstrapStatistic,
  clusterBootstrap,
  type ClusterBootstrapRequest,
  FEWEST_CLUSTERS,
} from './resampling/cluster-bootstrap.ts'
export {
  type ClusterPermutationRequest,
  clusterPermutationTest,
  type PermutationRow,
} from './resampling/cluster-permutation.ts'
export type { BootstrapRow } from './resampling/cluster-sums.ts'
export { type ClusteredRow, clusteredShare } from './resampling/clustered-share.ts'
export { latticeSignFlipP } from './resampling/lattice-sign-flip.ts'
export type { Alternative, PermutationOptions } from './resampling/relabellings.ts'
export { type ClusterValue, signFlipTest } from './resampling/sign-flip-test.ts'
export { stratifiedJackknife } from './resampling/stratified-jackknife.ts'
export { type TestResult, testResult } from './test-result.ts'
export { type Bleu, type BleuPair, type BleuSmoothing, corpusBleu, sentenceBleu } from './text-overlap/bleu.ts'
export { type Rouge, rougeL, rougeN } from './text-overlap/rouge.ts'
export { type TokenKind, tokensOf } from './text-overlap/tokens.ts'
