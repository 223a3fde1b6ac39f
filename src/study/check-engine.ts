/** @file Settings that the TRL engine cannot carry out, found before anything runs. */
import type { ArmsConfig, BaseConfig } from '../alignment/index.ts'
import { requirePlaces, type TrlConfig } from '../engines/trl/index.ts'
import { InputError, type Place } from '../support/index.ts'

/** The sections of a study file that an engine is chosen and asked by. */
interface EngineSections {
  readonly base: BaseConfig
  readonly arms: ArmsConfig
  readonly trl: TrlConfig
}

function leastCommonMultiple(a: number, b: number): number {
  let multiple = a
  while (multiple % b !== 0) multiple += a
  return multiple
}

/** Throws InputError at the place of the first setting that the chosen engine cannot carry out. */
export function checkEngine(
  { base, arms, trl }: EngineSections,
  placeOf: (path: readonly PropertyKey[]) => Place,
): void {
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
    // GRPO's batch holds whole groups too.
    const step = path[1] === 'grpo' ? leastCommonMultiple(trl.processes, arms.grpo!.generations) : trl.processes
    const next = Math.ceil(batchSize / step) * step
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
  try {
    requirePlaces(trl.launcher, trl.processes)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    refuse(error.problem, (error.place.field ?? 'trl').split('.'), error.remedy)
  }
  if (trl.vllm === 'always' && trl.device === 'cpu') {
    refuse('expected a GPU for vLLM, got device: cpu', ['trl', 'vllm'], 'leave vllm out, or device')
  }
}
