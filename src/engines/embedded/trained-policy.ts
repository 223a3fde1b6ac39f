/** @file What a run trains, all weights or an adapter beside them, and the checkpoint that comes of it. */
import { join, relative } from 'node:path'
import {
  type Checkpoint,
  initialAdapter,
  mergeAdapter,
  type ModelConfig,
  saveAdapter,
  saveCheckpoint,
  type Weights,
} from '../../model/index.ts'
import { InputError } from '../../support/index.ts'
import type { TrainRequest } from '../engine.ts'

/** A policy while it is trained. */
export interface TrainedPolicy {
  /** With the adapter where one is trained. */
  readonly config: ModelConfig
  /** What training changes, before the first step. */
  readonly initial: Weights
  /** Everything that a graph reads: what is trained, at whatever step, beside what is not; shares the tensors. */
  whole(trained: Weights): Weights
  /** Writes the checkpoint; of an adapter the merged one, and the adapter in `adapter/` beside it. */
  save(output: string, trained: Weights): void
}

/**
 * Opens a checkpoint for training. Throws InputError for a dropout of the adapter: this engine has none.
 */
export function trainedPolicy(
  { config: base, weights, tokenizer }: Checkpoint,
  { settings: { lora }, seed, policy }: Pick<TrainRequest, 'settings' | 'seed' | 'policy'>,
): TrainedPolicy {
  if (!lora) {
    return {
      config: base,
      initial: weights,
      whole: trained => trained,
      save: (output, trained) => saveCheckpoint(output, { config: base, weights: trained, tokenizer }),
    }
  }
  const { dropout, ...adapter } = lora
  if (dropout !== 0) {
    throw new InputError(
      `expected a dropout of 0, the only one that the embedded engine has, got ${dropout}`,
      { field: 'lora.dropout' },
      'set it to 0, or train with the engine "trl"',
    )
  }
  const config = { ...base, adapter }
  const whole = (trained: Weights): Weights => new Map([...weights, ...trained])
  return {
    config,
    initial: initialAdapter(config, seed),
    whole,
    save(output, trained) {
      const folder = join(output, 'adapter')
      // Relative: the same study gives the same bytes wherever it lies.
      saveAdapter(folder, adapter, trained, relative(folder, policy))
      const merged = mergeAdapter(whole(trained), adapter.alpha / adapter.rank)
      saveCheckpoint(output, { config: base, weights: merged, tokenizer })
    },
  }
}
