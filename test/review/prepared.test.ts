/** @file Prepared material in the store of both engines: allocation, its secret, an addition, and what a rater reads. SYNTHETIC. */
import { afterEach, describe, expect, test } from 'vitest'
import { syntheticStudy } from '../../src/review/preparation/fixtures/synthetic-study.ts'
import { allocateReview } from '../../src/review/preparation/key-holders.ts'
import {
  addMember,
  giveProfile,
  openReview,
  openSlot,
  openStore,
  type Place,
  readAllocation,
  readOwnSlot,
  readOwnSlots,
  registerPlan,
  reportUnblinding,
  type Store,
  submitJudgement,
  verifyStore,
} from '../../src/review/store/index.ts'
import { addAllocation, allocationSecret, backUp, restore } from '../../src/review/store/key-holders.ts'
import { anyJudgement } from './any-judgement.ts'
import { ENGINES, newFolder, requireEngine } from './engines.ts'
import { analyst, designer, keyHolder, monitor, rater } from './small-review.ts'

const study = syntheticStudy({ cases: 12, config: { raters: 2 } })
const { config, material } = study
const knownBy = new Map<string, readonly string[]>()
const ratersUpTo = (count: number) => Array.from({ length: count }, (_, i) => ({ id: rater(i).id, centre: null }))

describe.each(ENGINES)('on $name', engine => {
  requireEngine(engine)
  const opened: Store[] = []
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(store => store.close()))
  })
  const open = async (place?: Place) => {
    const store = await openStore(place ?? (await engine.place()))
    opened.push(store)
    return store
  }
  const setUp = async () => {
    const store = await open()
    await registerPlan(store, designer, { plan: { claims: [] }, settings: material.settings })
    for (const { id, role } of [keyHolder, monitor, analyst]) await addMember(store, designer, { personId: id, role })
    for (const i of [0, 1, 2]) {
      await addMember(store, designer, { personId: rater(i).id, role: 'reviewer' })
      await giveProfile(store, rater(i), { answers: { consent: 'yes' } })
    }
    return store
  }
  const allocated = async (store: Store) => {
    const secret = await allocationSecret(store, keyHolder)
    const allocation = allocateReview({ material, config, raters: ratersUpTo(3), knownBy, secret })
    await addAllocation(store, keyHolder, allocation)
    await openReview(store, designer)
    return { allocation, secret }
  }

  test('the secret is kept beside the key, is the same afterwards and after a backup, and is for key holders', async () => {
    const store = await setUp()
    for (const who of [designer, monitor, analyst, rater(0)]) {
      await expect(allocationSecret(store, who)).rejects.toMatchObject({ code: 'role' })
    }
    const { secret } = await allocated(store)
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(await allocationSecret(store, keyHolder)).toBe(secret)
    const events = await store.db.withSchema('review').selectFrom('event').selectAll().execute()
    expect(JSON.stringify(events)).not.toContain(secret)
    const backup = newFolder()
    await backUp(store, backup)
    const again = await restore(
      backup,
      await engine.place().then(place => ('folder' in place ? { folder: newFolder() } : place)),
    )
    opened.push(again)
    expect(await allocationSecret(again, keyHolder)).toBe(secret)
    expect(await verifyStore(store)).toMatchObject({ sound: true })
  })

  test('a rater reads sheets that name no arm, and feedback of training once she has judged', async () => {
    const store = await setUp()
    await allocated(store)
    const [first] = await readOwnSlots(store, rater(0))
    expect(first).toMatchObject({ training: true, task: 'rating', visit: 1 })
    await openSlot(store, rater(0), { slotId: first.slotId, tab: 'a' })
    const shown = await readOwnSlot(store, rater(0), first.slotId)
    expect(shown.feedback).toBeNull()
    expect(Object.keys(JSON.parse(shown.caseText!))).toEqual(['groups'])
    expect(Object.keys(JSON.parse(shown.shown[0].text))).toEqual(['reasoning', 'decisions'])
    expect(JSON.stringify(shown)).not.toMatch(/sft|grpo|physician|faulty|recorded plan/)
    const judgement = anyJudgement(material.settings, shown)
    await submitJudgement(store, rater(0), { slotId: first.slotId, tab: 'a', key: 'k', judgement })
    const after = await readOwnSlot(store, rater(0), first.slotId)
    expect(JSON.parse(after.feedback!)).toMatchObject({
      plans: [{ side: 'only', points: expect.arrayContaining([expect.any(String)]) }],
    })
  })

  test('a case that a rater knows is given to another one by an addition', async () => {
    const store = await setUp()
    const { secret } = await allocated(store)
    const [slot] = (await readAllocation(store, keyHolder)).filter(
      ({ training, raterId }) => !training && raterId === rater(0).id,
    )
    await reportUnblinding(store, rater(0), { what: 'knows the case', slotId: slot.slotId })
    const earlier = await readAllocation(store, keyHolder)
    const addition = allocateReview({ material, config, raters: ratersUpTo(3), knownBy, secret, earlier })
    await addAllocation(store, keyHolder, addition)
    const readers = new Set(
      (await readAllocation(store, keyHolder))
        .filter(({ caseId, status }) => caseId === slot.caseId && status !== 'withdrawn')
        .map(({ raterId }) => raterId),
    )
    expect(readers.size).toBe(2)
    expect(readers.has(rater(0).id)).toBe(false)
    expect(await verifyStore(store)).toMatchObject({ sound: true })
  })
})
