/** @file The course of a training run, thinned so that a figure of a long run stays small. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TrainEvent } from '../engines/index.ts'
import { readJsonl } from '../support/index.ts'
import type { CurvePoint } from './figures.ts'

const MOST_POINTS = 200

/** Means of consecutive runs of steps, so that at most `most` points are left. */
export function thinCurve(points: readonly CurvePoint[], most = MOST_POINTS): readonly CurvePoint[] {
  const width = Math.ceil(points.length / most)
  if (width <= 1) return points
  return Array.from({ length: Math.ceil(points.length / width) }, (_, i) => {
    const run = points.slice(i * width, (i + 1) * width)
    const loss = run.reduce((sum, point) => sum + point.loss, 0) / run.length
    return { ...run[run.length - 1], loss }
  })
}

/** The curve of a policy from its `events.jsonl`; empty when the policy was not trained (ICL). */
export async function readTrainingCurve(policyFolder: string): Promise<readonly CurvePoint[]> {
  const file = join(policyFolder, 'events.jsonl')
  if (!existsSync(file)) return []
  const training: CurvePoint[] = []
  const validation: CurvePoint[] = []
  for await (const event of readJsonl<TrainEvent>(file)) {
    // A loss that overflowed is null in JSON; there is no place for it in a figure.
    if (!Number.isFinite(event.loss)) continue
    const { step, loss } = event
    if (event.type === 'step') training.push({ step, loss, series: 'training' })
    else validation.push({ step, loss, series: 'validation' })
  }
  return [...thinCurve(training), ...validation]
}
