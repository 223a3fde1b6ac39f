/** @file Settings that the TRL engine cannot carry out, found before anything runs. */
import { InputError, type SettingsFile } from '../support/index.ts'
import type { StudyConfig } from './study-config.ts'

/** Throws InputError at the place of the first setting that the chosen engine cannot carry out. */
export function checkEngine({ value, placeOf }: SettingsFile<StudyConfig>): void {
  const { base, arms, trl } = value
  if (base.engine !== 'trl') return
  const refuse = (problem: string, path: readonly string[], remedy: string) => {
    throw new InputError(problem, placeOf(path), remedy)
  }
  const trained = [
    { path: ['base'], batchSize: base.epochs > 0 ? base.batchSize : null },
    { path: ['arms', 'sft'], batchSize: arms.sft?.batchSize ?? null },
    { path: ['arms', 'dpo'], batchSize: arms.dpo?.batchSize ?? null },
    { path: ['arms', 'grpo'], batchSize: arms.grpo?.batchSize ?? null },
  ]
  for (const { path, batchSize } of trained) {
    if (batchSize === null || batchSize % trl.processes === 0) continue
    const next = Math.ceil(batchSize / trl.processes) * trl.processes
    refuse(
      `expected a batchSize that ${trl.processes} processes (trl.processes) share evenly, got ${batchSize}`,
      [...path, 'batchSize'],
      `use ${next}, or another number of processes`,
    )
  }
  if (arms.dpo?.loss === 'cdpo') {
    refuse(
      'expected a loss that TRL 1.x has, got "cdpo"',
      ['arms', 'dpo', 'loss'],
      'use "robust", which takes label noise into account too, or the embedded engine',
    )
  }
  if (trl.sharding !== 'none' && trl.processes === 1) {
    refuse(
      `expected several processes to divide a model among (sharding: ${trl.sharding}), got 1`,
      ['trl', 'sharding'],
      'set trl.processes to the number of GPUs, or leave sharding out',
    )
  }
  if (trl.vllm === 'always' && trl.device === 'cpu') {
    refuse('expected a GPU for vLLM, got device: cpu', ['trl', 'vllm'], 'leave vllm out, or device')
  }
}
