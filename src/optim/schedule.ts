/** @file Learning rates over a run: a linear warm-up, then linear, cosine or no decay, as in Transformers. */

/** The shape of the decay after the warm-up. */
export type Schedule = 'linear' | 'cosine' | 'constant'

/**
 * The learning rate of step `step` (1..totalSteps) as a share of the peak, equal to Transformers'
 * `get_{linear,cosine,constant}_schedule_with_warmup` at optimiser step `step - 1`.
 * @param warmupSteps steps over which the rate rises linearly from 0; the first of them has rate 0.
 */
export function scheduleFactor(schedule: Schedule, step: number, totalSteps: number, warmupSteps: number): number {
  const done = step - 1
  if (done < warmupSteps) return done / Math.max(1, warmupSteps)
  const progress = (done - warmupSteps) / Math.max(1, totalSteps - warmupSteps)
  if (schedule === 'constant') return 1
  return schedule === 'linear' ? Math.max(0, 1 - progress) : 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)))
}
