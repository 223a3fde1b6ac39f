import { expect, test } from 'vitest'
import { afterJudging, type ListedSlot, minutesOf, nextSlot, placeOf, visitOf, visitsOf } from './visits.ts'

const slot = (order: number, visit: number, status: ListedSlot['status'], training = false): ListedSlot => ({
  slotId: `s${order}`,
  order,
  visit,
  task: 'rating',
  training,
  status,
})

const list = [
  slot(1, 1, 'done', true),
  slot(2, 2, 'done'),
  slot(3, 2, 'done'),
  slot(4, 3, 'withdrawn'),
  slot(5, 3, 'withdrawn'),
  slot(6, 4, 'done'),
  slot(7, 4, 'open'),
  slot(8, 5, 'waiting'),
]

test('visitsOf leaves out what was withdrawn, and whole cases with it', () => {
  expect(visitsOf(list).map(({ visit, slots }) => [visit, slots.length])).toEqual([
    [1, 1],
    [2, 2],
    [4, 2],
    [5, 1],
  ])
})

test('nextSlot is the first by order that is not done, whatever the order of the list', () => {
  expect(nextSlot(list.toReversed())?.slotId).toBe('s7')
  expect(nextSlot(list.map(one => ({ ...one, status: 'done' })))).toBeNull()
  expect(nextSlot([])).toBeNull()
})

test('placeOf counts cases of the study apart from training, and as done only those that are done whole', () => {
  // Cases 2, 4 and 5 count; of case 4 one of two slots is open.
  expect(placeOf(list, visitOf(list, 's7'))).toEqual({ number: 2, of: 3, done: 1 })
  expect(placeOf(list, visitOf(list, 's1'))).toEqual({ number: 1, of: 1, done: 1 })
})

test('afterJudging marks the one slot, and the next one follows', () => {
  expect(nextSlot(afterJudging(list, 's7'))?.slotId).toBe('s8')
})

test('visitOf of a withdrawn slot throws', () => {
  expect(() => visitOf(list, 's4')).toThrow()
})

test('minutesOf is one for each slot of a case of the study, without training, and two at least', () => {
  expect(minutesOf(list)).toBe(2)
  expect(minutesOf([1, 2, 3, 4, 5, 6].map(order => slot(order, order > 5 ? 9 : 8, 'waiting')))).toBe(3)
  expect(minutesOf([1, 2, 3, 4, 5, 6].map(order => slot(order, 8, 'waiting')))).toBe(6)
  expect(minutesOf([])).toBe(2)
})
