/** @file Visits that show two arms, by counting, and in allocations. */
import { expect, test } from 'vitest'
import { allocate } from '../allocation/allocate.ts'
import { request as allocationRequest, reviewCase } from '../allocation/fixtures/requests.ts'
import { firstVisits } from '../allocation/slot.ts'
import { servedConfig } from './served-config.ts'
import { visitShares } from './visit-shares.ts'

const compare = ['icl', 'sft', 'dpo', 'grpo', 'physician']
const review = (tasks: object, arms = compare) => servedConfig.parse({ compare: arms, cases: 10, tasks })

test('visitShares: by default one of ten pairs a visit', () => {
  const { compared, rated } = visitShares(review({}), 'sft', 'grpo')
  expect(compared).toBeCloseTo(0.1, 12)
  expect(rated).toBeCloseTo(0.1, 12)
})

test('visitShares: every pair at every visit shows all', () => {
  expect(visitShares(review({ pairs: { perCase: 'all' } }), 'sft', 'grpo')).toEqual({ compared: 1, rated: 1 })
  expect(visitShares(review({}, ['sft', 'grpo']), 'grpo', 'sft')).toEqual({ compared: 1, rated: 1 })
})

test('visitShares: two of three pairs always show all three arms', () => {
  const three = review({ pairs: { perCase: 2 } }, ['sft', 'grpo', 'physician'])
  const { compared, rated } = visitShares(three, 'sft', 'grpo')
  expect(compared).toBeCloseTo(2 / 3, 12)
  expect(rated).toBeCloseTo(1, 12)
})

test('visitShares: only pairs of a list are compared, and only shown arms rated', () => {
  const listed = review({ pairs: { of: [['sft', 'grpo']] }, ratings: 'all' })
  expect(visitShares(listed, 'sft', 'physician')).toEqual({ compared: 0, rated: 1 })
  expect(visitShares(listed, 'sft', 'base')).toEqual({ compared: 0, rated: 0 })
  expect(visitShares(review({ pairs: 'none', ratings: 'all' }), 'sft', 'grpo')).toEqual({ compared: 0, rated: 1 })
  const some = visitShares(review({ pairs: 'none', ratings: { perCase: 2 } }), 'sft', 'grpo')
  expect(some.rated).toBeCloseTo(0.1, 12)
})

test.each([
  [4, { ratings: { perCase: 2 }, pairs: 'none' }],
  [5, { ratings: { perCase: 2 }, pairs: 'none' }],
  [5, { ratings: { perCase: 3 }, pairs: 'none' }],
  [4, { ratings: 'compared', pairs: { perCase: 1 } }],
  [4, { ratings: 'compared', pairs: { perCase: 2 } }],
  [3, { ratings: 'compared', pairs: { perCase: 2 } }],
  [3, { ratings: 'compared', pairs: { of: [['b', 'a']], perCase: 'all' } }],
])('visitShares are those of an allocation under any secret: %i arms, %j', (size, tasks) => {
  const arms = ['a', 'b', 'c', 'd', 'e'].slice(0, size)
  const config = review(tasks, arms)
  const { ratings, pairs } = config.tasks
  for (const secret of ['a secret of some length', 'another secret, longer']) {
    const { allocation, key } = allocate(
      allocationRequest({
        cases: Array.from({ length: 60 }, (_, i) => reviewCase(i)),
        arms,
        raters: ['R01', 'R02', 'R03', 'R04'].map(id => ({ id, centre: null })),
        design: { kind: 'blocks', ratersPerCase: 3 },
        tasks: {
          ratings: ratings === 'compared' ? { of: ratings } : (ratings as { perCase: number }),
          pairs: pairs === 'none' ? null : { of: pairs.of, ...(pairs.perCase !== 'all' && { perCase: pairs.perCase }) },
        },
        repeats: { share: 0, distance: 5 },
        secret,
      }),
    )
    const keyOf = new Map(key.slots.map(own => [own.slotId, own]))
    const visits = firstVisits(allocation)
    for (const [i, first] of arms.entries()) {
      for (const second of arms.slice(i + 1)) {
        const said = visitShares(config, first, second)
        const shares = { compared: 0, rated: 0 }
        for (const { slots } of visits) {
          const own = slots.map(({ id }) => keyOf.get(id)!)
          const alone = own.flatMap(one => (one.kind === 'rating' ? [one.arm] : []))
          const beside = own.some(
            one => one.kind === 'pair' && [one.left, one.right].sort().join() === [first, second].join(),
          )
          if (beside) shares.compared += 1 / visits.length
          if (alone.includes(first) && alone.includes(second)) shares.rated += 1 / visits.length
        }
        // What does not divide evenly: one visit in each set of arms.
        expect(Math.abs(shares.compared - said.compared)).toBeLessThan(0.02)
        expect(Math.abs(shares.rated - said.rated)).toBeLessThan(0.02)
      }
    }
  }
})
