/** @file A link that somebody else could use: who made it is in the chain first, and nobody signs as two, on both engines. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acts } from '../../src/review/console/index.ts'
import type { ServedFacts } from '../../src/review/review-data.ts'
import {
  addMember,
  inviteMemberAgain,
  openReview,
  openStore,
  proposeLock,
  proposeUnblinding,
  readLog,
  removeMember,
  type Store,
  verifyStore,
  withdrawProposal,
} from '../../src/review/store/index.ts'
import { confirmLock, confirmUnblinding, exportJudgements } from '../../src/review/store/key-holders.ts'
import { ENGINES, newFolder, requireEngine } from './engines.ts'
import { emailOf, PASSWORD, type ServedReview, serveReview } from './served-review.ts'
import { analyst, designer, judgeSlots, keyHolder, monitor, rater, setUpReview } from './small-review.ts'

const REFUSED = 'expected two people of whom nobody could be both'
const actorOf = (id: string, role: 'designer' | 'key holder' | 'monitor') => ({ id, role }) as const

describe.each(ENGINES)('on $name', engine => {
  requireEngine(engine)
  const opened: Store[] = []
  const open = async (options: Parameters<typeof setUpReview>[1] = {}) => {
    const store = await openStore(await engine.place())
    opened.push(store)
    await setUpReview(store, options)
    return store
  }
  const add = async (store: Store, by: Parameters<typeof addMember>[1], who: ReturnType<typeof actorOf>) => {
    await addMember(store, by, { personId: who.id, role: who.role })
    return who
  }
  afterAll(() => Promise.all(opened.map(store => store.close())))

  test('a lock is not confirmed by whom the other one, or the same third person, invited after the opening', async () => {
    const store = await open()
    await proposeLock(store, designer)
    const second = await add(store, designer, actorOf('mia', 'monitor'))
    await expect(confirmLock(store, second)).rejects.toThrow(`${REFUSED}, got mia after dana`)
    // One whom she invited invites one in turn.
    const helper = await add(store, designer, actorOf('dora', 'designer'))
    await expect(confirmLock(store, helper)).rejects.toThrow(REFUSED)
    await expect(confirmLock(store, await add(store, helper, actorOf('max', 'monitor')))).rejects.toThrow(REFUSED)
    await inviteMemberAgain(store, designer, { personId: keyHolder.id })
    await expect(confirmLock(store, keyHolder)).rejects.toThrow('that dana made since the review was opened')
    // Somebody who is sent away and comes back has a new link too.
    await removeMember(store, designer, { personId: monitor.id, reason: 'a reason' })
    await add(store, designer, actorOf(monitor.id, 'monitor'))
    await expect(confirmLock(store, monitor)).rejects.toThrow(REFUSED)
    // Her next link, made by somebody else, ends what the one before was worth.
    await inviteMemberAgain(store, analyst, { personId: keyHolder.id })
    await confirmLock(store, keyHolder)
    expect(await verifyStore(store)).toMatchObject({ sound: true, faults: [] })
  })

  test('what was made before the opening binds nobody', async () => {
    const store = await open({ open: false })
    await inviteMemberAgain(store, designer, { personId: keyHolder.id })
    await openReview(store, designer)
    await proposeLock(store, designer)
    await confirmLock(store, keyHolder)
  })

  test('an unblinding is not confirmed when a designer could be both, and the record names who invited whom', async () => {
    const store = await open()
    await judgeSlots(store, rater(0), 2)
    await inviteMemberAgain(store, designer, { personId: rater(0).id })
    await inviteMemberAgain(store, designer, { personId: rater(1).id })
    await judgeSlots(store, rater(0), 3)
    await judgeSlots(store, rater(1), 1)
    await proposeLock(store, designer)
    await confirmLock(store, monitor)
    const other = await add(store, designer, actorOf('kh2', 'key holder'))
    await inviteMemberAgain(store, designer, { personId: analyst.id })
    await proposeUnblinding(store, analyst, { reason: 'done' })
    await expect(confirmUnblinding(store, other)).rejects.toThrow('got kh2 after ana, by an invitation that dana made')
    // It was so when it was proposed: a link for the analyst from elsewhere mends nothing.
    await inviteMemberAgain(store, analyst, { personId: analyst.id })
    await expect(confirmUnblinding(store, other)).rejects.toThrow(REFUSED)
    await confirmUnblinding(store, keyHolder)
    const folder = newFolder()
    await exportJudgements(store, analyst, folder)
    const { served } = JSON.parse(readFileSync(join(folder, 'review.json'), 'utf8')) as { served: ServedFacts }
    const log = await readLog(store, designer)
    const timesOf = (kind: string, personId: string) =>
      log.flatMap(({ time, payload, kind: own }) =>
        own === kind && (payload as { personId: string }).personId === personId ? [time] : [],
      )
    const again = (personId: string, i = 0) => timesOf('member.invited-again', personId)[i]
    const added = (personId: string) => timesOf('member.added', personId)[0]
    expect(served.invitedAgain).toEqual([
      { at: again(rater(0).id), by: 'dana', personId: rater(0).id, judgedAfter: 3 },
      { at: again(rater(1).id), by: 'dana', personId: rater(1).id, judgedAfter: 0 },
      { at: again('ana'), by: 'dana', personId: 'ana', judgedAfter: 0 },
      { at: again('ana', 1), by: 'ana', personId: 'ana', judgedAfter: 0 },
    ])
    expect(served.locked.invited).toEqual({
      proposedBy: { by: null, at: log[0].time },
      confirmedBy: { by: 'dana', at: added('mo') },
    })
    expect(served.unblinded.invited).toEqual({
      proposedBy: { by: 'dana', at: again('ana') },
      confirmedBy: { by: 'dana', at: added('kim') },
    })
  })

  test('the proposal of somebody who left is taken back by a designer, and of nobody else', async () => {
    const store = await open()
    await proposeLock(store, monitor)
    await expect(withdrawProposal(store, designer)).rejects.toThrow('a proposal of your own')
    await removeMember(store, designer, { personId: monitor.id, reason: 'moved away' })
    await withdrawProposal(store, designer)
    await proposeLock(store, designer)
    await confirmLock(store, keyHolder)
  })

  describe('by page and command line', () => {
    let review: ServedReview
    beforeAll(async () => {
      review = await serveReview(engine, { raters: 2, cases: 1 })
    })
    afterAll(() => review?.close())
    const kindsOf = async () =>
      (await readLog(review.store, designer)).map(({ kind, actor, payload }) => [kind, actor, payload] as const)

    test('by the page a designer renews the link of reviewers and monitors alone, and the log says so', async () => {
      const dana = await review.as(designer)
      const { status, body } = await dana.post(`/api/members/${rater(1).id}/invitation`)
      expect(status).toBe(200)
      expect(body.invitation).toMatch(/^\/invitation\/[0-9a-f]{64}$/)
      expect((await kindsOf()).at(-1)).toEqual(['member.invited-again', 'dana', { personId: rater(1).id }])
      expect((await dana.post('/api/members/mo/invitation')).status).toBe(200)
      const before = await kindsOf()
      for (const { id, role } of [keyHolder, analyst, designer]) {
        const refused = await dana.post(`/api/members/${id}/invitation`)
        expect([refused.status, refused.body.code]).toEqual([409, 'people'])
        expect(refused.body.message).toContain(`expected a reviewer or monitor, got a ${role}`)
        expect((await review.client().signIn(id)).status).toBe(200)
      }
      expect((await dana.post('/api/members/nobody/invitation')).body.code).toBe('people')
      expect(await kindsOf()).toEqual(before)
    })

    test('who left does not come back by the page as key holder, nor anywhere with another address', async () => {
      const dana = await review.as(designer)
      const { store, accounts } = review
      await removeMember(store, designer, { personId: 'kim', reason: 'a reason' })
      await accounts.shut('kim')
      const before = await kindsOf()
      const kim = { personId: 'kim', name: 'K', role: 'key holder', centre: null } as const
      for (const email of [emailOf('kim'), 'dana-too@hospital.example']) {
        const refused = await dana.post('/api/members', { ...kim, email })
        expect(refused.body.message).toContain('expected a reviewer or monitor')
      }
      const desk = { store, accounts, servedAt: null }
      const guest = { ...kim, email: 'dana-too@hospital.example', as: 'dana', registration: null }
      await expect(acts.invite(desk, guest)).rejects.toThrow('expected the address that kim had')
      const { personId, name, email } = guest
      await expect(accounts.invite({ personId, name, email })).rejects.toThrow(
        'expected the address that this person had',
      )
      expect(await kindsOf()).toEqual(before)
      const { path } = await acts.invite(desk, { ...guest, email: emailOf('kim').toUpperCase() })
      const accept = { secret: path.split('/').at(-1), password: PASSWORD }
      expect((await review.client().post('/api/auth/invitation/accept', accept)).status).toBe(200)
    })

    test('by the command line a new link has an event of who makes it', async () => {
      const { store, accounts } = review
      const desk = { store, accounts, servedAt: null }
      await acts.invite(desk, {
        personId: 'dora',
        name: 'D',
        role: 'designer',
        centre: null,
        email: emailOf('dora'),
        as: null,
        registration: null,
      })
      const before = await kindsOf()
      await expect(acts['invite again'](desk, { email: 'kim', as: null })).rejects.toThrow('expected who does it')
      await expect(acts['invite again'](desk, { email: 'kim', as: 'mo' })).rejects.toThrow('got a monitor')
      expect(await kindsOf()).toEqual(before)
      for (const as of ['dora', 'ana']) {
        await acts['invite again'](desk, { email: emailOf('kim'), as })
        expect((await kindsOf()).at(-1)).toEqual(['member.invited-again', as, { personId: 'kim' }])
      }
    })

    test('a person of the review without an account gets none unseen', async () => {
      const { store } = review
      await addMember(store, designer, { personId: 'kay', role: 'key holder' })
      const desk = { store, accounts: review.accounts, servedAt: null }
      const guest = { personId: 'kay', name: 'K', role: 'key holder', centre: null, as: 'dana' } as const
      await acts.invite(desk, { ...guest, email: emailOf('kay'), registration: null })
      expect((await kindsOf()).at(-1)).toEqual(['member.invited-again', 'dana', { personId: 'kay' }])
    })
  })
})
