/** @file The automatic benchmark: agreement with the record, per decision layer, arms beside baselines. */
export { type BenchmarkConfig, benchmarkConfig } from './config.ts'
export { headlineMetric, type MetricName, metrics, primaryMetric } from './metrics/index.ts'
export type {
  BenchmarkDifference,
  BenchmarkEstimate,
  BenchmarkResults,
  Predictor,
  RareSituationResult,
  Readability,
  Reweighted,
  SeenEstimate,
  StratumGap,
} from './results.ts'
export { type Score, scoreCase, scoredLayers, wholePlan } from './score.ts'
export { benchmarkStage } from './stage.ts'
