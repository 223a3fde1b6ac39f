/** @file The engine seam. */
export type {
  Completion,
  Engine,
  Example,
  GenerateRequest,
  GenerateSettings,
  Message,
  ModelSize,
  Prompt,
  TokenCount,
  TrainEvent,
  TrainRequest,
  TrainSettings,
  TrainSummary,
} from './engine.ts'
export { engineNamed } from './engine-named.ts'
