/** @file What is left of a list passes over whole, behind what the other rater has, and never a case that she had or knows. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InputError } from '../../support/index.ts'
import { handOver, type StandingSlot } from './hand-over.ts'

const slot = (slotId: string, change: Partial<StandingSlot> = {}): StandingSlot => ({
  slotId,
  raterId: 'R01',
  caseId: 'c1',
  order: 1,
  visit: 1,
  training: false,
  status: 'waiting',
  ...change,
})
const none = new Set<string>()

test('a visit that is half done is continued, with new numbers behind the list of the other', () => {
  const slots = [
    slot('a', { status: 'done' }),
    slot('b', { order: 2, status: 'open' }),
    slot('c', { order: 3, visit: 2, caseId: 'c2' }),
    slot('d', { order: 4, visit: 2, caseId: 'c2', status: 'withdrawn' }),
    slot('e', { order: 5, visit: 3, caseId: 'c3' }),
    slot('x', { raterId: 'R02', caseId: 'c9', order: 7, visit: 4, status: 'done' }),
  ]
  expect(handOver(slots, { from: 'R01', to: 'R02', closed: none })).toEqual([
    { slotId: 'b', from: 'R01', to: 'R02', order: 8, visit: 5 },
    { slotId: 'c', from: 'R01', to: 'R02', order: 9, visit: 6 },
    { slotId: 'e', from: 'R01', to: 'R02', order: 10, visit: 7 },
  ])
})

test('training passes over only to somebody who had none', () => {
  const slots = [slot('a', { training: true, caseId: 't1' }), slot('b', { order: 2, visit: 2 })]
  const trained = slot('x', { raterId: 'R02', training: true, caseId: 't2', status: 'done' })
  const movedBy = (all: readonly StandingSlot[]) =>
    handOver(all, { from: 'R01', to: 'R02', closed: none }).map(({ slotId }) => slotId)
  expect(movedBy(slots)).toEqual(['a', 'b'])
  expect(movedBy([...slots, trained])).toEqual(['b'])
})

test('nobody takes over cases without training of her own, or the whole of it', () => {
  const slots = [
    slot('a', { training: true, caseId: 't1', status: 'done' }),
    slot('b', { training: true, caseId: 't2', order: 2, visit: 2 }),
    slot('c', { order: 3, visit: 3 }),
  ]
  const movedBy = (all: readonly StandingSlot[]) =>
    handOver(all, { from: 'R01', to: 'R02', closed: none }).map(({ slotId }) => slotId)
  expect(() => movedBy(slots)).toThrow('review allocate')
  const own = slot('x', { raterId: 'R02', training: true, caseId: 't1' })
  expect(movedBy([...slots, own])).toEqual(['c'])
})

test.each([
  ['the same rater', [slot('a')], 'R01', none, 'expected another rater'],
  ['nothing left', [slot('a', { status: 'done' })], 'R02', none, 'expected slots of "R01" that are not done'],
  ['a case that she had', [slot('a'), slot('x', { raterId: 'R02', status: 'withdrawn' })], 'R02', none, '(c1)'],
  ['a case of her own patients', [slot('a')], 'R02', new Set(['c1']), '(c1)'],
])('%s is refused', (_, slots, to, closed, words) => {
  expect(() => handOver(slots, { from: 'R01', to, closed })).toThrow(InputError)
  expect(() => handOver(slots, { from: 'R01', to, closed })).toThrow(words)
})

test('orders and visits stay different within a list, whatever was done', () => {
  const lists = fc.array(fc.record({ slots: fc.integer({ min: 1, max: 3 }), done: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(
    fc.property(lists, lists, (mine, hers) => {
      const listOf = (raterId: string, visits: typeof mine): StandingSlot[] => {
        let order = 0
        return visits.flatMap((visit, v) =>
          Array.from({ length: visit.slots }, (_, i) =>
            slot(`${raterId}-${v}-${i}`, {
              raterId,
              caseId: `${raterId}-${v}`,
              order: ++order,
              visit: v + 1,
              status: i < visit.done ? 'done' : 'waiting',
            }),
          ),
        )
      }
      const slots = [...listOf('R01', mine), ...listOf('R02', hers)]
      const left = slots.filter(({ raterId, status }) => raterId === 'R01' && status === 'waiting')
      fc.pre(left.length > 0)
      const moves = handOver(slots, { from: 'R01', to: 'R02', closed: none })
      expect(moves.map(({ slotId }) => slotId)).toEqual(left.map(({ slotId }) => slotId))
      const taken = slots.filter(({ raterId }) => raterId === 'R02')
      const orders = [...taken, ...moves].map(({ order }) => order)
      expect(new Set(orders).size).toBe(orders.length)
      const visits = new Set(taken.map(({ visit }) => visit))
      expect(moves.some(({ visit }) => visits.has(visit))).toBe(false)
      const caseOf = new Map(slots.map(({ slotId, caseId }) => [slotId, caseId]))
      const casesOfVisit = new Map<number, Set<string>>()
      for (const { slotId, visit } of moves) {
        casesOfVisit.set(visit, (casesOfVisit.get(visit) ?? new Set()).add(caseOf.get(slotId)!))
      }
      expect([...casesOfVisit.values()].every(({ size }) => size === 1)).toBe(true)
    }),
  )
})
