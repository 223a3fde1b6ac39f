/** @file A checkpoint: a folder that Transformers loads unchanged, holding a model's sizes, weights and tokenizer. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { InputError, readTextFile, StudyError, writeFileAtomically } from '../support/index.ts'
import { formatGenerationConfig, formatModelConfig, type ModelConfig, parseModelConfig } from './config.ts'
import { formatJson, readJsonFile, readJsonObject } from './json-file.ts'
import { type Weights, writeSafetensors } from './safetensors.ts'
import { readWeights } from './sharded-safetensors.ts'
import { openTokenizer, type Tokenizer, type TokenizerFiles } from './tokenizer.ts'
import { weightsProblem } from './weights.ts'

/** A model on disk: sizes, weights and tokenizer, which only fit each other. */
export interface Checkpoint {
  readonly config: ModelConfig
  readonly weights: Weights
  readonly tokenizer: Tokenizer
}

/**
 * Writes a checkpoint folder: config.json, generation_config.json, model.safetensors, tokenizer.json,
 * tokenizer_config.json and chat_template.jinja. Each file is complete or absent, and config.json comes last, so a
 * folder with a config.json is a whole checkpoint. Throws StudyError when weights and config disagree.
 */
export function saveCheckpoint(folder: string, { config, weights, tokenizer }: Checkpoint): void {
  const wrong = weightsProblem(weights, config)
  if (wrong) throw new StudyError(`saveCheckpoint: ${wrong.tensor}: ${wrong.problem}`)
  const { files } = tokenizer
  const tokenizerConfig = {
    ...files.tokenizerConfig,
    chat_template: files.chatTemplate,
    model_max_length: config.contextLength,
    // The class that Transformers 4 and 5, vLLM and mlx all know.
    tokenizer_class: 'PreTrainedTokenizerFast',
  }
  writeSafetensors(join(folder, 'model.safetensors'), weights)
  writeFileAtomically(join(folder, 'tokenizer.json'), formatJson(files.tokenizer))
  writeFileAtomically(join(folder, 'tokenizer_config.json'), formatJson(tokenizerConfig))
  writeFileAtomically(join(folder, 'chat_template.jinja'), files.chatTemplate)
  writeFileAtomically(join(folder, 'generation_config.json'), formatJson(formatGenerationConfig(config)))
  writeFileAtomically(join(folder, 'config.json'), formatJson(formatModelConfig(config)))
}

/** Reads the tokenizer of a checkpoint folder; the chat template from its own file or from tokenizer_config.json. */
export function loadTokenizer(folder: string): Tokenizer {
  const tokenizer = readJsonObject(join(folder, 'tokenizer.json'))
  const configFile = join(folder, 'tokenizer_config.json')
  const { chat_template: inline, ...tokenizerConfig } = readJsonObject(configFile)
  const templateFile = join(folder, 'chat_template.jinja')
  let chatTemplate: string
  if (typeof inline === 'string' && !existsSync(templateFile)) chatTemplate = inline
  else chatTemplate = readTextFile(templateFile, 'a checkpoint needs a chat template, here or in tokenizer_config.json')
  const files: TokenizerFiles = { tokenizer, tokenizerConfig, chatTemplate }
  return openTokenizer(files, { file: join(folder, 'tokenizer.json') })
}

/** Reads and checks config.json, and adds the end tokens that only generation_config.json names. */
export function loadConfig(folder: string): ModelConfig {
  const file = join(folder, 'config.json')
  const config = parseModelConfig(readJsonFile(file), file)
  const generationFile = join(folder, 'generation_config.json')
  if (!existsSync(generationFile)) return config
  const { eos_token_id: ids } = readJsonObject(generationFile)
  const more = [ids ?? []].flat().filter((id): id is number => Number.isInteger(id))
  return { ...config, endTokenIds: [...new Set([...config.endTokenIds, ...more])] }
}

/** The longest sequence in tokens of a checkpoint of any architecture that states it as `max_position_embeddings`. */
export function loadContextLength(folder: string): number {
  const file = join(folder, 'config.json')
  const { max_position_embeddings: length } = readJsonObject(file)
  if (Number.isInteger(length)) return length as number
  const problem = `expected the length of the context in tokens, got ${JSON.stringify(length) ?? 'nothing'}`
  throw new InputError(problem, { file, field: 'max_position_embeddings' }, 'use a checkpoint of a language model')
}

/**
 * Reads a checkpoint folder, ours or one that Transformers saved. Throws InputError naming the file (and the tensor)
 * when a file is missing, cut off or not what it should be, when a tensor is missing, superfluous or of another shape
 * than config.json implies, or when the tokenizer has ids that the model has not.
 */
export function loadCheckpoint(folder: string): Checkpoint {
  const config = loadConfig(folder)
  const tokenizer = loadTokenizer(folder)
  if (tokenizer.vocabularySize > config.vocabularySize) {
    throw new InputError(
      `expected token ids below the model's vocab_size ${config.vocabularySize}, got ${tokenizer.vocabularySize - 1}`,
      { file: join(folder, 'tokenizer.json') },
      'use the tokenizer that the model was trained with',
    )
  }
  const weights = readWeights(folder)
  const wrong = weightsProblem(weights, config)
  if (wrong) {
    throw new InputError(
      wrong.problem,
      { file: join(folder, 'model.safetensors'), field: wrong.tensor },
      'the weights and config.json must come from the same checkpoint',
    )
  }
  return { config, weights, tokenizer }
}
