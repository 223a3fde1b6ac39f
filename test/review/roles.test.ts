/** @file Every function of the store with every role: allowed exactly where the table of rules says so. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as store from '../../src/review/store/index.ts'
import * as keyHolders from '../../src/review/store/key-holders.ts'
import { ENGINES, newFolder, requireEngine } from './engines.ts'
import { analyst, designer, judgementOf, keyHolder, monitor, rater, settings, setUpReview } from './small-review.ts'

const people = [rater(1), monitor, designer, analyst, keyHolder]

/** Function -> how it is called with arguments that fit as far as they can, and the rules that it falls under. */
const calls: Readonly<
  Record<string, readonly [store.EventKind | store.ReadKind, (open: store.Store, who: store.Actor) => Promise<unknown>]>
> = {
  registerPlan: ['plan.registered', (open, who) => store.registerPlan(open, who, { plan: {}, settings })],
  amendPlan: ['plan.amended', (open, who) => store.amendPlan(open, who, { plan: {}, reason: 'r' })],
  addMember: ['member.added', (open, who) => store.addMember(open, who, { personId: who.id, role: 'monitor' })],
  inviteMemberAgain: [
    'member.invited-again',
    (open, who) => store.inviteMemberAgain(open, who, { personId: 'nobody' }),
  ],
  removeMember: ['member.left', (open, who) => store.removeMember(open, who, { personId: 'nobody', reason: 'r' })],
  giveProfile: [
    'profile.given',
    (open, who) => store.giveProfile(open, who, { answers: { consent: 'yes', years: 9 } }),
  ],
  addAllocation: ['allocation.added', (open, who) => keyHolders.addAllocation(open, who, strayAllocation)],
  reassignSlots: [
    'slots.reassigned',
    (open, who) =>
      store.reassignSlots(open, who, { moves: [{ slotId: 'x', from: 'y', to: 'z', order: 1, visit: 1 }], reason: 'r' }),
  ],
  openSlot: ['slot.opened', (open, who) => store.openSlot(open, who, { slotId: 'x', tab: 'a' })],
  submitJudgement: [
    'judgement.given',
    (open, who) =>
      store.submitJudgement(open, who, { slotId: 'x', key: 'k', tab: 'a', judgement: judgementOf('rating') }),
  ],
  reportUnblinding: [
    'unblinding.inadvertent',
    (open, who) => store.reportUnblinding(open, who, { what: 'was told', note: 'by a colleague' }),
  ],
  revealInEmergency: [
    'unblinding.emergency',
    (open, who) => keyHolders.revealInEmergency(open, who, { slotId: 'x', reason: 'r' }),
  ],
  confirmLock: ['lock.confirmed', (open, who) => keyHolders.confirmLock(open, who)],
  withdrawProposal: ['proposal.withdrawn', (open, who) => store.withdrawProposal(open, who)],
  proposeUnblinding: ['unblind.proposed', (open, who) => store.proposeUnblinding(open, who, { reason: ' ' })],
  confirmUnblinding: ['unblind.confirmed', (open, who) => keyHolders.confirmUnblinding(open, who)],
  proposeLock: [
    'lock.proposed',
    (open, who) => store.proposeLock(open, who).then(() => store.withdrawProposal(open, who)),
  ],
  allocationSecret: ['allocation.added', (open, who) => keyHolders.allocationSecret(open, who)],
  insistMayCause: ['member.added', (open, who) => store.insistMayCause(open, who, 'member.added')],
  readOwnSlots: ['own slots', (open, who) => store.readOwnSlots(open, who)],
  readOwnSlot: ['own slots', (open, who) => store.readOwnSlot(open, who, 'x')],
  readOwnProfile: ['own profile', (open, who) => store.readOwnProfile(open, who)],
  readProgress: ['progress', (open, who) => store.readProgress(open, who)],
  readLog: ['audit log', (open, who) => store.readLog(open, who)],
  readMembers: ['members', (open, who) => store.readMembers(open, who)],
  readAllocation: ['allocation', (open, who) => store.readAllocation(open, who)],
  readCaseSlots: ['slots of a case', (open, who) => store.readCaseSlots(open, who, 'record-0')],
  readJudgements: ['judgements with arms', (open, who) => keyHolders.readJudgements(open, who)],
  exportJudgements: ['judgements with arms', (open, who) => keyHolders.exportJudgements(open, who, newFolder())],
  readKey: ['judgements with arms', (open, who) => keyHolders.readKey(open, who)],
  // Last: it opens the draft.
  openReview: ['review.opened', (open, who) => store.openReview(open, who)],
}

