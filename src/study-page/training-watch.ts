/** @file Follows the training of one policy: new lines of its `events.jsonl` become curves; nothing is read twice. */
import { join } from 'node:path'
import type { TrainEvent } from '../engines/index.ts'
import type { TrainingCurve } from '../report/index.ts'
import { growingLines } from '../support/index.ts'
import { type RunningCurve, runningCurve } from './running-curve.ts'

/** The training of one policy so far. */
export interface TrainingSoFar {
  /** Last optimiser step that is known. */
  readonly step: number
  /** Changes when there is something new to draw. */
  readonly version: string
  /** Loss, reward or margin, as far as the method has them; empty before the first step. */
  readonly curves: readonly TrainingCurve[]
}

/** What an event says, by the names that the report has for it. The loss of GRPO is near 0 by design and tells nothing. */
function valuesOf(event: TrainEvent): readonly (readonly [quantity: string, value: number | null | undefined])[] {
  if (event.reward !== undefined) return [['mean reward', event.reward.mean]]
  if (event.margin === undefined) return [['loss (nats a token)', event.loss]]
  return [
    ['loss of a pair', event.loss],
    ['reward margin of a pair', event.margin],
  ]
}

/** Follows `events.jsonl` in the folder of a policy, which may not be there yet or be made anew. */
export function trainingWatch(policyFolder: string): () => TrainingSoFar {
  const quantities = new Map<string, { readonly training: RunningCurve; readonly validation: RunningCurve }>()
  let step = 0
  let events = 0
  let runs = 0
  const lines = growingLines<TrainEvent>(join(policyFolder, 'events.jsonl'), () => {
    quantities.clear()
    step = 0
    events = 0
    runs++
  })
  return () => {
    for (const event of lines.next()) {
      step = event.step
      events++
      for (const [quantity, value] of valuesOf(event)) {
        const curve = quantities.get(quantity) ?? { training: runningCurve(), validation: runningCurve() }
        quantities.set(quantity, curve)
        if (event.type === 'step') curve.training.add(event.step, value)
        else curve.validation.add(event.step, value)
      }
    }
    const curves = [...quantities].map(([quantity, { training, validation }]) => ({
      quantity,
      points: [...training.points('training'), ...validation.points('validation')],
    }))
    return { step, version: `${runs}.${events}`, curves: curves.filter(({ points }) => points.length > 0) }
  }
}
