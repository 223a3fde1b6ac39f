/** @file What the console reads from the events alone is what the store's own reading says, on both engines. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readStanding } from '../../src/review/console/standing.ts'
import { openServer } from '../../src/review/store/database.ts'
import {
  openSlot,
  openStore,
  proposeLock,
  readMembers,
  readOwnSlots,
  readProgress,
  removeMember,
  reportUnblinding,
  type Store,
} from '../../src/review/store/index.ts'
import { confirmLock } from '../../src/review/store/key-holders.ts'
import { ENGINES, requireEngine } from './engines.ts'
import { designer, judgeSlots, keyHolder, monitor, rater, setUpReview } from './small-review.ts'

describe.each(ENGINES)('on $name', engine => {
  requireEngine(engine)

  async function insistSame(store: Store, place: Parameters<typeof readStanding>[0]): Promise<void> {
    const [standing, progress] = [await readStanding(place), await readProgress(store, designer)]
    expect(standing?.state).toBe(progress.state)
    expect(standing?.head.sequence).toBe(progress.events)
    expect(standing?.proposal ?? null).toEqual(
      progress.proposal === null ? null : { ...progress.proposal, at: expect.any(String) },
    )
    const raters = standing?.people.filter(({ role }) => role === 'reviewer')
    expect(
      raters?.map(({ personId: raterId, active, slots, done, withdrawn }) => ({
        raterId,
        active,
        slots,
        done,
        withdrawn,
      })),
    ).toEqual(
      progress.raters.map(({ raterId, active, slots, done, withdrawn }) => ({
        raterId,
        active,
        slots,
        done,
        withdrawn,
      })),
    )
    const members = await readMembers(store, designer)
    expect(standing?.people.map(({ personId, role, centre, active }) => ({ personId, role, centre, active }))).toEqual(
      members.map(({ personId, role, centre, active }) => ({ personId, role, centre, active })),
    )
  }

  test('at every stage, while the review is open in another hand', async () => {
    const place = await engine.place()
    expect(await readStanding(place)).toBeNull()
    if ('connectionString' in place) {
      const { db, close } = await openServer(place.connectionString)
      expect((await db.introspection.getTables()).map(({ name }) => name)).toEqual([])
      await close()
    }
    const store = await openStore(place)
    await setUpReview(store)
    await insistSame(store, place)
    await judgeSlots(store, rater(0), 3)
    const [slot] = (await readOwnSlots(store, rater(1))).slice(0, 1)
    await openSlot(store, rater(1), { slotId: slot.slotId, tab: 'a' })
    await reportUnblinding(store, rater(1), { what: 'knows the case', slotId: slot.slotId, note: '' })
    await reportUnblinding(store, rater(0), { what: 'was told', slotId: null, note: 'by a colleague' })
    await removeMember(store, designer, { personId: rater(1).id, reason: 'moved away' })
    await insistSame(store, place)
    expect(await readStanding(place)).toMatchObject({
      // Who knows a case was told no arm.
      incidents: 1,
      done: 3,
      slots: 16,
      simulated: true,
      lockedAt: null,
    })
    await proposeLock(store, monitor)
    await insistSame(store, place)
    const { time } = await confirmLock(store, keyHolder)
    await insistSame(store, place)
    expect(await readStanding(place)).toMatchObject({ state: 'locked', lockedAt: time, proposal: null })
    if ('folder' in place) {
      // As a writer leaves it in the middle of a line.
      appendFileSync(join(place.folder, 'journal.jsonl'), '{"batch":999,"ev')
      expect(await readStanding(place)).toMatchObject({ state: 'locked' })
    }
    await store.close()
  })
})
