/** @file What a job does, shown as the embedded engine shows it: a task at a time, with the loss or the reward beside it. */
import { join } from 'node:path'
import { growingLines, type Progress, type ProgressTask } from '../../support/index.ts'
import type { TrainEvent, TrainRequest } from '../engine.ts'
import type { ProgressLine } from './run-file.ts'

const TITLES = {
  lm: 'language modelling',
  sft: 'supervised fine-tuning',
  dpo: 'preference optimisation',
  grpo: 'group relative policy optimisation',
} as const

/** What the worker calls the steps themselves. */
const TRAINING = 'training'

/** The note beside a step. */
function noteOf(event: Extract<TrainEvent, { readonly type: 'step' }>): string {
  if (event.reward !== undefined) {
    const tokens = event.completionTokens ? `, ${Math.round(event.completionTokens.mean)} tokens` : ''
    return `reward ${event.reward.mean?.toFixed(3) ?? 'none'}${tokens}`
  }
  const margin = event.margin === undefined ? '' : `, margin ${event.margin.toFixed(2)}`
  // A loss that is no number is null in JSON.
  return `loss ${event.loss?.toFixed(3) ?? 'not a number'}${margin}`
}

/** Shows what a job does, from its files, whenever `look` is called. */
export interface JobDisplay {
  look(): void
  /** Ends the task under way, with a closing note. */
  close(note?: string): void
}

/**
 * Shows the lines of `progress.jsonl` in a job's folder as tasks. `hidden`: what is not shown, because the caller does; `noted` is
 * told what such a line says of the unit under way, and nothing when it is done. Of
 * a training run also what `events.jsonl` says of its steps.
 */
export function jobDisplay(
  folder: string,
  progress: Progress,
  {
    training,
    hidden = [],
    noted,
  }: { readonly training?: TrainRequest; readonly hidden?: readonly string[]; noted?(note: string): void } = {},
): JobDisplay {
  const lines = growingLines<ProgressLine>(join(folder, 'progress.jsonl'))
  const events = training ? growingLines<TrainEvent>(join(training.output, 'events.jsonl')) : null
  let doing: string | null = null
  let task: ProgressTask | null = null
  let lastStep = ''
  const noteNow = () => (doing === TRAINING ? lastStep : '')
  const close = (closing?: string) => {
    task?.finish(closing)
    task = null
  }
  return {
    look() {
      for (const event of events?.next() ?? []) if (event.type === 'step') lastStep = noteOf(event)
      for (const line of lines.next()) {
        if (hidden.includes(line.doing)) noted?.(line.note ?? '')
        if (line.doing !== doing) {
          close(noteNow())
          doing = line.doing
          if (hidden.includes(doing)) continue
          const title = training && doing === TRAINING ? TITLES[training.method] : doing
          task = progress.begin(title, line.of, line.done)
        }
        task?.update(line.done, noteNow())
      }
    },
    close,
  }
}
