import { expect, test } from 'vitest'
import type { PlanCheck } from '../../specialty/index.ts'
import { checksReward } from './checks.ts'

const check = (id: string, severity: PlanCheck['severity'], fires: PlanCheck['fires']): PlanCheck => ({
  id,
  severity,
  says: id,
  source: 'test',
  verified: false,
  fires,
})
const checks = [
  check('E', 'error', ({ fields, plan }) => fields.azoospermia === true && plan.fertilisation === 'IVF'),
  check('W', 'warning', ({ plan, reasoning }) => plan.dose === 300 && !reasoning?.includes('low reserve')),
]

test('checksReward is 1 without a finding, 0.5 with a warning, 0 with an error or without a plan', () => {
  expect(checksReward(checks, { azoospermia: false }, { fertilisation: 'IVF', dose: 150 }, null)).toBe(1)
  expect(checksReward(checks, { azoospermia: false }, { fertilisation: 'IVF', dose: 300 }, null)).toBe(0.5)
  expect(checksReward(checks, { azoospermia: false }, { dose: 300 }, 'a low reserve')).toBe(1)
  expect(checksReward(checks, { azoospermia: true }, { fertilisation: 'IVF', dose: 300 }, null)).toBe(0)
  expect(checksReward(checks, {}, null, null)).toBe(0)
})

test('checksReward(no checks) is 1 for a readable plan', () => {
  expect(checksReward([], {}, { fertilisation: 'IVF' }, null)).toBe(1)
})
