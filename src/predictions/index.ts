/** @file Predictions: what each arm says about each test case. */
export { type PredictionConfig, predictionConfig } from './config.ts'
export { endpointPredictionsStage } from './endpoint-stage.ts'
export type { Prediction } from './prediction.ts'
export { predictionsStage } from './stage.ts'
