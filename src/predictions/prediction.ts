/** @file What one arm says about one case. */
import type { Plan } from '../specialty/index.ts'

/** A line of `predictions/<arm>/predictions.jsonl`. */
export interface Prediction {
  readonly recordId: string
  readonly arm: string
  readonly text: string
  /** Null when the text holds no readable plan; it then counts as wrong on every layer. */
  readonly plan: Plan | null
  /** What is wrong with the plan block, in words; empty when `plan` is not null. */
  readonly parseErrors: readonly string[]
  readonly promptTokens: number
  readonly completionTokens: number
  readonly finish: 'end' | 'length'
  /** Record ids of the exemplars that stood in the prompt, in their order; empty for an arm without exemplars. */
  readonly exemplars: readonly string[]
  /** Exemplars left out of the context because the prompt would not have fitted. */
  readonly droppedExemplars: number
}
