/** @file What an arm answered on a case, and what was recorded with the decision. */
import type { PromptRow } from '../prompts/index.ts'
import { PHYSICIAN } from '../review/index.ts'
import type { Plan } from '../specialty/index.ts'

/** One answer. It stays in memory: no text of it is in any result. */
export interface ArmText {
  readonly arm: string
  readonly caseId: string
  /** Null when no plan could be read. */
  readonly plan: Plan | null
  readonly text: string
}

/** The recorded decisions with their texts, as answers of the arm `physician`. */
export function recordedTexts(rows: readonly PromptRow[]): readonly ArmText[] {
  return rows.map(({ record_id: caseId, reference_plan: plan, completion }) => ({
    arm: PHYSICIAN,
    caseId,
    plan,
    text: completion.map(({ content }) => content).join('\n'),
  }))
}
