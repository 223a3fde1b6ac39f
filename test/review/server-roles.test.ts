/** @file Every route with every role, in every state of the review: the status follows from the store's table of rules. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Routes } from '../../src/review/api/index.ts'
import {
  type Actor,
  EVENT_RULES,
  type EventKind,
  proposeLock,
  proposeUnblinding,
  READ_RULES,
  type ReadKind,
  removeMember,
  STATES,
  type State,
  type Store,
} from '../../src/review/store/index.ts'
import { confirmLock, confirmUnblinding } from '../../src/review/store/key-holders.ts'
import { ENGINES, requireEngine } from './engines.ts'
import { asSheet, type Client, type ServedReview, serveReview } from './served-review.ts'
import { analyst, designer, judgementOf, keyHolder, monitor, rater, setUpReview } from './small-review.ts'

const plannerBody = { cases: 10, raters: 2, power: 0.8, preference: null, rating: null }

/** Route -> the rules that it falls under, and a body that fits as far as it can and changes as little as it can. */
const ROUTES: Readonly<Record<keyof Routes, readonly [readonly (EventKind | ReadKind)[], unknown?]>> = {
  'GET /me': [['own profile']],
  'POST /profile': [['profile.given'], { centre: null, answers: { consent: 'yes', years: 3 } }],
  'GET /slots': [['own slots']],
  'GET /slots/:id': [['own slots']],
  'POST /slots/:id/open': [['slot.opened'], { tab: 'a' }],
  'POST /slots/:id/judgement': [['judgement.given'], { key: 'k', tab: 'a', judgement: judgementOf('rating') }],
  'POST /unblinding': [['unblinding.inadvertent'], { what: 'was told', note: 'by a colleague' }],
  'GET /progress': [['progress']],
  'GET /team': [['progress', 'members', 'audit log']],
  'GET /members': [['members']],
  'GET /log': [['audit log']],
  'POST /members': [['member.added'], { email: 'no address', name: 'N', role: 'reviewer', centre: null }],
  'POST /members/:id/invitation': [['member.added', 'member.invited-again'], {}],
  'POST /members/:id/leave': [['member.left'], { reason: 'r' }],
  'POST /members/:id/replace': [['slots.reassigned', 'allocation'], { by: 'nobody-2', reason: 'r' }],
  'POST /lock': [['lock.proposed'], {}],
  'POST /unblind': [['unblind.proposed'], { reason: ' ' }],
  'POST /proposal/withdraw': [['proposal.withdrawn'], {}],
  'POST /planner': [['plan.amended'], plannerBody],
  'POST /planner/write': [['plan.amended'], { ...plannerBody, reason: ' ' }],
}

const rules = { ...EVENT_RULES, ...READ_RULES } as Record<
  string,
  { roles: readonly string[]; states: readonly string[] }
>
const planner = { answer: async () => ({ lines: [] }), write: async () => ({}) }
const people = [rater(0), monitor, designer, analyst, keyHolder]

/** Who sends a request. */
type Sender = { readonly name: string; readonly actor: Actor | null; readonly isRemoved: boolean }

async function bringTo(store: Store, state: State): Promise<void> {
  await setUpReview(store, { raters: 2, cases: 1, open: state !== 'draft', write: asSheet })
  if (state === 'draft' || state === 'open') return
  await proposeLock(store, designer)
  await confirmLock(store, monitor)
  if (state === 'locked') return
  await proposeUnblinding(store, analyst, { reason: 'done' })
  await confirmUnblinding(store, keyHolder)
}

describe.each(ENGINES.flatMap(engine => STATES.map(state => ({ engine, state }))))(
  'on $engine.name, while $state',
  ({ engine, state }) => {
    requireEngine(engine)
    let review: ServedReview
    const clients = new Map<string, Client>()
    beforeAll(async () => {
      review = await serveReview(engine, { raters: 2, server: { planner }, setUp: store => bringTo(store, state) })
      for (const who of [...people, rater(1)]) clients.set(who.id, await review.as(who))
      clients.set('nobody', review.client())
      // By the command line: her session lives on, and helps her nothing.
      await removeMember(review.store, designer, { personId: rater(1).id, reason: 'left' })
    })
    afterAll(() => review?.close())

    const senders: readonly Sender[] = [
      ...people.map(actor => ({ name: actor.role, actor, isRemoved: false })),
      { name: 'a reviewer who left', actor: rater(1), isRemoved: true },
      { name: 'nobody', actor: null, isRemoved: false },
    ]

    test.each(Object.keys(ROUTES) as (keyof Routes)[])('%s', async route => {
      const [method, path] = route.split(' ')
      const [kinds, body] = ROUTES[route]
      for (const { name, actor, isRemoved } of senders) {
        const client = clients.get(actor?.id ?? 'nobody')!
        const answer = await client.send(method, `/api${path.replace(':id', 'nothing')}`, body)
        const label = `${route} by ${name} while ${state}: ${answer.status} ${answer.text.slice(0, 200)}`
        const hasRole = kinds.every(kind => actor !== null && rules[kind].roles.includes(actor.role))
        const isTime = kinds.every(kind => rules[kind].states.includes(state))
        if (actor === null) expect(answer.status, label).toBe(401)
        else if (isRemoved || !hasRole) expect(answer.status, label).toBe(403)
        else if (!isTime) expect([answer.status, answer.body.code], label).toEqual([409, 'state'])
        // What is allowed may still fail for another reason: there is no such slot, person or proposal.
        else expect([200, 400, 409], label).toContain(answer.status)
        if (actor !== null && !isRemoved && hasRole && isTime) expect(answer.body.code, label).not.toBe('state')
        expect(answer.headers.get('cache-control'), label).toBe('no-store')
      }
    })
  },
)
