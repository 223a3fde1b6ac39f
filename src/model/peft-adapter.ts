/** @file An adapter on disk in the form of PEFT: adapter_config.json and adapter_model.safetensors. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { InputError, writeFileAtomically } from '../support/index.ts'
import type { AdapterShape, ModelConfig } from './config.ts'
import { formatJson, readJsonFile } from './json-file.ts'
import { adaptedMatrix, adapterNames } from './lora.ts'
import { readSafetensors, type Weights, writeSafetensors } from './safetensors.ts'
import { weightShapes } from './weights.ts'

const CONFIG = 'adapter_config.json'
const TENSORS = 'adapter_model.safetensors'
/** PEFT names a tensor by its place in the model that it wraps. */
const PREFIX = 'base_model.model.'

/** An adapter beside the tensors of a checkpoint. */
export interface Adapter {
  /** What B A is multiplied by. */
  readonly scale: number
  /** A and B under the names of the checkpoint, such as `model.layers.0.self_attn.q_proj.lora_A.weight`. */
  readonly weights: Weights
}

/**
 * Writes an adapter folder with the keys that every version of PEFT knows, and no others, since an older one may refuse
 * them. The config comes last, so a folder with one is a whole adapter.
 * @param base how the adapter names the checkpoint that it stands beside.
 */
export function saveAdapter(folder: string, shape: AdapterShape, weights: Weights, base: string): void {
  const named = new Map([...weights].map(([name, tensor]) => [PREFIX + name, tensor]))
  const config = {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: base,
    r: shape.rank,
    lora_alpha: shape.alpha,
    lora_dropout: 0,
    target_modules: [...shape.targets].sort(),
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
    modules_to_save: null,
    use_rslora: false,
    use_dora: false,
    rank_pattern: {},
    alpha_pattern: {},
  }
  writeSafetensors(join(folder, TENSORS), named)
  writeFileAtomically(join(folder, CONFIG), formatJson(config))
}

const none = z.union([z.null(), z.record(z.string(), z.unknown()).refine(value => Object.keys(value).length === 0)])
/** The keys that decide what an adapter does; where only one value is taken, another would be another function. */
const adapterConfig = z.looseObject({
  peft_type: z.literal('LORA'),
  r: z.int().positive(),
  lora_alpha: z.number().positive(),
  bias: z.literal('none').default('none'),
  fan_in_fan_out: z.literal(false).default(false),
  modules_to_save: z.null().optional(),
  use_rslora: z.boolean().default(false),
  use_dora: z.literal(false).default(false),
  use_qalora: z.literal(false).default(false),
  lora_bias: z.literal(false).default(false),
  // Other ways to begin change the base itself.
  init_lora_weights: z.union([z.boolean(), z.enum(['gaussian', 'orthogonal', 'eva'])]).optional(),
  rank_pattern: none.optional(),
  alpha_pattern: none.optional(),
  layer_replication: z.null().optional(),
  trainable_token_indices: z.null().optional(),
})

const REMEDY = 'use a plain LoRA adapter of linear layers, or merge it with PEFT first'

/**
 * Reads an adapter folder, ours or one that PEFT saved, for a model of the given configuration; layers without tensors
 * stay as they are. Throws InputError naming the file and the key or the tensor when it is another kind of adapter, when
 * A or B is missing, and when they do not fit the model.
 */
export function loadAdapter(folder: string, model: ModelConfig): Adapter {
  const file = join(folder, CONFIG)
  const result = adapterConfig.safeParse(readJsonFile(file))
  if (!result.success) {
    const issue = result.error.issues[0]
    throw new InputError(issue.message, { file, field: issue.path.map(String).join('.') }, REMEDY)
  }
  const { r: rank, lora_alpha: alpha, use_rslora: isRankStabilised } = result.data
  const tensorFile = join(folder, TENSORS)
  if (!existsSync(tensorFile)) {
    throw new InputError(
      `expected ${TENSORS} beside ${CONFIG}, got none`,
      { file: tensorFile },
      'save the adapter again',
    )
  }
  const named = readSafetensors(tensorFile)
  const weights = new Map(
    [...named].map(([name, tensor]) => [name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name, tensor]),
  )
  const shapes = weightShapes(model)
  for (const [name, { shape }] of weights) {
    const wrong = (problem: string) => new InputError(problem, { file: tensorFile, field: name }, REMEDY)
    const matrix = adaptedMatrix(name)
    const size = matrix === null || !/_proj\.weight$/.test(matrix) ? undefined : shapes.get(matrix)
    if (matrix === null || size === undefined) throw wrong('expected a matrix beside a linear layer of the model')
    const { a, b } = adapterNames(matrix)
    if (!weights.has(a) || !weights.has(b)) throw wrong('expected both lora_A and lora_B of a layer, got one')
    const expected = name === a ? [rank, size[1]] : [size[0], rank]
    if (shape.join() !== expected.join()) {
      throw wrong(`expected shape [${expected.join(', ')}], got [${shape.join(', ')}]`)
    }
  }
  if (weights.size === 0) throw new InputError('expected tensors, got none', { file: tensorFile }, REMEDY)
  return { scale: alpha / (isRankStabilised ? Math.sqrt(rank) : rank), weights }
}
