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
export { type LogisticData, type LogisticModel, multinomialLogistic } from './regression/multinomial-logistic.ts'
export { normalCdf, normalQuantile } from './distributions/normal.ts'
export { type PairedTable, pairedDifferenceInterval } from './counts/paired-difference-interval.ts'
export { quantile } from './quantile.ts'
export { midranks } from './ranks/midranks.ts'
export { stratifiedJackknife } from './resampling/stratified-jackknife.ts'
export { weightedKappa } from './agreement/weighted-kappa.ts'
export { wilsonInterval } from './counts/wilson-interval.ts'
export { type ClusterMean, clusterMean } from './means/cluster-mean.ts'
export { type TwoWayMean, type TwoWayRow, twoWayMean } from './means/two-way-mean.ts'
