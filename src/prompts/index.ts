/** @file Prompts: a record as the model meets it, a plan as the model states it, and the way back. */
export { type PromptsConfig, promptsConfig } from './config.ts'
export {
  type Exemplar,
  type ExemplarCase,
  type ExemplarChooser,
  type ExemplarRule,
  exemplarChooser,
  studyExemplars,
} from './exemplars/index.ts'
export { type ParsedCompletion, parseCompletion, type ReadableParts, readableParts } from './parse.ts'
export { formatLayerValue } from './plan-block.ts'
export type { PromptRow, Stratum } from './prompt.ts'
export { convertedNumber, renderCompletion, renderPrompt } from './render.ts'
export {
  type ApprovalRow,
  RATIONALES,
  type RationaleConfig,
  type RationaleRow,
  type RejectedRow,
  rationaleConfig,
  rationalesStage,
} from './rationale/index.ts'
export { promptsStage } from './stage.ts'
export { type CensusRequest, tokenCensusStage } from './token-census-stage.ts'
