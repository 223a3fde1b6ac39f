/** @file Guards: who, when, whose slot, how many people; each alone. */
import { describe, expect, test } from 'vitest'
import { GENESIS } from './events.ts'
import {
  guardAlive,
  guardChange,
  guardConsent,
  guardEvent,
  guardNoProposal,
  guardOpened,
  guardOrder,
  guardOwn,
  guardRead,
  guardReason,
  guardSecondPerson,
  guardTab,
  guardWithdrawal,
} from './guards.ts'
import { EVENT_RULES, type EventKind, READ_RULES, type ReadKind, ROLES, STATES } from './roles.ts'
import type { MemberRow, ReviewRow, SlotRow } from './rows.ts'

const review: ReviewRow = {
  head: { sequence: 4, hash: 'h' },
  state: 'open',
  planHash: 'p',
  settings: null,
  proposal: null,
  slots: 1,
}
const member = (role: MemberRow['role']): MemberRow => ({
  personId: 'ann',
  role,
  centre: null,
  raterKind: 'clinician',
  profile: null,
  active: true,
  invitedBy: [],
})
const slot: SlotRow = {
  slotId: 's1',
  raterId: 'ann',
  order: 1,
  caseId: 'c',
  visit: 1,
  stratum: null,
  task: 'rating',
  training: false,
  caseText: null,
  feedback: null,
  shown: [],
  repeatOf: null,
  status: 'waiting',
  tab: null,
  openedAt: null,
  firstJudgedAt: null,
  judgedAt: null,
  judged: null,
  judgement: null,
  revealed: false,
}
const ann = (role: MemberRow['role']) => ({ id: 'ann', role })
const proposal = { what: 'lock', sequence: 3, by: 'bea', reason: null, invitedBy: [] } as const

describe('guardEvent and guardRead', () => {
  test.each(Object.keys(EVENT_RULES).filter(kind => kind !== 'plan.registered'))('%s follows its rule', name => {
    const kind = name as EventKind
    for (const role of ROLES) {
      for (const state of STATES) {
        const refusal = guardEvent(kind, ann(role), member(role), { ...review, state })
        const rule = EVENT_RULES[kind] as { roles: readonly string[]; states: readonly string[] }
        const code = !rule.roles.includes(role) ? 'role' : rule.states.includes(state) ? undefined : 'state'
        expect(refusal?.code).toBe(code)
      }
    }
  })

  test.each(Object.keys(READ_RULES))('reading %s follows its rule', name => {
    for (const role of ROLES) {
      for (const state of STATES) {
        const { roles, states } = READ_RULES[name as ReadKind] as {
          roles: readonly string[]
          states: readonly string[]
        }
        const refusal = guardRead(name as ReadKind, ann(role), member(role), { ...review, state })
        expect(refusal === null).toBe(roles.includes(role) && states.includes(state))
      }
    }
  })

  test('before a plan there is nothing but its registration, by a designer', () => {
    const empty: ReviewRow = { ...review, head: GENESIS, state: 'draft', planHash: null }
    for (const kind of Object.keys(EVENT_RULES) as EventKind[]) {
      for (const role of ROLES) {
        const allowed = kind === 'plan.registered' && role === 'designer'
        expect(guardEvent(kind, ann(role), member(role), empty) === null).toBe(allowed)
      }
    }
    expect(guardEvent('plan.registered', ann('designer'), member('designer'), review)?.code).toBe('state')
  })

  test('a person who left, has another role or is not there can do nothing', () => {
    for (const row of [undefined, { ...member('reviewer'), active: false }, member('monitor')]) {
      expect(guardEvent('judgement.given', ann('reviewer'), row, review)?.code).toBe('role')
      expect(guardRead('own slots', ann('reviewer'), row, review)?.code).toBe('role')
    }
  })

  test('nothing leads back, and only two events lead on from a locked review', () => {
    const kindsIn = (state: string) =>
      Object.entries(EVENT_RULES).flatMap(([kind, { states }]) =>
        (states as readonly string[]).includes(state) ? [kind] : [],
      )
    expect(kindsIn('locked').filter(kind => kind.startsWith('judgement') || kind.startsWith('slot'))).toEqual([])
    expect(kindsIn('unblinded')).toEqual(['member.added', 'member.invited-again', 'member.left', 'data.exported'])
    expect(kindsIn('open')).not.toContain('unblind.proposed')
  })
})

