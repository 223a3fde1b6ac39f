import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planner as words } from '../../words/en/team/planner.ts'
import type { LogLine } from '../standing/standing.ts'
import { entriesOfPlan, FIRST_ENTRIES, plannerOf } from './planner-entries.ts'

const log = (sampleSize: unknown): readonly LogLine[] => [
  {
    sequence: 2,
    time: '2026-01-01T00:00:00.000Z',
    actor: 'dana',
    role: 'designer',
    kind: 'plan.amended',
    payload: { plan: { sampleSize } },
    hash: '',
  },
  {
    sequence: 1,
    time: '2026-01-01T00:00:00.000Z',
    actor: 'dana',
    role: 'designer',
    kind: 'plan.registered',
    payload: { plan: { sampleSize: { cases: 2, raters: 1, power: 0.5 } } },
    hash: '',
  },
]

test('the form is read as a plan has it: percent as shares, a comma as a point', () => {
  expect(plannerOf({ ...FIRST_ENTRIES, win: '57.5', icc: '0,25', rating: false }, words)).toEqual({
    planner: {
      cases: 60,
      raters: 6,
      power: 0.8,
      preference: { win: 0.575, ties: 0.15, icc: 0.25 },
      rating: null,
    },
  })
})

test('every field that is wrong is named, those of a question that is left out are not looked at', () => {
  const wrong = { cases: '1.5', raters: '', power: '100', win: 'x', ties: '-1', icc: '1', difference: '5', sd: '0' }
  const found = plannerOf({ ...FIRST_ENTRIES, ...wrong }, words)
  expect('faults' in found && Object.keys(found.faults).sort()).toEqual(Object.keys(wrong).sort())
  const fewer = plannerOf({ ...FIRST_ENTRIES, ...wrong, rating: false }, words)
  expect('faults' in fewer && 'sd' in fewer.faults).toBe(false)
  expect(plannerOf({ ...FIRST_ENTRIES, preference: false, rating: false }, words)).toEqual({
    faults: { questions: words.needOne },
  })
})

test('a plan with a size fills the form, the last version of it counts, and the form means the same again', () => {
  const share = fc.integer({ min: 1, max: 999 }).map(thousandths => thousandths / 1000)
  fc.assert(
    fc.property(
      fc.record({
        cases: fc.integer({ min: 2, max: 20_000 }),
        raters: fc.integer({ min: 1, max: 500 }),
        power: share,
        preference: fc.option(fc.record({ win: share, ties: share, icc: share })),
        rating: fc.record({ difference: fc.constantFrom(0.1, 0.5, 4), sd: fc.constantFrom(0.7, 1.1) }),
      }),
      size => {
        const { preference, ...rest } = size
        const entries = entriesOfPlan(log(preference === null ? rest : size))
        expect(plannerOf(entries!, words)).toEqual({ planner: size })
      },
    ),
  )
  expect(entriesOfPlan(log(undefined))).toBeNull()
})
