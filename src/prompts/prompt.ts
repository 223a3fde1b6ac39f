/** @file A case as the model meets it: the artifact of the prompts stage, in the one form that TRL takes unchanged. */
import type { Message } from '../engines/index.ts'
import type { Stratum } from '../records/index.ts'
import type { FieldValue, Plan } from '../specialty/index.ts'

export type { Stratum }

/** A line of `prompts/{train,validation,test}.jsonl` (snake case: Python trainers read these columns). */
export interface PromptRow {
  readonly prompt: readonly Message[]
  readonly completion: readonly Message[]
  readonly record_id: string
  readonly couple_id: string
  /** How common the case's combination is among the training records. */
  readonly stratum: Stratum
  /** Of a test case: what it stands for in the cohort when the test set over-samples; 1 everywhere else. */
  readonly weight: number
  /** Names of the specialty's rare situations that hold. */
  readonly rare_situations: readonly string[]
  /** What the prompt was rendered from: every field of the specialty and nothing else; null = not recorded. */
  readonly fields: Readonly<Record<string, FieldValue>>
  /** The recorded decision that the completion states. */
  readonly reference_plan: Plan
  readonly synthetic: boolean
}
