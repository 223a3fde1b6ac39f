/** @file The engine seam. */
export type {
  Completion,
  Engine,
  Example,
  GenerateRequest,
  GenerateSettings,
  HeldOutChange,
  LoraSettings,
  Message,
  PreferenceLoss,
  PreferencePair,
  PreferenceRequest,
  PreferenceSettings,
  Prompt,
  Reward,
  RolloutLoss,
  RolloutRequest,
  RolloutSettings,
  Sample,
  ScoredCompletion,
  ScoreRequest,
  SupervisedRequest,
  TrainEvent,
  TrainRequest,
  TrainSettings,
  TrainSummary,
} from './engine.ts'
export { type EngineChoice, embeddedChoice } from './engine-choice.ts'
export { LINEAR_LAYERS } from '../model/index.ts'
export { mergePolicy } from './merged-policy.ts'
export { createPolicy, type ModelSize } from './new-policy.ts'
export { type Conversation, countTokens, type TokenCount, type TokenCounts } from './token-counts.ts'
