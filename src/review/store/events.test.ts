/** @file The chain: whatever is changed, left out or moved in it is noticed at its place. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultOfEvent, GENESIS, type Head, type ReviewEvent, sealEvent } from './events.ts'

const who = { id: 'ann', role: 'reviewer' } as const

function chainOf(tabs: readonly string[]): ReviewEvent[] {
  let head: Head = GENESIS
  return tabs.map((tab, i) => {
    const time = `2026-11-28T09:00:0${i % 10}.000Z`
    const event = sealEvent(head, time, who, { kind: 'slot.opened', payload: { slotId: `s${i}`, tab } })
    head = event
    return event
  })
}

const firstFault = (events: readonly ReviewEvent[]) => {
  let head: Head = GENESIS
  for (const [i, event] of events.entries()) {
    if (faultOfEvent(head, event) !== null) return i
    head = event
  }
  return null
}

// Any text at all, halves of characters too: all of it goes through JSON.
const tabs = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 8 })

test('a chain is sound, also after JSON', () => {
  fc.assert(
    fc.property(tabs, texts => {
      const events = chainOf(texts)
      expect(firstFault(events)).toBeNull()
      expect(firstFault(JSON.parse(JSON.stringify(events)) as ReviewEvent[])).toBeNull()
    }),
    { seed: 1 },
  )
})

test('a change of any part of an event is noticed at that event', () => {
  const parts = ['time', 'actor', 'role', 'kind', 'payload', 'previous', 'hash', 'sequence'] as const
  fc.assert(
    fc.property(tabs, fc.nat(), fc.constantFrom(...parts), (texts, place, part) => {
      const events = chainOf(texts)
      const i = place % events.length
      const changed = {
        ...events[i],
        [part]: part === 'sequence' ? 99 : part === 'payload' ? {} : 'other',
      } as ReviewEvent
      expect(firstFault(events.with(i, changed))).toBe(i)
    }),
    { seed: 2 },
  )
})

test('an event that is left out, doubled or moved is noticed', () => {
  fc.assert(
    fc.property(tabs, fc.nat(), (texts, place) => {
      const events = chainOf(texts)
      const i = place % (events.length - 1)
      expect(firstFault(events.toSpliced(i, 1))).toBe(i)
      expect(firstFault(events.toSpliced(i, 0, events[i]))).toBe(i + 1)
      expect(firstFault(events.with(i, events[i + 1]).with(i + 1, events[i]))).toBe(i)
    }),
    { seed: 3 },
  )
})
