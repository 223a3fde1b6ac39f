import { expect, test } from 'vitest'
import { rewardsConfig } from './rewards-config.ts'

test('rewardsConfig({}) is format 0.2 and agreement 1, and nothing else', () => {
  expect(rewardsConfig.parse({})).toEqual({
    format: { weight: 0.2 },
    agreement: { weight: 1, tolerance: 0.1 },
    checks: { weight: 0 },
    length: { weight: 0, target: 128 },
  })
})

test('rewardsConfig(own with a file) has weight 1', () => {
  expect(rewardsConfig.parse({ own: { file: 'reward.ts' } }).own).toEqual({ file: 'reward.ts', weight: 1 })
})

test.each([
  [{ format: { weight: 0 }, agreement: { weight: 0 } }],
  [{ format: { weight: 0 }, agreement: { weight: 0 }, own: { file: 'reward.ts', weight: 0 } }],
])('rewardsConfig(%j) is refused: all weights are 0', input => {
  expect(rewardsConfig.safeParse(input).error?.issues[0].message).toMatch(/at least one reward with a weight above 0/)
})

test.each([
  [{ format: { weight: -1 } }],
  [{ agreement: { weight: Number.POSITIVE_INFINITY } }],
  [{ agreement: { layers: { protocol: -0.1 } } }],
  [{ agreement: { tolerance: Number.NaN } }],
  [{ length: { target: 0 } }],
  [{ own: { weight: 1 } }],
  [{ own: { file: '' } }],
  [{ ownn: { file: 'reward.ts' } }],
])('rewardsConfig(%j) is refused', input => {
  expect(rewardsConfig.safeParse(input).success).toBe(false)
})
