/** @file Which checks of the specialty find fault with whose plans, the recorded ones included. */
import type { PromptRow } from '../prompts/index.ts'
import type { Specialty } from '../specialty/index.ts'
import type { ArmText } from './arm-text.ts'

/** One check on the plans of one arm. */
export interface FiredCheck {
  readonly arm: string
  readonly check: string
  readonly severity: 'error' | 'warning'
  /** What is wrong when it fires. */
  readonly says: string
  /** False: not verified by a clinician. */
  readonly verified: boolean
  /** Cases in which it fires, of those with a readable plan. */
  readonly fired: number
  readonly plans: number
}

/** Every check that fires for any arm, for all arms; a specialty without checks has none. */
export function firedChecks(
  { planChecks = [] }: Specialty,
  rows: readonly PromptRow[],
  texts: readonly ArmText[],
): readonly FiredCheck[] {
  const fieldsOf = new Map(rows.map(({ record_id, fields }) => [record_id, fields]))
  const arms = [...new Set(texts.map(({ arm }) => arm))]
  const cases = texts.flatMap(({ arm, caseId, plan, text }) => {
    const fields = fieldsOf.get(caseId)
    return fields && plan ? [{ arm, fields, plan, reasoning: text }] : []
  })
  return planChecks.flatMap(({ id, severity, says, verified, ...check }) => {
    const counts = arms.map(arm => {
      const own = cases.filter(one => one.arm === arm)
      return { arm, plans: own.length, fired: own.filter(one => check.fires(one)).length }
    })
    if (counts.every(({ fired }) => fired === 0)) return []
    return counts.map(count => ({ ...count, check: id, severity, says, verified }))
  })
}
