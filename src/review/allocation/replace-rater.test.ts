/** @file A rater who drops out, and cases and raters that are added later. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomStream } from '../../support/index.ts'
import { allocate } from './allocate.ts'
import { allocationBalance } from './allocation-balance.ts'
import { armBalance } from './arm-balance.ts'
import { request, reviewCase } from './fixtures/requests.ts'
import { replaceRater } from './replace-rater.ts'
import { slotsOf, type Visit, visitsByRater } from './slot.ts'

const asked = request()
const made = allocate(asked)
const withNew = { ...asked, raters: [...asked.raters, { id: 'new', centre: 'centre-0' }] }

test('a replacement takes over exactly the slots that are not done, under their ids and in their order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.boolean(), (count, scattered) => {
      const before = slotsOf(made.allocation, 'rater-3')
      const order = scattered ? randomStream(count, 'done').shuffle(before) : before
      const done = new Set(order.slice(0, count).map(({ id }) => id))
      const change = { dropped: 'rater-3', replacement: 'new', done }
      const { allocation, key } = replaceRater(withNew, made.allocation, change)
      expect(slotsOf(allocation, 'rater-3').map(({ id }) => id)).toEqual(
        before.filter(({ id }) => done.has(id)).map(({ id }) => id),
      )
      const extra = new Set(key.slots.map(({ slotId }) => slotId))
      const taken = slotsOf(allocation, 'new').filter(({ id }) => !extra.has(id))
      expect(taken.map(({ id }) => id)).toEqual(before.filter(({ id }) => !done.has(id)).map(({ id }) => id))
      // Two training cases, taken over or new, before anything else.
      const phases =
        visitsByRater(allocation)
          .get('new')
          ?.map(({ phase }) => phase) ?? []
      expect(phases.filter(phase => phase === 'training')).toHaveLength(2)
      expect(phases.slice(0, 2)).toEqual(['training', 'training'])
      const others = ({ raterId }: { raterId: string }) => raterId !== 'rater-3' && raterId !== 'new'
      expect(allocation.slots.filter(others)).toEqual(made.allocation.slots.filter(others))
      expect(new Set(allocation.slots.map(({ id }) => id)).size).toBe(allocation.slots.length)
      const { ratersOfCase } = allocationBalance(allocation, withNew)
      // A repeat whose first sight was done by the other is a sight more of its case.
      const sights = visitsByRater(made.allocation).get('rater-3') ?? []
      const isDone = ({ slots }: Visit) => slots.every(({ id }) => done.has(id))
      const extraSight = new Set(
        sights
          .filter(visit => !isDone(visit))
          .filter(({ caseId, visitId }) => sights.some(v => v.caseId === caseId && v.visitId !== visitId && isDone(v)))
          .map(({ caseId }) => caseId),
      )
      for (const [caseId, raters] of Object.entries(ratersOfCase)) {
        if (scattered) expect([3, 4]).toContain(raters)
        else expect([caseId, raters]).toEqual([caseId, extraSight.has(caseId) ? 4 : 3])
      }
    }),
    { numRuns: 60, seed: 20261128 },
  )
})

test('replaceRater refuses who knows a couple, who had a case, who is nobody, and when nothing is left', () => {
  const [first] = slotsOf(made.allocation, 'rater-3').filter(({ phase }) => phase === 'main')
  const cases = asked.cases.map(one => (one.id === first.caseId ? { ...one, knownBy: ['new'] } : one))
  const change = { dropped: 'rater-3', replacement: 'new', done: new Set<string>() }
  expect(() => replaceRater({ ...withNew, cases }, made.allocation, change)).toThrow(
    `expected a rater who neither knows nor had the 32 cases left, got 1 (${first.caseId}); choose another rater`,
  )
  expect(() => replaceRater(withNew, made.allocation, { ...change, replacement: 'rater-4' })).toThrow('neither knows')
  expect(() => replaceRater(withNew, made.allocation, { ...change, replacement: 'ghost' })).toThrow('"ghost"')
  expect(() => replaceRater(withNew, made.allocation, { ...change, replacement: 'rater-3' })).toThrow('another rater')
  const done = new Set(slotsOf(made.allocation, 'rater-3').map(({ id }) => id))
  expect(() => replaceRater(withNew, made.allocation, { ...change, done })).toThrow('that are not done, got none')
})

test('cases and raters that are added keep what was allocated, and are balanced themselves', () => {
  const more = request({
    cases: [...asked.cases, ...Array.from({ length: 24 }, (_, i) => reviewCase(200 + i))],
    raters: [...asked.raters, { id: 'new-1', centre: 'centre-0' }, { id: 'new-2', centre: 'centre-1' }],
  })
  const added = allocate(more, made.allocation)
  const kept = new Set(made.allocation.slots.map(({ id }) => id))
  expect(added.allocation.slots.filter(({ id }) => kept.has(id))).toEqual(made.allocation.slots)
  expect(added.key.slots.some(({ slotId }) => kept.has(slotId))).toBe(false)
  expect(added.key.slots).toHaveLength(added.allocation.slots.length - made.allocation.slots.length)
  const { ratersOfCase, loads, margins } = allocationBalance(added.allocation, more)
  expect(Object.values(ratersOfCase).every(raters => raters === 3)).toBe(true)
  // 72 readings: the two who come late, from 0, and one from centre-2 for each case, which has nobody new.
  expect(loads.filter(({ raterId }) => raterId.startsWith('new')).map(load => load.cases)).toEqual([24, 24])
  expect(margins.find(({ name }) => name === 'raters of a case')?.largestImbalance).toBe(0)
  const whole = { slots: [...made.key.slots, ...added.key.slots] }
  for (const { name, largestImbalance } of armBalance(added.allocation, whole, more)) {
    if (name.startsWith('sides')) expect([name, largestImbalance <= 2]).toEqual([name, true])
  }
  expect(allocate(more, made.allocation)).toEqual(added)
})

test('in a crossed design a new rater gets every case, and nobody else anything', () => {
  const crossed = request({ design: { kind: 'crossed' }, cases: asked.cases.slice(0, 20) })
  const first = allocate(crossed)
  const more = { ...crossed, raters: [...crossed.raters, { id: 'new', centre: null }] }
  const { allocation } = allocate(more, first.allocation)
  expect(allocation.slots.filter(({ raterId }) => raterId !== 'new')).toEqual(first.allocation.slots)
  expect(new Set(slotsOf(allocation, 'new').map(({ caseId }) => caseId)).size).toBe(22)
})

test('a reading by a rater who turns out to know the case is made good by another', () => {
  const [slot] = slotsOf(made.allocation, 'rater-5').filter(({ phase }) => phase === 'main')
  const cases = asked.cases.map(one => (one.id === slot.caseId ? { ...one, knownBy: ['rater-5'] } : one))
  const { key, allocation } = allocate({ ...asked, cases }, made.allocation)
  expect(new Set(key.texts.map(({ caseId }) => caseId))).toEqual(new Set([slot.caseId]))
  const by = allocation.slots.filter(({ id }) => key.slots.some(({ slotId }) => slotId === id))
  expect(new Set(by.map(({ raterId }) => raterId)).size).toBe(1)
  expect(by[0].raterId).not.toBe('rater-5')
})
