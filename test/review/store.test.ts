/** @file The store of a review on both engines: the plan first, own slots only, nothing twice, two people, the chain. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { filesConfig } from '../../src/review/config.ts'
import { readReview } from '../../src/review/read-review.ts'
import type { ServedFacts } from '../../src/review/review-data.ts'
import {
  type Actor,
  addMember,
  amendPlan,
  giveProfile,
  openReview,
  openSlot,
  openStore,
  type Place,
  proposeLock,
  proposeUnblinding,
  readAllocation,
  readCaseSlots,
  readLog,
  readMembers,
  readOwnProfile,
  readOwnSlot,
  readOwnSlots,
  readProgress,
  reassignSlots,
  rebuildStore,
  registerPlan,
  removeMember,
  reportUnblinding,
  type Store,
  submitJudgement,
  verifyStore,
  withdrawProposal,
} from '../../src/review/store/index.ts'
import {
  addAllocation,
  confirmLock,
  confirmUnblinding,
  exportJudgements,
  readJudgements,
  readKey,
  revealInEmergency,
} from '../../src/review/store/key-holders.ts'
import { migrate } from '../../src/review/store/migrate.ts'
import { hashJson, sha256 } from '../../src/support/index.ts'
import { ENGINES, newFolder, requireEngine } from './engines.ts'
import {
  analyst,
  designer,
  judgementOf,
  judgeSlots,
  keyHolder,
  monitor,
  rater,
  settings,
  setUpReview,
  smallAllocation,
} from './small-review.ts'

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
  const submission = (slotId: string, task: string, key = `key-${slotId}`) => ({
    slotId,
    key,
    tab: 'a',
    judgement: judgementOf(task),
  })
  const lock = async (store: Store) => {
    await proposeLock(store, designer)
    await confirmLock(store, monitor)
  }
  const unblind = async (store: Store) => {
    await proposeUnblinding(store, analyst, { reason: 'all cases are judged' })
    await confirmUnblinding(store, keyHolder)
  }

  test('the plan comes first, and its hash is in the first event', async () => {
    const store = await open()
    const refused = { code: 'state', message: expect.stringContaining('register') as string }
    await expect(addMember(store, designer, { personId: 'x', role: 'reviewer' })).rejects.toMatchObject(refused)
    await expect(submitJudgement(store, rater(0), submission('s', 'rating'))).rejects.toMatchObject(refused)
    await expect(openReview(store, designer)).rejects.toMatchObject(refused)
    const plan = { b: 1, a: [2] }
    await expect(registerPlan(store, monitor, { plan, settings })).rejects.toMatchObject({ code: 'role' })
    const receipt = await registerPlan(store, designer, { plan, settings })
    expect(receipt.sequence).toBe(1)
    const [first] = await store.db.withSchema('review').selectFrom('event').selectAll().execute()
    expect(JSON.parse(first.payload)).toMatchObject({ planHash: hashJson({ a: [2], b: 1 }) })
    await expect(registerPlan(store, designer, { plan, settings })).rejects.toMatchObject({ code: 'state' })
    await expect(amendPlan(store, designer, { plan, reason: ' ' })).rejects.toThrow('expected a reason')
    await amendPlan(store, designer, { plan: {}, reason: 'a typing mistake' })
    await expect(openReview(store, designer)).rejects.toThrow('expected allocated slots')
  })

  test('a draft takes no judgement; an open review takes each once, and the same key gets the first answer', async () => {
    const store = await open()
    await setUpReview(store, { open: false })
    const { slots } = smallAllocation(2, 3)
    const [first] = slots
    await expect(submitJudgement(store, rater(0), submission(first.slotId, 'rating'))).rejects.toMatchObject({
      code: 'state',
    })
    await openReview(store, designer)
    await expect(submitJudgement(store, rater(0), submission(first.slotId, 'rating'))).rejects.toThrow('open it first')
    await openSlot(store, rater(0), { slotId: first.slotId, tab: 'a' })
    const answers = await Promise.all(
      [1, 2, 3].map(() => submitJudgement(store, rater(0), submission(first.slotId, 'rating'))),
    )
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    const other = { ...submission(first.slotId, 'rating'), judgement: judgementOf('rating', 5) }
    await expect(submitJudgement(store, rater(0), other)).rejects.toMatchObject({ code: 'key' })
    await expect(submitJudgement(store, rater(0), { ...other, key: 'k2' })).rejects.toThrow('judged already')
    const change = { replaces: answers[0].sequence, reason: 'misread the age' }
    const changed = await submitJudgement(store, rater(0), { ...other, key: 'k2', change })
    expect(changed.sequence).toBe(answers[0].sequence + 1)
    await expect(
      submitJudgement(store, rater(0), { ...other, key: 'k3', change: { ...change, reason: 'again' } }),
    ).rejects.toThrow('current judgement')
    await expect(
      submitJudgement(store, rater(0), { ...other, key: 'k4', change: { replaces: changed.sequence, reason: '' } }),
    ).rejects.toThrow('expected a reason')
    await lock(store)
    expect(await submitJudgement(store, rater(0), submission(first.slotId, 'rating'))).toEqual(answers[0])
    await expect(
      submitJudgement(store, rater(0), submission(slots[1].slotId, 'pairwise', 'late')),
    ).rejects.toMatchObject({ code: 'state' })
    expect(await verifyStore(store)).toMatchObject({ sound: true, faults: [] })
  })

  test('two windows cannot take one slot, and slots are judged in their order', async () => {
    const place = await engine.place()
    const store = await open(place)
    // On a server another process may write too.
    const second = engine.name === 'postgres' ? await open(place) : store
    await setUpReview(store)
    const [first, later] = await readOwnSlots(store, rater(0))
    await expect(openSlot(store, rater(0), { slotId: later.slotId, tab: 'a' })).rejects.toThrow('next slot')
    const tabs = await Promise.allSettled(
      [store, second].map((one, i) => openSlot(one, rater(0), { slotId: first.slotId, tab: `tab-${i}` })),
    )
    expect(tabs.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const loser = tabs[0].status === 'fulfilled' ? 'tab-1' : 'tab-0'
    const body = { ...submission(first.slotId, 'rating'), tab: loser }
    await expect(submitJudgement(store, rater(0), body)).rejects.toThrow('another window')
    await openSlot(store, rater(0), { slotId: first.slotId, tab: loser, takeOver: true })
    const sent = await Promise.allSettled(
      ['k1', 'k2'].map((key, i) => submitJudgement([store, second][i], rater(0), { ...body, key })),
    )
    expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await judgeSlots(second, rater(0), 2)
    // Sent in one moment, and so decided in one transaction.
    const [fourth, fifth, ...rest] = (await readOwnSlots(store, rater(0))).slice(3)
    await openSlot(store, rater(0), { slotId: fourth.slotId, tab: 'a' })
    const { events } = await readProgress(store, monitor)
    await openSlot(store, rater(0), { slotId: fourth.slotId, tab: 'a' })
    expect((await readProgress(store, monitor)).events).toBe(events)
    const [judged, beyond, following] = await Promise.allSettled([
      submitJudgement(store, rater(0), submission(fourth.slotId, fourth.task)),
      openSlot(store, rater(0), { slotId: rest.at(-1)!.slotId, tab: 'a' }),
      openSlot(store, rater(0), { slotId: fifth.slotId, tab: 'a' }),
    ])
    expect([judged.status, beyond.status, following.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await readOwnSlots(store, rater(0))).map(({ status }) => status).slice(0, 4)).toEqual([
      'done',
      'done',
      'done',
      'done',
    ])
    expect(await verifyStore(store)).toMatchObject({ sound: true })
  })

  test('a rater reads and writes her own slots alone; another one and none look the same', async () => {
    const store = await open()
    const { slots } = await setUpReview(store)
    const [own] = await readOwnSlots(store, rater(0))
    const foreign = slots.find(({ raterId }) => raterId === rater(1).id)!
    await expect(readOwnSlot(store, rater(0), own.slotId)).rejects.toThrow('open it first')
    await openSlot(store, rater(0), { slotId: own.slotId, tab: 'a' })
    const shown = await readOwnSlot(store, rater(0), own.slotId)
    expect(shown.shown[0].text).toContain('<b>no markup</b>')
    expect(JSON.stringify(shown)).not.toMatch(/sft|grpo|record-0|t-[0-9a-f]{16}|repeat/)
    const said = async (work: Promise<unknown>) => work.then(String, error => (error as Error).message)
    for (const attempt of [
      (id: string) => readOwnSlot(store, rater(0), id),
      (id: string) => openSlot(store, rater(0), { slotId: id, tab: 'a' }),
      (id: string) => submitJudgement(store, rater(0), submission(id, 'rating', 'key')),
      (id: string) => reportUnblinding(store, rater(0), { what: 'knows the case', slotId: id }),
    ]) {
      expect(await said(attempt(foreign.slotId))).toContain('got none with this id')
      expect(await said(attempt(foreign.slotId))).toBe(await said(attempt('no-such-slot')))
    }
    expect(await readOwnSlots(store, rater(0))).toHaveLength(8)
    const stranger: Actor = { id: 'stranger', role: 'reviewer' }
    await expect(readOwnSlots(store, stranger)).rejects.toMatchObject({ code: 'role' })
    await expect(readProgress(store, { id: rater(0).id, role: 'monitor' })).rejects.toMatchObject({ code: 'role' })
    await removeMember(store, designer, { personId: rater(0).id, reason: 'left the clinic' })
    await expect(readOwnSlots(store, rater(0))).rejects.toMatchObject({ code: 'role' })
  })

  test('"I know this case" withdraws its slots; a replacement takes what is not done', async () => {
    const store = await open()
    await setUpReview(store, { raters: 3 })
    await judgeSlots(store, rater(0), 2)
    const [done] = await readOwnSlots(store, rater(0))
    await reportUnblinding(store, rater(0), { what: 'knows the case', slotId: done.slotId })
    const after = await readOwnSlots(store, rater(0))
    // The two slots of the first case and the two that repeat it.
    expect(after.filter(({ status }) => status === 'withdrawn').map(({ order }) => order)).toEqual([1, 2, 7, 8])
    await expect(openSlot(store, rater(0), { slotId: done.slotId, tab: 'a' })).rejects.toThrow('withdrawn')
    const moves = (await readAllocation(store, designer))
      .filter(({ raterId, status }) => raterId === rater(0).id && status === 'waiting')
      .map(({ slotId, order, visit }) => ({
        slotId,
        from: rater(0).id,
        to: rater(2).id,
        order: order + 100,
        visit: visit + 100,
      }))
    const all = [...moves, { ...moves[0], slotId: done.slotId }]
    await expect(reassignSlots(store, monitor, { moves: all, reason: 'ill' })).rejects.toThrow('that is not done')
    await reassignSlots(store, monitor, { moves, reason: 'ill' })
    expect(await readOwnSlots(store, rater(2))).toHaveLength(8 + moves.length)
    expect((await readOwnSlots(store, rater(0))).every(({ status }) => status === 'withdrawn')).toBe(true)
    const progress = await readProgress(store, monitor)
    expect(progress.raters.map(({ slots, done: judged, withdrawn }) => [slots, judged, withdrawn])).toEqual([
      [4, 0, 4],
      [8, 0, 0],
      [12, 0, 0],
    ])
    expect(JSON.stringify(progress)).not.toMatch(/sft|grpo/)
    expect(await verifyStore(store)).toMatchObject({ sound: true })
  })

  test('means of scores move by whole blocks of eight ratings, so that none tells a single judgement', async () => {
    const store = await open()
    await setUpReview(store, { raters: 1, cases: 16 })
    const means = async () => {
      const { quarters } = (await readProgress(store, monitor)).raters[0]
      return quarters.map(({ meanScore }) => meanScore)
    }
    const judge = async (slotId: string, task: string, score: number) => {
      await openSlot(store, rater(0), { slotId, tab: 'a' })
      const judgement = judgementOf(task, score)
      return submitJudgement(store, rater(0), { slotId, tab: 'a', key: slotId, judgement })
    }
    const seen: string[] = []
    const ratings: { readonly slotId: string; readonly sequence: number }[] = []
    for (const { slotId, task } of await readOwnSlots(store, rater(0))) {
      const { sequence } = await judge(slotId, task, 1 + ((ratings.length * 3) % 5))
      if (task !== 'rating') continue
      ratings.push({ slotId, sequence })
      seen.push(JSON.stringify(await means()))
    }
    expect(ratings).toHaveLength(17)
    // Nothing, then eight ratings, then sixteen.
    expect(seen.map(text => [...new Set(seen)].indexOf(text))).toEqual([
      ...Array.from({ length: 7 }, () => 0),
      ...Array.from({ length: 8 }, () => 1),
      ...Array.from({ length: 2 }, () => 2),
    ])
    // Clarity of the first eight: 1 4 2 5 3 1 4 2; feasibility 4 and 2 each time.
    expect(JSON.parse(seen[7])).toEqual([(22 + 8 * 6) / 24, null, null, null])
    // One that was changed takes its block out: what is left was seen before, or is a whole block.
    const { slotId, sequence: replaces } = ratings[2]
    const change = { replaces, reason: 'misread' }
    await submitJudgement(store, rater(0), { slotId, tab: 'a', key: 'c', judgement: judgementOf('rating', 1), change })
    expect(await means()).toEqual([null, ...(JSON.parse(seen.at(-1)!) as unknown[]).slice(1)])
  })

  test('a reviewer does not change the centre that is there; another one stays an answer', async () => {
    const store = await open()
    await setUpReview(store, { raters: 1, open: false })
    await addMember(store, designer, { personId: 'R09', role: 'reviewer' })
    expect(() => addMember(store, designer, { personId: '__proto__', role: 'reviewer' })).toThrow('member.personId')
    const give = (id: string, centre: string) =>
      giveProfile(store, { id, role: 'reviewer' }, { centre, answers: { consent: 'yes' } })
    await give(rater(0).id, 'south')
    await give('R09', 'east')
    await give('R09', 'west')
    const members = new Map((await readMembers(store, designer)).map(member => [member.personId, member]))
    expect(members.get(rater(0).id)).toMatchObject({ centre: 'north', profile: { consent: 'yes', site: 'south' } })
    expect(members.get('R09')).toMatchObject({ centre: 'east', profile: { site: 'west' } })
    expect(await verifyStore(store)).toMatchObject({ sound: true })
  })

  test('locking and unblinding take two people, in this order, and the export goes into a study', async () => {
    const store = await open()
    const allocation = await setUpReview(store)
    await judgeSlots(store, rater(0), 8)
    await judgeSlots(store, rater(1), 3)
    await expect(confirmLock(store, monitor)).rejects.toThrow('expected a proposal to lock')
    await expect(proposeUnblinding(store, analyst, { reason: 'r' })).rejects.toMatchObject({ code: 'state' })
    await proposeLock(store, designer)
    await expect(proposeLock(store, monitor)).rejects.toThrow('waits already')
    await expect(confirmLock(store, designer)).rejects.toThrow('expected two people')
    await expect(withdrawProposal(store, monitor)).rejects.toMatchObject({ code: 'people' })
    await withdrawProposal(store, designer)
    await lock(store)
    await expect(proposeUnblinding(store, analyst, { reason: ' ' })).rejects.toThrow('expected a reason')
    await expect(readJudgements(store, analyst)).rejects.toMatchObject({ code: 'state' })
    await expect(readKey(store, keyHolder)).rejects.toMatchObject({ code: 'role' })
    await unblind(store)
    expect(Object.fromEntries(await readKey(store, analyst))).toEqual(allocation.key)
    const folder = newFolder()
    await exportJudgements(store, analyst, folder)
    const config = { ratings: 'ratings.csv', preferences: 'preferences.csv', guesses: 'guesses.csv', simulated: true }
    const cases = new Set(['record-0', 'record-1', 'record-2'])
    const read = await readReview(filesConfig.parse(config), folder, { cases, arms: ['sft', 'grpo'] })
    const { served, files, ...summary } = JSON.parse(readFileSync(join(folder, 'review.json'), 'utf8')) as {
      served: ServedFacts
      files: Readonly<Record<string, string>>
    }
    expect(files['ratings.csv']).toBe(sha256(readFileSync(join(folder, 'ratings.csv'), 'utf8')))
    expect({ ...read.summary, arms: read.summary.arms.toSorted() }).toEqual(summary)
    const lines = await readJudgements(store, analyst)
    const without = (list: readonly object[]) =>
      list.map(line => {
        const { slotId, order, stratum, seconds, changed, unblinded, sureness, ...rest } = line as Record<
          string,
          unknown
        >
        return rest
      })
    expect(read.ratings).toEqual(without(lines.ratings))
    expect(read.preferences).toEqual(without(lines.preferences))
    expect(read.guesses).toEqual(without(lines.guesses))
    // 4 and 2 ratings with three scores, 4 and 1 comparisons.
    expect([read.ratings.length, read.preferences.length]).toEqual([18, 5])
    expect(read.ratings.filter(({ repeat }) => repeat)).toHaveLength(3)
    for (const { arm, slotId } of lines.ratings) expect(allocation.key[slotId].only).toBe(arm)
    expect(lines.leftOut).toMatchObject({ notJudged: 5, withdrawn: 0, training: 0 })
    const { planHash } = await readOwnProfile(store, analyst)
    expect(served).toMatchObject({
      planHash,
      lastPlanHash: planHash,
      amendments: [],
      incidents: [],
      locked: { proposedBy: designer.id },
      unblinded: { proposedBy: analyst.id, confirmedBy: keyHolder.id },
      leftOut: lines.leftOut,
    })
    // The event of the export is the next one in the chain: what it names is hashed in it.
    const exported = (await readLog(store, analyst)).find(({ kind }) => kind === 'data.exported')
    expect(exported?.sequence).toBe(served.chain.sequence + 1)
    expect(await verifyStore(store)).toMatchObject({ sound: true })
  })

  test('one slot is told in an emergency, and nothing is said of it afterwards', async () => {
    const store = await open()
    const { key } = await setUpReview(store)
    await judgeSlots(store, rater(0), 1)
    const [judged, { slotId }] = await readOwnSlots(store, rater(0))
    await openSlot(store, rater(0), { slotId, tab: 'a' })
    const reason = 'the patient is here tonight'
    await expect(revealInEmergency(store, designer, { slotId, reason })).rejects.toMatchObject({ code: 'role' })
    await expect(revealInEmergency(store, keyHolder, { slotId, reason: '' })).rejects.toThrow('expected a reason')
    await expect(revealInEmergency(store, keyHolder, { slotId: 'x', reason })).rejects.toThrow('review slots CASE')
    // From the record, or from what the rater reads above it, to the slot: one plan, two plans, and both once more at the end.
    const listed = await readCaseSlots(store, keyHolder, 'record-0')
    expect(await readCaseSlots(store, keyHolder, `${rater(1).id}:1`)).toEqual(listed)
    const ofRater = listed.filter(({ raterId }) => raterId === rater(0).id)
    const place = { raterId: rater(0).id, caseId: 'record-0', training: false }
    expect(ofRater).toEqual([
      { ...place, slotId: judged.slotId, number: 1, step: 1, task: 'rating', status: 'done' },
      { ...place, slotId, number: 1, step: 2, task: 'pairwise', status: 'open' },
      { ...place, slotId: expect.any(String), number: 4, step: 1, task: 'rating', status: 'waiting' },
      { ...place, slotId: expect.any(String), number: 4, step: 2, task: 'pairwise', status: 'waiting' },
    ])
    expect(JSON.stringify(listed)).not.toMatch(/sft|grpo|Text /)
    await expect(readCaseSlots(store, designer, 'record-0')).rejects.toMatchObject({ code: 'role' })
    for (const nothing of ['record-9', `${rater(0).id}:5`, 'nobody:1', '']) {
      await expect(readCaseSlots(store, keyHolder, nothing)).rejects.toThrow('expected a case of this review')
    }
    const { arms } = await revealInEmergency(store, keyHolder, { slotId, reason })
    expect(arms).toEqual(key[slotId])
    await expect(submitJudgement(store, rater(0), submission(slotId, 'pairwise'))).rejects.toThrow('blinded slot')
    // The other slots of the case show the same plans: the first of it was judged, the last two repeat it.
    const change = { replaces: judged.order, reason: 'knows better now' }
    await expect(
      submitJudgement(store, rater(0), { ...submission(judged.slotId, 'rating', 'k'), change }),
    ).rejects.toThrow('blinded slot')
    const after = await readOwnSlots(store, rater(0))
    expect(after.flatMap(({ status, order }) => (status === 'withdrawn' ? [order] : []))).toEqual([1, 2, 7, 8])
    // Her page counts on without this case.
    const told = (await readCaseSlots(store, keyHolder, 'record-0')).filter(({ raterId }) => raterId === rater(0).id)
    expect(told.map(({ number, status }) => [number, status])).toEqual(Array(4).fill([null, 'told']))
    expect((await readCaseSlots(store, keyHolder, `${rater(0).id}:1`))[0].caseId).toBe('record-1')
    expect(await judgeSlots(store, rater(0), 8)).toHaveLength(4)
    const [other] = await judgeSlots(store, rater(1), 1)
    expect(await verifyStore(store)).toMatchObject({ sound: true })
    await lock(store)
    await unblind(store)
    const { ratings, leftOut } = await readJudgements(store, analyst)
    const why = new Map(ratings.map(line => [line.slotId, line.unblinded]))
    expect(why.get(judged.slotId)).toBe('emergency, after the judgement')
    expect(why.get(other.slotId)).toBeNull()
    expect(leftOut).toMatchObject({ withdrawn: 3, withdrawnJudged: 0 })
  })

  test('who says after the lock that she knew a case takes nothing out: its lines are marked', async () => {
    const store = await open()
    await setUpReview(store)
    await judgeSlots(store, rater(0), 8)
    await judgeSlots(store, rater(1), 4)
    const [first, , early] = await readOwnSlots(store, rater(0))
    await reportUnblinding(store, rater(0), { what: 'knows the case', slotId: early.slotId })
    await lock(store)
    await reportUnblinding(store, rater(0), { what: 'knows the case', slotId: first.slotId })
    await unblind(store)
    const { ratings, preferences, leftOut } = await readJudgements(store, analyst)
    const told = [...ratings, ...preferences].filter(({ unblinded }) => unblinded !== null)
    expect(new Set(told.map(({ unblinded }) => unblinded))).toEqual(new Set(['knew the case, told after the lock']))
    expect([...new Set(told.map(({ order }) => order))].sort()).toEqual([1, 2, 7, 8])
    expect(told.every(({ raterId }) => raterId === rater(0).id)).toBe(true)
    expect(leftOut).toMatchObject({ withdrawn: 2, withdrawnJudged: 2, notJudged: 4 })
    expect(await verifyStore(store)).toMatchObject({ sound: true })
  })

  test('without consent nothing is shown and nothing taken, and a profile is of a bounded size', async () => {
    const store = await open()
    await registerPlan(store, designer, { plan: {}, settings })
    for (const { id, role } of [keyHolder, rater(0)]) await addMember(store, designer, { personId: id, role })
    await addAllocation(store, keyHolder, smallAllocation(1, 1))
    await openReview(store, designer)
    const [{ slotId }] = await readOwnSlots(store, rater(0))
    await expect(openSlot(store, rater(0), { slotId, tab: 'a' })).rejects.toThrow('has consented')
    await expect(submitJudgement(store, rater(0), submission(slotId, 'rating'))).rejects.toThrow('has consented')
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`answer ${i}`, 'x']))
    const long = { consent: 'yes', a: 'x'.repeat(501) }
    const wrong: Record<string, string>[] = [{}, { consent: 'no' }, { consent: 'yes', ...many }, long]
    for (const answers of wrong) {
      await expect((async () => giveProfile(store, rater(0), { answers }))()).rejects.toMatchObject({ code: 'input' })
    }
    await giveProfile(store, rater(0), { answers: { consent: 'yes' } })
    expect(await openSlot(store, rater(0), { slotId, tab: 'a' })).toMatchObject({ status: 'open' })
  })

  test('an allocation that does not fit is refused whole, naming the slot', async () => {
    const store = await open()
    await setUpReview(store, { open: false })
    const fresh = () => {
      const { slots, texts, key } = JSON.parse(
        JSON.stringify(smallAllocation(1, 1)).replaceAll('"s-', '"n-').replaceAll('"t-', '"u-'),
      )
      return { slots, texts, key } as ReturnType<typeof smallAllocation>
    }
    const broken: [string, (allocation: ReturnType<typeof fresh>) => void][] = [
      ['for each side', ({ key, slots }) => void delete key[slots[0].slotId]],
      ['reference to none', ({ texts, slots }) => void delete texts[slots[0].shown[0].text]],
      ['active reviewer', ({ slots }) => void Object.assign(slots[0], { raterId: designer.id })],
      ['to show only', ({ slots }) => void Object.assign(slots[0], { shown: [] })],
      ['got one twice', ({ slots }) => void slots.push(slots[0])],
      ['same rater and case', ({ slots }) => void Object.assign(slots[0], { repeatOf: 'none' })],
    ]
    for (const [message, breakIt] of broken) {
      const allocation = fresh()
      breakIt(allocation)
      await expect(addAllocation(store, keyHolder, allocation)).rejects.toThrow(message)
    }
    await expect(addAllocation(store, designer, fresh())).rejects.toMatchObject({ code: 'role' })
    await expect(addAllocation(store, keyHolder, smallAllocation(1, 1))).rejects.toThrow('that is there')
    const { event } = await counts(store)
    await addAllocation(store, keyHolder, fresh())
    expect((await counts(store)).event).toBe(event + 1)
    expect(await verifyStore(store)).toMatchObject({ sound: true })
  })

  const counts = async (store: Store) => {
    const of = async (table: 'event' | 'slot') =>
      (await store.db.withSchema('review').selectFrom(table).selectAll().execute()).length
    return { event: await of('event'), slot: await of('slot') }
  }

  test('verify says where the chain breaks; events cannot be changed, and an altered state is made again', async () => {
    const store = await open()
    await setUpReview(store)
    await judgeSlots(store, rater(0), 4)
    const change = sql`update review.event set actor = 'somebody' where sequence = 5`
    await expect(change.execute(store.db)).rejects.toThrow('only be appended')
    await expect(sql`delete from review.event`.execute(store.db)).rejects.toThrow('only be appended')
    await expect(sql`truncate review.event`.execute(store.db)).rejects.toThrow('only be appended')
    await sql`update review.slot set judgement = replace(judgement, '"score":3', '"score":5')`.execute(store.db)
    expect((await verifyStore(store)).faults).toEqual(['the table "slot" is not what the events come to'])
    await rebuildStore(store)
    const { head } = await verifyStore(store)
    expect(await verifyStore(store, head.hash)).toMatchObject({ sound: true })
    expect((await verifyStore(store, 'f'.repeat(64))).faults[0]).toContain('no event with the noted hash')
    await sql`update review.shown_text set content = 'x' where text_id = (select min(text_id) from review.shown_text)`.execute(
      store.db,
    )
    expect((await verifyStore(store)).faults).toEqual(['the texts of allocation 1 were altered'])
    await sql`update review.slot_key set arms = '{"only":"sft"}'`.execute(store.db)
    await proposeLock(store, designer)
    await expect(confirmLock(store, monitor)).rejects.toThrow('seal does not match')
    await sql`alter table review.event disable trigger all`.execute(store.db)
    await change.execute(store.db)
    const found = await verifyStore(store)
    expect(found).toMatchObject({ sound: false, events: 4 })
    expect(found.faults[0]).toContain('event 5 was altered')
    await sql`delete from review.event where sequence = 3`.execute(store.db)
    expect((await verifyStore(store)).faults).toEqual(['expected event 3, got 4'])
  })

  test('migrations run once, also when several ask at once, and an edited one is noticed', async () => {
    const store = await open()
    await Promise.all([migrate(store.db), migrate(store.db), migrate(store.db)])
    await expect(migrate(store.db, { '0001-events-and-state': 'select 1' })).rejects.toThrow(
      'not the one of this program',
    )
    await expect(migrate(store.db, {})).rejects.toThrow()
  })

  test('fifty raters at once: each judgement once, the chain without a gap', async () => {
    const store = await open()
    await setUpReview(store, { raters: 50, cases: 2 })
    const done = await Promise.all(Array.from({ length: 50 }, (_, r) => judgeSlots(store, rater(r), 6)))
    expect(new Set(done.flat().map(({ receipt }) => receipt.sequence)).size).toBe(300)
    expect(await verifyStore(store)).toMatchObject({ sound: true, events: 1 + 3 + 50 + 50 + 2 + 600 })
  })

  test('the log comes in pages', async () => {
    const store = await open()
    await setUpReview(store, { raters: 1, cases: 1 })
    const report = { what: 'was told', note: 'by a colleague' } as const
    await Promise.all(Array.from({ length: 5010 }, () => reportUnblinding(store, monitor, report)))
    const { events } = await readProgress(store, monitor)
    const first = await readLog(store, monitor)
    expect(first).toHaveLength(5000)
    const rest = await readLog(store, monitor, first.at(-1)!.sequence)
    expect(rest.map(({ sequence }) => sequence)).toEqual(Array.from({ length: events - 5000 }, (_, i) => 5001 + i))
    expect(await readLog(store, monitor, events)).toEqual([])
  })

  if (engine.name === 'postgres') {
    test('a deadlock is run again', async () => {
      const place = (await engine.place()) as { connectionString: string }
      const store = await open(place)
      await setUpReview(store)
      const [{ slotId }] = await readOwnSlots(store, rater(0))
      await openSlot(store, rater(0), { slotId, tab: 'a' })
      const client = new Client(place.connectionString)
      await client.connect()
      // The other side waits longer, so that ours is the one that the server gives up.
      await client.query("set deadlock_timeout = '20s'")
      await client.query('begin')
      await client.query('select 1 from review.slot where slot_id = $1 for update', [slotId])
      const judged = submitJudgement(store, rater(0), submission(slotId, 'rating'))
      await new Promise(resolve => setTimeout(resolve, 300))
      await client.query('select 1 from review.review for update')
      await client.query('commit')
      expect(await judged).toMatchObject({ sequence: 12 })
      const deadlocks = async () => {
        // The server counts them with a delay, when a connection is used again.
        await readOwnSlots(store, rater(0))
        const { rows } = await client.query(
          'select deadlocks::int from pg_stat_database where datname = current_database()',
        )
        return rows[0].deadlocks as number
      }
      await vi.waitFor(async () => expect(await deadlocks()).toBe(1), { timeout: 20_000, interval: 200 })
      await client.end()
      expect(await verifyStore(store)).toMatchObject({ sound: true })
    })
  }
})
