/** @file What the model folder offers: sizes, weights, tokenizer and checkpoints of a Llama decoder. */
export { type CachedPast, MASKED, type Past } from './attention.ts'
export { BrokenPolicyError } from './sampling.ts'
export {
  CHAT_TEMPLATE,
  type ChatMessage,
  END_TOKEN,
  PAD_TOKEN,
  SPECIAL_TOKENS,
} from './chat-template.ts'
export {
  type Checkpoint,
  loadCheckpoint,
  loadConfig,
  loadContextLength,
  loadTokenizer,
  saveCheckpoint,
} from './checkpoint.ts'
export type { ModelConfig } from './config.ts'
export type { TokenCompletion, TokenGenerationOptions, TokenPrompt } from './decode-batch.ts'
export { generateTokens } from './generate.ts'
export { readJsonObject } from './json-file.ts'
export { type GenerationGraphs, generationGraphs } from './generation-graphs.ts'
export { decoderPass, type Parameters, parameterInputs, trainedParameters, vocabularyLogits } from './llama.ts'
export { initialAdapter, LINEAR_LAYERS, mergeAdapter } from './lora.ts'
export { type Adapter, loadAdapter, saveAdapter } from './peft-adapter.ts'
export { readSafetensors, type Weights, type WeightTensor, writeSafetensors } from './safetensors.ts'
export { type EncodedExample, openTokenizer, type Tokenizer, type TokenizerFiles } from './tokenizer.ts'
export { SMALLEST_VOCABULARY, trainTokenizer } from './tokenizer-training.ts'
export { initialWeights, parameterCount, weightShapes } from './weights.ts'
