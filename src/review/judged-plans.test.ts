import { expect, test } from 'vitest'
import { InputError, sha256 } from '../support/index.ts'
import { requireJudgedPlans } from './judged-plans.ts'
import type { PreparedCase, PreparedPlan } from './preparation/material.ts'

const cases = ['a', 'b', 'c'].map(caseId => ({ caseId, sheet: { title: caseId } }) as unknown as PreparedCase)
const plans = cases.flatMap(({ caseId }) =>
  ['sft', 'grpo'].map(arm => ({ caseId, arm, sheet: { reasoning: `${arm} ${caseId}` } }) as unknown as PreparedPlan),
)
const hashOf = (sheet: unknown) => sha256(JSON.stringify(sheet))
const shown = [
  ...cases.map(({ caseId, sheet }) => ({ caseId, arm: null, sha256: hashOf(sheet) })),
  ...plans.map(({ caseId, arm, sheet }) => ({ caseId, arm, sha256: hashOf(sheet) })),
]
const changed = (arm: string, ...of: readonly string[]) =>
  plans.map(plan =>
    plan.arm === arm && of.includes(plan.caseId) ? ({ ...plan, sheet: { reasoning: 'another' } } as never) : plan,
  )

test('requireJudgedPlans(the plans that were judged, or some of them) throws nothing', () => {
  expect(() => requireJudgedPlans(shown, { cases, plans })).not.toThrow()
  expect(() => requireJudgedPlans(shown.slice(2, 5), { cases, plans })).not.toThrow()
})

test('requireJudgedPlans(other plans, other records, cases that are gone) says of whom and in how many cases', () => {
  const refused = (material: Parameters<typeof requireJudgedPlans>[1], said: string) => {
    expect(() => requireJudgedPlans(shown, material)).toThrow(InputError)
    expect(() => requireJudgedPlans(shown, material)).toThrow(said)
  }
  refused({ cases, plans: changed('sft', 'a', 'c') }, 'got another: the plan of sft in 2 cases')
  refused({ cases, plans: changed('grpo', 'b') }, 'got another: the plan of grpo in 1 case')
  refused(
    { cases: [{ ...cases[0], sheet: { title: 'z' } as never }, ...cases.slice(1)], plans },
    'the record in 1 case',
  )
  const without = { cases: cases.slice(1), plans: plans.filter(({ caseId }) => caseId !== 'a') }
  refused(without, 'the record in 1 case, the plan of sft in 1 case, the plan of grpo in 1 case')
})
