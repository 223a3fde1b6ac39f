/** @file The course of a training run, thinned so that a figure of a long run stays small. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TrainEvent } from '../engines/index.ts'
import { readJsonl } from '../support/index.ts'
import type { CurvePoint, TrainingCurve } from './figures.ts'

const MOST_POINTS = 200

/** Means of consecutive runs of steps, so that at most `most` points are left. */
export function thinCurve(points: readonly CurvePoint[], most = MOST_POINTS): readonly CurvePoint[] {
  const width = Math.ceil(points.length / most)
  if (width <= 1) return points
  return Array.from({ length: Math.ceil(points.length / width) }, (_, i) => {
    const run = points.slice(i * width, (i + 1) * width)
    const value = run.reduce((sum, point) => sum + point.value, 0) / run.length
    return { ...run[run.length - 1], value }
  })
}

/** What tells how training went: the reward where there is one, since the loss of GRPO is near 0 by design. */
function quantityOf(event: TrainEvent): string {
  if (event.reward !== undefined) return 'mean reward'
  return event.margin === undefined ? 'loss (nats a token)' : 'loss of a pair'
}

/** The curve of a policy from its `events.jsonl`; without points when the policy was not trained (ICL). */
export async function readTrainingCurve(policyFolder: string): Promise<TrainingCurve> {
  const file = join(policyFolder, 'events.jsonl')
  const training: CurvePoint[] = []
  const validation: CurvePoint[] = []
  let quantity = ''
  if (!existsSync(file)) return { quantity, points: [] }
  for await (const event of readJsonl<TrainEvent>(file)) {
    quantity = quantityOf(event)
    const value = event.reward === undefined ? event.loss : event.reward.mean
    // A loss that overflowed is null in JSON; there is no place for it in a figure.
    if (value === null || !Number.isFinite(value)) continue
    if (event.type === 'step') training.push({ step: event.step, value, series: 'training' })
    else validation.push({ step: event.step, value, series: 'validation' })
  }
  return { quantity, points: [...thinCurve(training), ...validation] }
}
