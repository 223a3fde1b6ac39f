/** @file `events.jsonl`: one line a step, in step with the state that a run continues from. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lineWriter, writeFileAtomically } from '../../support/index.ts'
import type { TrainEvent } from '../engine.ts'

const EVENTS = 'events.jsonl'

/** The open log of a run. */
export interface EventLog {
  emit(event: TrainEvent): void
  /** Whether an evaluation of this step is in the log. */
  hasEvaluation(step: number): boolean
  /** Returns when the lines so far would survive a power cut. */
  sync(): void
  close(): void
}

/** Opens the log of a run that goes on: events that it will write again, and a line that was cut off, are dropped. */
export function openEvents(output: string, keeps: (event: TrainEvent) => boolean): EventLog {
  const file = join(output, EVENTS)
  const evaluated = new Set<number>()
  const note = ({ type, step }: TrainEvent) => void (type === 'evaluation' && evaluated.add(step))
  const kept = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(line => {
          try {
            const event = JSON.parse(line) as TrainEvent
            if (!keeps(event)) return false
            note(event)
            return true
          } catch {
            return false
          }
        })
    : []
  writeFileAtomically(file, kept.map(line => `${line}\n`).join(''))
  const writer = lineWriter(file, { append: true, buffered: false })
  return {
    emit(event) {
      note(event)
      writer.write(JSON.stringify(event))
    },
    hasEvaluation: step => evaluated.has(step),
    sync: () => writer.sync(),
    close: () => writer.close(),
  }
}

function stepsOf(output: string) {
  return readFileSync(join(output, EVENTS), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as TrainEvent)
    .filter(event => event.type === 'step')
}

/** The loss of the last step on record; NaN when there is none. */
export function lastStepLoss(output: string): number {
  return stepsOf(output).at(-1)?.loss ?? Number.NaN
}

/** Steps of GRPO in which the rewards of every group were equal; 0 for another method. */
export function stepsWithoutSignal(output: string): number {
  return stepsOf(output).filter(({ zeroVariance }) => zeroVariance === 1).length
}
