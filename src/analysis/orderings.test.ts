/** @file The orders of the arms by agreement and by preference. */
import { expect, test } from 'vitest'
import { type OrderingCase, orderingsOf, placesOf } from './orderings.ts'

const settings = { seed: 5, resamples: 1000 }
const cases = (count: number, agreement: readonly number[], preference: readonly number[]): OrderingCase[] =>
  Array.from({ length: count }, (_, i) => ({
    cluster: `c${i}`,
    // A case agrees with an arm in its share of the cases, spread differently for each arm.
    agreement: agreement.map((share, arm) => ((i * 37 + arm * 11) % count < share * count ? 1 : 0)),
    preference: preference.map((share, arm) => ((i * 53 + arm * 17) % count < share * count ? 1 : -1)),
  }))

test('placesOf puts the highest first and shares the place of equals', () => {
  expect(placesOf([0.2, 0.5, 0.2])).toEqual([2.5, 1, 2.5])
  expect(placesOf([])).toEqual([])
})

test('a reversed order has tau -1 and a reversal that is sure where the arms lie far apart', () => {
  const found = orderingsOf(cases(200, [0.2, 0.5, 0.8], [0.8, 0.5, 0.2]), ['sft', 'dpo', 'grpo'], settings, ['far'])
  if ('notEstimable' in found) throw new Error(found.notEstimable)
  expect(found.arms.map(({ agreementPlace, preferencePlace }) => [agreementPlace, preferencePlace])).toEqual([
    [3, 1],
    [2, 2],
    [1, 3],
  ])
  expect(found.kendallTauB).toMatchObject({ statistic: -1 })
  expect(found.reversal).toEqual({ share: 1, resamples: 1000 })
})

test('the same order is not reversed; equal arms share the first place by chance', () => {
  const same = orderingsOf(cases(200, [0.8, 0.2], [0.8, 0.2]), ['sft', 'grpo'], settings, ['same'])
  expect(same).toMatchObject({ reversal: { share: 0 } })
  const equal = Array.from({ length: 50 }, (_, i) => ({ cluster: `c${i}`, agreement: [1, 1], preference: [0, 0] }))
  expect(orderingsOf(equal, ['sft', 'grpo'], settings, ['equal'])).toMatchObject({ reversal: { share: 0.5 } })
})

test('an arm without votes, or one arm, has no order', () => {
  const lacking = [{ cluster: 'c', agreement: [1, 0], preference: [1, null] }]
  expect(orderingsOf(lacking, ['sft', 'grpo'], settings, ['x'])).toHaveProperty('notEstimable')
  expect(orderingsOf(cases(10, [1], [1]), ['sft'], settings, ['x'])).toHaveProperty('notEstimable')
  expect(orderingsOf([], ['sft', 'grpo'], settings, ['x'])).toHaveProperty('notEstimable')
})

test('the order of the cases decides nothing', () => {
  const all = cases(60, [0.4, 0.6], [0.7, 0.3])
  const one = orderingsOf(all, ['sft', 'grpo'], settings, ['y'])
  const turned = orderingsOf([...all].reverse(), ['sft', 'grpo'], settings, ['y'])
  expect(turned).toEqual(one)
})
