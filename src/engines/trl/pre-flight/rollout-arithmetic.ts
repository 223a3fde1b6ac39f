/** @file How TRL's GRPO divides prompts into steps, and what an incomplete last chunk of a pass loses. */
import type { Finding } from '../../pre-flight/finding.ts'

/** The numbers that decide it, by TRL's names in words. */
export interface RolloutBatch {
  readonly prompts: number
  /** `per_device_train_batch_size`: completions of a process in one pass. */
  readonly perProcess: number
  readonly processes: number
  /** `gradient_accumulation_steps` and `steps_per_generation`. */
  readonly gradientAccumulation: number
  readonly stepsPerGeneration: number
  /** `num_generations` and `num_iterations`. */
  readonly generations: number
  readonly iterations: number
  readonly epochs: number
  /** `max_steps`, where the run has it: it counts the prompts that an epoch drops, so it may be more than the epochs give. */
  readonly maxSteps?: number
}

/** What comes of them. */
export interface RolloutArithmetic {
  /** Completions drawn together, and the prompts that they answer. */
  readonly completions: number
  readonly promptsTogether: number
  /** Prompts that TRL leaves out in each pass over the data, other ones each time. */
  readonly dropped: number
  readonly stepsPerEpoch: number
  readonly steps: number
}

/** The arithmetic of TRL 1.13's sampler and trainer; null when the numbers do not fit together, or give no step at all. */
export function rolloutArithmetic(batch: RolloutBatch): RolloutArithmetic | null {
  const { prompts, perProcess, processes, gradientAccumulation, stepsPerGeneration, generations, iterations } = batch
  const completions = perProcess * processes * stepsPerGeneration
  if (completions % generations !== 0) return null
  const promptsTogether = completions / generations
  const chunks = Math.floor(prompts / promptsTogether)
  if (chunks === 0) return null
  // Each chunk is gone through `iterations` times, in `stepsPerGeneration` passes each.
  const passes = chunks * stepsPerGeneration * iterations
  const stepsPerEpoch = Math.ceil(passes / gradientAccumulation)
  const steps = batch.maxSteps ?? Math.ceil(batch.epochs * stepsPerEpoch)
  return { completions, promptsTogether, dropped: prompts - chunks * promptsTogether, stepsPerEpoch, steps }
}

/** The next number of completions of a process that makes whole groups. */
function fittingBatch({ perProcess, processes, stepsPerGeneration, generations }: RolloutBatch): number {
  let fitting = perProcess
  while ((fitting * processes * stepsPerGeneration) % generations !== 0) fitting++
  return fitting
}

/** Numbers that give no whole groups or no step are errors; a last chunk that is dropped is a note, above 10 % a warning. */
export function checkRolloutBatch(batch: RolloutBatch): readonly Finding[] {
  const { prompts, perProcess, processes, stepsPerGeneration, generations } = batch
  const finding = (severity: Finding['severity'], says: string): readonly Finding[] => [
    { severity, check: 'batch', says, records: [] },
  ]
  const completions = perProcess * processes * stepsPerGeneration
  if (completions % generations !== 0) {
    return finding(
      'error',
      `expected whole groups of ${generations} completions, got ${completions} drawn together (${perProcess} x ` +
        `${processes} processes x ${stepsPerGeneration} passes); use batchSize ${fittingBatch(batch) * processes}`,
    )
  }
  const arithmetic = rolloutArithmetic(batch)
  if (arithmetic === null) {
    return finding(
      'error',
      `expected at least ${completions / generations} prompts, which are answered together, got ${prompts}; use a ` +
        'smaller batchSize or gradientAccumulation',
    )
  }
  const { promptsTogether, dropped, stepsPerEpoch, steps } = arithmetic
  const says =
    `${promptsTogether} prompts are answered together, ${generations} times each; ${stepsPerEpoch} steps a pass over ` +
    `${prompts} prompts, ${steps} steps in all`
  if (dropped === 0) return finding('note', says)
  const left = `${says}; ${dropped} of ${prompts} prompts are left out of each pass, since the last chunk is incomplete`
  return dropped / prompts > 0.1
    ? finding('warning', `${left}: a smaller batchSize loses fewer`)
    : finding('note', left)
}
