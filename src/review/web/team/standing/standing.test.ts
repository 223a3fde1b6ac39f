import { expect, test } from 'vitest'
import { type LogLine, partOf, standingOf } from './standing.ts'

let sequence = 0
const event = (kind: LogLine['kind'], actor = 'dana', payload: unknown = {}): LogLine => ({
  sequence: ++sequence,
  time: `2026-01-01T00:00:${String(sequence % 60).padStart(2, '0')}.000Z`,
  actor,
  role: 'designer',
  kind,
  payload,
  hash: String(sequence),
})

const begun = () => [event('plan.registered'), event('review.opened')]
const dana = { personId: 'dana', role: 'designer' } as const
const mo = { personId: 'mo', role: 'monitor' } as const
const ana = { personId: 'ana', role: 'analyst' } as const
const kim = { personId: 'kim', role: 'key holder' } as const

test('a proposal waits until it is confirmed or taken back, and both people are named afterwards', () => {
  const log = [...begun(), event('lock.proposed', 'mo')]
  expect(standingOf(log)).toMatchObject({ state: 'open', proposal: { what: 'lock', by: 'mo', reason: null } })
  expect(standingOf([...log, event('proposal.withdrawn', 'mo')])).toMatchObject({ state: 'open', proposal: null })
  const locked = [...log, event('lock.confirmed', 'kim', { proposal: 3 })]
  expect(standingOf(locked)).toMatchObject({
    state: 'locked',
    proposal: null,
    entered: { locked: { by: ['mo', 'kim'] } },
  })
  const proposed = [...locked, event('unblind.proposed', 'ana', { reason: 'done' })]
  expect(standingOf(proposed).proposal).toMatchObject({ what: 'unblind', by: 'ana', reason: 'done' })
  expect(standingOf([...proposed, event('unblind.confirmed', 'kim')].toReversed())).toMatchObject({
    state: 'unblinded',
    proposal: null,
    entered: { unblinded: { by: ['ana', 'kim'] } },
  })
})

test('who can do what: one proposes, another confirms, and nobody is offered what the server refuses', () => {
  const open = standingOf(begun())
  expect([dana, mo, ana, kim].map(me => partOf(me, open))).toEqual([
    'propose lock',
    'propose lock',
    'nothing',
    'nothing',
  ])
  const lock = standingOf([...begun(), event('lock.proposed', 'mo')])
  expect([dana, mo, ana, kim].map(me => partOf(me, lock))).toEqual(['confirm', 'withdraw', 'nothing', 'confirm'])
  const log = [...begun(), event('lock.proposed', 'mo'), event('lock.confirmed', 'kim')]
  expect([dana, mo, ana, kim].map(me => partOf(me, standingOf(log)))).toEqual([
    'propose unblinding',
    'nothing',
    'propose unblinding',
    'nothing',
  ])
  const unblind = standingOf([...log, event('unblind.proposed', 'dana', { reason: 'x' })])
  expect([dana, mo, ana, kim].map(me => partOf(me, unblind))).toEqual(['withdraw', 'nothing', 'nothing', 'confirm'])
  const over = standingOf([...log, event('unblind.proposed', 'dana'), event('unblind.confirmed', 'kim')])
  expect([dana, mo, ana, kim].map(me => partOf(me, over))).toEqual(['nothing', 'nothing', 'export', 'nothing'])
})

test('a designer is offered to take back what somebody proposed who has left', () => {
  const log = [...begun(), event('lock.proposed', 'mo')]
  const left = [...log, event('member.left', 'dana', { personId: 'mo', reason: 'moved' })]
  expect(partOf(dana, standingOf([...log, event('member.left', 'dana', { personId: 'ana' })]))).toBe('confirm')
  expect([dana, kim].map(me => partOf(me, standingOf(left)))).toEqual(['withdraw', 'confirm'])
  expect(partOf(dana, standingOf([...left, event('member.added', 'dana', { personId: 'mo' })]))).toBe('confirm')
})