/** Fits by itself, and names a rater who is not there. */
const strayAllocation: keyHolders.Allocation = {
  slots: [
    {
      slotId: 'x',
      raterId: 'nobody',
      order: 1,
      caseId: 'c',
      visit: 1,
      task: 'rating',
      shown: [{ side: 'only', text: 't' }],
    },
  ],
  texts: { t: 'text' },
  key: { x: { only: 'sft' } },
}

/** No person acts in these: they are of the machine that the review lies on. */
const OF_THE_MACHINE = ['findRole', 'openStore', 'verifyStore', 'rebuildStore', 'backUp', 'restore']
const ruleOf = (kind: store.EventKind | store.ReadKind) => ({ ...store.EVENT_RULES, ...store.READ_RULES })[kind]
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    error => (error instanceof store.Refusal ? error.code : 'input'),
  )

test('every function of the store is called here', () => {
  const functions = Object.entries({ ...store, ...keyHolders }).filter(([, value]) => typeof value === 'function')
  const named = functions.map(([name]) => name).filter(name => name !== 'Refusal' && !OF_THE_MACHINE.includes(name))
  expect(Object.keys(calls).toSorted()).toEqual(named.toSorted())
})

describe.each(ENGINES)('on $name', engine => {
  requireEngine(engine)
  const open: Partial<Record<store.State, store.Store>> = {}
  beforeAll(async () => {
    for (const state of store.STATES) {
      open[state] = await engine.place().then(store.openStore, () => undefined)
      if (open[state] === undefined) return
      await setUpReview(open[state], { cases: 1, open: state !== 'draft' })
      if (state === 'draft' || state === 'open') continue
      await store.proposeLock(open[state], designer)
      await keyHolders.confirmLock(open[state], monitor)
      if (state === 'locked') continue
      await store.proposeUnblinding(open[state], analyst, { reason: 'done' })
      await keyHolders.confirmUnblinding(open[state], keyHolder)
    }
  })
  afterAll(async () => {
    for (const one of Object.values(open)) await one.close()
  })

  test.each(Object.keys(calls))('%s', async name => {
    const [kind, call] = calls[name]
    const { roles, states } = ruleOf(kind)
    for (const state of store.STATES) {
      for (const who of people) {
        const allowed = (roles as readonly string[]).includes(who.role) && (states as readonly string[]).includes(state)
        const code = await codeOf(call(open[state]!, who))
        const label = `${name} by a ${who.role} while ${state}: ${code}`
        // What is allowed may still fail for another reason: there is no such slot, nobody proposed.
        if (kind === 'plan.registered') expect(code, label).toBe('state')
        else if (!(roles as readonly string[]).includes(who.role)) expect(code, label).toBe('role')
        else expect(code === 'role' || code === 'state', label).toBe(!allowed)
      }
    }
  })

  test('nobody can act in a role that she does not have, or without one', async () => {
    for (const [name, [kind, call]] of Object.entries(calls)) {
      if (kind === 'plan.registered') continue
      for (const who of [
        { id: 'stranger', role: 'designer' },
        { id: rater(0).id, role: 'key holder' },
      ] as const) {
        expect(await codeOf(call(open.open!, who)), `${name} by ${who.id}`).toBe('role')
      }
    }
  })

  test('what a rater or monitor reads names no arm, and no other rater to a rater', async () => {
    const said = []
    for (const state of ['open', 'locked', 'unblinded'] as const) {
      const one = open[state]!
      said.push(await store.readOwnSlots(one, rater(0)), await store.readOwnProfile(one, rater(0)))
    }
    expect(JSON.stringify(said)).not.toMatch(/rater-1|sft|grpo/)
    const watched = [await store.readProgress(open.locked!, monitor), await store.readLog(open.locked!, monitor)]
    expect(JSON.stringify(watched)).not.toMatch(/sft|grpo|a comment/)
  })
})
