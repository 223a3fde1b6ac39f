import { expect, test } from 'vitest'
import { standingOf } from '../review/console/index.ts'
import { nextStep, type ReviewFacts, reviewSteps, withoutAnalystNote } from './review-steps.ts'

type Standing = NonNullable<ReviewFacts['standing']>

const nothing: ReviewFacts = {
  hasMaterial: false,
  openLeaks: null,
  planIsRegistered: false,
  reviewersNeeded: 2,
  standing: null,
}
const person = (personId: string, role: Standing['people'][number]['role']) => ({
  personId,
  role,
  centre: null,
  active: true,
  slots: 0,
  done: 0,
  withdrawn: 0,
})
const begun = { ...standingOf([]), plan: { hash: 'h', at: 't', by: 'dana' }, people: [person('dana', 'designer')] }
const everybody = [
  ...begun.people,
  person('kim', 'key holder'),
  person('ana', 'analyst'),
  person('R01', 'reviewer'),
  person('R02', 'reviewer'),
]
const prepared = { ...nothing, hasMaterial: true, openLeaks: 0, planIsRegistered: true }
const at = (changes: Partial<Standing>): ReviewFacts => ({
  ...prepared,
  standing: { ...begun, people: everybody, ...changes },
})
const open = { state: 'open', slots: 10 } as const
const proposal = { what: 'lock', by: 'dana', sequence: 9, reason: null, invitedBy: [], at: 't' } as const
const unblinding = { ...proposal, what: 'unblind', reason: 'all are read' } as const

test.each<[string, ReviewFacts]>([
  ['plan register', nothing],
  ['plan register --signer NAME --reason TEXT', { ...nothing, planHasVersions: true }],
  ['bedside run', { ...nothing, planIsRegistered: true }],
  ['review scan', { ...nothing, planIsRegistered: true, hasMaterial: true, openLeaks: 3 }],
  ['plan register', { ...nothing, hasMaterial: true, openLeaks: 0 }],
  ['--role designer', prepared],
  ['invite EMAIL --role ROLE', { ...prepared, standing: begun }],
  ['review allocate', at({})],
  ['review open', at({ slots: 10 })],
  ['reviewers work', at({ ...open, done: 4, withdrawn: 5 })],
  ['review lock', at({ ...open, done: 5, withdrawn: 5 })],
  ['another person: bedside review lock', at({ ...open, done: 4, proposal })],
  ['review unblind', at({ state: 'locked', slots: 10, done: 3 })],
  ['another person: bedside review unblind --as ID', at({ state: 'locked', slots: 10, proposal: unblinding })],
  ['review export', at({ state: 'unblinded', slots: 10, done: 3 })],
])('nextStep is "%s" at its place on the way', (how, facts) => {
  expect(nextStep(facts)?.how).toContain(how)
})

test('nextStep of an exported review is null; an open review goes on whoever left and whatever changed since', () => {
  expect(nextStep(at({ state: 'unblinded', slots: 10, exportedAt: 't' }))).toBeNull()
  const left = everybody.map(one => ({ ...one, active: one.role === 'designer' }))
  expect(nextStep({ ...at({ ...open, people: left }), hasMaterial: false, openLeaks: 2 })?.how).toContain(
    'reviewers work',
  )
})

test('reviewSteps says who is missing, who proposed, and how many leaks are open', () => {
  const words = (facts: ReviewFacts) =>
    reviewSteps(facts)
      .map(({ what }) => what)
      .join('\n')
  expect(words({ ...prepared, standing: begun })).toContain('missing: 2 reviewers, a key holder, an analyst')
  expect(words(at({ ...open, proposal }))).toContain('locked (proposed by dana; another person confirms)')
  expect(words({ ...nothing, openLeaks: 3 })).toContain('leaks resolved: 3 open')
})

test('withoutAnalystNote speaks where nobody who is active is an analyst, and only there', () => {
  expect(withoutAnalystNote(everybody)).toBeNull()
  expect(withoutAnalystNote(begun.people)).toContain('--role analyst')
  expect(withoutAnalystNote(everybody.map(one => ({ ...one, active: one.role !== 'analyst' })))).toContain('refused')
})
