/** @file Estimators and tests: numbers in, a result with interval, n and method out. They know no study. */
export { type Estimate, type Estimated, estimated, isEstimated, type NotEstimable, notEstimable } from './estimate.ts'
export { gowerScale } from './gower-scale.ts'
export { quantile } from './quantile.ts'
export { type TestResult, testResult } from './test-result.ts'
export { weightedKappa } from './agreement/weighted-kappa.ts'
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
export { independentDifferenceInterval } from './counts/independent-difference-interval.ts'
export { type McnemarResult, mcnemarTest } from './counts/mcnemar-test.ts'
export { type PairedTable, pairedDifferenceInterval } from './counts/paired-difference-interval.ts'
export { wilsonInterval } from './counts/wilson-interval.ts'
export { normalCdf, normalQuantile } from './distributions/normal.ts'
export { type BinomialDesign, binomialPower, binomialSampleSize } from './power/binomial-power.ts'
export type { CaseTest } from './power/case-test.ts'
export { type IutDesign, type IutPower, iutPower } from './power/iut-power.ts'
export { logitSdForIcc } from './power/logit-normal.ts'
export { type McnemarDesign, mcnemarPower, mcnemarSampleSize } from './power/mcnemar-power.ts'
export type { ExactPower, PowerEstimate } from './power/power-estimate.ts'
export { type PreferenceDesign, preferencePower } from './power/preference-power.ts'
export type { PreferenceModel } from './power/preference-votes.ts'
export { type RatingDesign, ratingPower } from './power/rating-power.ts'
export { type SampleSearch, smallestSample, smallestStableSample } from './power/smallest-sample.ts'
export { midranks } from './ranks/midranks.ts'
export { type LogisticData, type LogisticModel, multinomialLogistic } from './regression/multinomial-logistic.ts'
export { type BcaLimits, bcaInterval } from './resampling/bca-interval.ts'
export {
  type BootstrapStatistic,
  type ClusterBootstrapRequest,
  clusterBootstrap,
  FEWEST_CLUSTERS,
} from './resampling/cluster-bootstrap.ts'
export {
  type ClusterPermutationRequest,
  clusterPermutationTest,
  type PermutationRow,
} from './resampling/cluster-permutation.ts'
export type { BootstrapRow } from './resampling/cluster-sums.ts'
export { type ClusterOfArms, clusterValuePermutationTest } from './resampling/cluster-value-permutation.ts'
export { latticeSignFlipP } from './resampling/lattice-sign-flip.ts'
export type { Alternative, PermutationOptions } from './resampling/relabellings.ts'
export { type ClusterValue, signFlipTest } from './resampling/sign-flip-test.ts'
export { stratifiedJackknife } from './resampling/stratified-jackknife.ts'
export { type Bleu, type BleuPair, type BleuSmoothing, corpusBleu, sentenceBleu } from './text-overlap/bleu.ts'
export { type Rouge, rougeL, rougeN } from './text-overlap/rouge.ts'
export { type TokenKind, tokensOf } from './text-overlap/tokens.ts'
