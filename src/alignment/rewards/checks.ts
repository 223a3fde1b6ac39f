/** @file The reward of the plan checks: whether a program finds something wrong with the plan in its case. */
import type { FieldValue, Plan, PlanCheck } from '../../specialty/index.ts'

const WITH_WARNINGS = 0.5

/**
 * 1 when no check of the specialty fires, 0.5 when only warnings do, 0 when an error does or there is no readable plan
 * (`plan` null). Without checks a readable plan is 1.
 */
export function checksReward(
  checks: readonly PlanCheck[],
  fields: Readonly<Record<string, FieldValue>>,
  plan: Plan | null,
  reasoning: string | null,
): number {
  if (plan === null) return 0
  const fired = checks.filter(check => check.fires({ fields, plan, reasoning }))
  if (fired.some(({ severity }) => severity === 'error')) return 0
  return fired.length > 0 ? WITH_WARNINGS : 1
}
