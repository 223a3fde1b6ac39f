/** @file Estimators and tests: numbers in, a result with interval, n and method out. They know no study. */
export { balancedAccuracy } from './balanced-accuracy.ts'
export { type BcaLimits, bcaInterval } from './bca-interval.ts'
export {
  type BootstrapRow,
  type BootstrapStatistic,
  type ClusterBootstrapRequest,
  clusterBootstrap,
  FEWEST_CLUSTERS,
} from './cluster-bootstrap.ts'
export { type ConfusionCounts, lacksOption } from './confusion-table.ts'
export { type Estimate, type Estimated, estimated, isEstimated, type NotEstimable, notEstimable } from './estimate.ts'
export { gowerScale } from './gower-scale.ts'
export { independentDifferenceInterval } from './independent-difference-interval.ts'
export { macroF1 } from './macro-f1.ts'
export { type McnemarResult, mcnemarTest } from './mcnemar-test.ts'
export { type LogisticData, type LogisticModel, multinomialLogistic } from './multinomial-logistic.ts'
export { normalCdf, normalQuantile } from './distributions/normal.ts'
export { type PairedTable, pairedDifferenceInterval } from './paired-difference-interval.ts'
export { quantile } from './quantile.ts'
export { midranks } from './ranks.ts'
export { stratifiedJackknife } from './stratified-jackknife.ts'
export { weightedKappa } from './weighted-kappa.ts'
export { wilsonInterval } from './wilson-interval.ts'