describe('slots', () => {
  test('guardOwn tells a slot of another and none the same', () => {
    expect(guardOwn(ann('reviewer'), slot)).toBeNull()
    const others = [guardOwn(ann('reviewer'), { ...slot, raterId: 'bea' }), guardOwn(ann('reviewer'), undefined)]
    expect(others.map(refusal => refusal?.message)).toEqual([others[0]?.message, others[0]?.message])
  })

  test('guardAlive refuses what was withdrawn or told', () => {
    expect(guardAlive(slot)).toBeNull()
    expect(guardAlive({ ...slot, status: 'withdrawn' })?.code).toBe('slot')
    expect(guardAlive({ ...slot, revealed: true })?.code).toBe('slot')
  })

  test('guardTab refuses another window only while the slot is open there', () => {
    expect(guardTab(slot, 'b')).toBeNull()
    expect(guardTab({ ...slot, status: 'open', tab: 'b' }, 'b')).toBeNull()
    expect(guardTab({ ...slot, status: 'open', tab: 'a' }, 'b')?.code).toBe('slot')
    expect(guardTab({ ...slot, status: 'done', tab: null }, 'b')).toBeNull()
  })

  test('guardOrder lets the next slot open, and the one right behind a slot that this batch finished', () => {
    const later = { ...slot, slotId: 's2', order: 2 }
    const last = { ...slot, slotId: 's9', order: 9 }
    const done: SlotRow = { ...slot, status: 'done' }
    expect(guardOrder(slot, [slot, later])).toBeNull()
    expect(guardOrder(later, [slot, later])?.code).toBe('slot')
    expect(guardOrder(later, [done, later])).toBeNull()
    expect(guardOrder(later, [{ ...slot, revealed: true }, later])).toBeNull()
    expect(guardOrder({ ...later, status: 'open' }, [slot, later])).toBeNull()
    expect(guardOrder(last, [done, later])?.code).toBe('slot')
    expect(guardOrder(last, [done, { ...later, status: 'withdrawn' }])?.code).toBe('slot')
    // Nothing is ahead of her: what she names was judged, which is said elsewhere.
    expect(guardOrder(done, [])).toBeNull()
  })

  test('guardConsent wants a profile that says yes; guardOpened a slot that was opened', () => {
    expect(guardConsent({ ...member('reviewer'), profile: { consent: 'yes' } })).toBeNull()
    for (const profile of [null, { years: 3 }, { consent: 'no' }] as readonly MemberRow['profile'][]) {
      expect(guardConsent({ ...member('reviewer'), profile })?.code).toBe('state')
    }
    expect(guardOpened(slot)?.code).toBe('slot')
    expect(guardOpened({ ...slot, status: 'open', tab: 'a' })).toBeNull()
  })

  test('guardChange wants a first judgement, or a change of the current one with a reason', () => {
    const done: SlotRow = { ...slot, status: 'done', judged: 7 }
    expect(guardChange(slot, undefined)).toBeNull()
    expect(guardChange(slot, { replaces: 7, reason: 'r' })?.code).toBe('slot')
    expect(guardChange(done, undefined)?.code).toBe('slot')
    expect(guardChange(done, { replaces: 6, reason: 'r' })?.code).toBe('slot')
    expect(guardChange(done, { replaces: 7, reason: ' ' })?.code).toBe('input')
    expect(guardChange(done, { replaces: 7, reason: 'r' })).toBeNull()
    expect(guardReason('\n')?.code).toBe('input')
  })
})

describe('two people', () => {
  const ofLock = { ...review, proposal } satisfies ReviewRow
  const bea = { ...member('designer'), personId: 'bea' }

  test('guardSecondPerson wants such a proposal by somebody else', () => {
    const mo = member('monitor')
    expect(guardSecondPerson('lock', ann('monitor'), mo, review)?.code).toBe('people')
    expect(guardSecondPerson('unblind', ann('monitor'), mo, ofLock)?.code).toBe('people')
    expect(guardSecondPerson('lock', { id: 'bea', role: 'monitor' }, bea, ofLock)?.code).toBe('people')
    expect(guardSecondPerson('lock', ann('monitor'), mo, ofLock)).toBeNull()
  })

  test.each([
    ['the one who proposed invited the other', [], ['bea'], 'bea'],
    ['the other invited the one who proposed', ['ann'], [], 'ann'],
    ['a third invited both', ['dana'], ['dana'], 'dana'],
    ['somebody was invited by one whom the first had invited', [], ['dora', 'bea'], 'bea'],
    ['two others invited them', ['dana'], ['dora'], null],
    ['a third invited one of them', ['dana'], [], null],
  ])('guardSecondPerson since the opening: %s', (_, first, second, shared) => {
    const waiting = { ...review, proposal: { ...proposal, invitedBy: first } }
    const refusal = guardSecondPerson('lock', ann('monitor'), { ...member('monitor'), invitedBy: second }, waiting)
    expect(refusal?.code).toBe(shared === null ? undefined : 'people')
    if (shared !== null) expect(refusal?.message).toContain(`an invitation that ${shared} made`)
  })

  test('one proposal at a time; its author takes it back, or a designer when she has left', () => {
    expect(guardNoProposal(review)).toBeNull()
    expect(guardNoProposal(ofLock)?.code).toBe('people')
    expect(guardWithdrawal(ann('designer'), bea, ofLock)?.code).toBe('people')
    expect(guardWithdrawal(ann('designer'), undefined, ofLock)?.code).toBe('people')
    expect(guardWithdrawal(ann('designer'), { ...bea, active: false }, ofLock)).toBeNull()
    expect(guardWithdrawal(ann('monitor'), { ...bea, active: false }, ofLock)?.code).toBe('people')
    expect(guardWithdrawal(ann('designer'), { ...member('monitor'), active: false }, ofLock)?.code).toBe('people')
    expect(guardWithdrawal({ id: 'bea', role: 'designer' }, bea, ofLock)).toBeNull()
  })
})
