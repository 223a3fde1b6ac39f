/** @file `held-out.jsonl`: what each held-out case came to at the start and at the end of a run. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileAtomically } from '../../support/index.ts'
import type { HeldOutChange, TrainSummary } from '../engine.ts'
import type { Evaluation } from './training-method.ts'

/** Kept while training is under way. */
const START = join('training', 'held-out-start.json')
const CHANGES = 'held-out.jsonl'

/** Keeps what the cases came to before the first step; nothing for a method without a figure per case. */
export function writeHeldOutStart(output: string, evaluation: Evaluation | null): void {
  if (!evaluation?.perCase) return
  writeFileAtomically(join(output, START), JSON.stringify(Object.fromEntries(evaluation.perCase)))
}

/** Writes a line per case, and returns the means; null for a method without a figure per case. */
export function writeHeldOut(output: string, evaluation: Evaluation | null): TrainSummary['heldOut'] {
  const file = join(output, START)
  if (!evaluation?.perCase || !existsSync(file)) return null
  const before = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
  const changes = [...evaluation.perCase]
    .filter(([id]) => id in before)
    .map(([id, end]): HeldOutChange => ({ id, start: before[id], end }))
  if (changes.length === 0) return null
  writeFileAtomically(join(output, CHANGES), changes.map(change => `${JSON.stringify(change)}\n`).join(''))
  const mean = (value: (change: HeldOutChange) => number) =>
    changes.reduce((sum, change) => sum + value(change), 0) / changes.length
  return { cases: changes.length, start: mean(({ start }) => start), end: mean(({ end }) => end) }
}
