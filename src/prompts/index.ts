/** @file Prompts: a record as the model meets it, a plan as the model states it, and the way back. */
export { type PromptsConfig, promptsConfig } from './config.ts'
export { type ParsedCompletion, parseCompletion } from './parse.ts'
export type { PromptRow, Stratum } from './prompt.ts'
export { renderCompletion, renderPrompt } from './render.ts'
export { promptsStage } from './stage.ts'
export { type CensusRequest, tokenCensusStage } from './token-census-stage.ts'
