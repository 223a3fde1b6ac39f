/** @file What one arm says about one case. */
import type { Answer } from '../engines/endpoint/index.ts'
import type { Completion } from '../engines/index.ts'
import { parseCompletion } from '../prompts/index.ts'
import type { Plan, Specialty } from '../specialty/index.ts'
import type { FittedPrompt } from './exemplar-fit.ts'

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
  /** Why a server gave no answer; the case then has an empty text and counts as wrong, not as missing. */
  readonly notAnswered?: string
  /** Of an answer by a server: how it was drawn, and what the server says of itself. */
  readonly served?: Pick<Answer, 'drawing' | 'servedBy'>
}

/** Reads a completion back into a plan. */
export function toPrediction(
  specialty: Specialty,
  arm: string,
  completion: Completion,
  { exemplars, droppedExemplars }: FittedPrompt,
): Prediction {
  const { id, text, promptTokens, completionTokens, finish } = completion
  const parsed = parseCompletion(specialty, text)
  const readable = 'plan' in parsed
  return {
    recordId: id,
    arm,
    text,
    plan: readable ? parsed.plan : null,
    parseErrors: readable ? [] : parsed.errors,
    promptTokens,
    completionTokens,
    finish,
    exemplars,
    droppedExemplars,
  }
}
