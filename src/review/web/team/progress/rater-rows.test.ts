import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TeamView } from '../../../api/index.ts'
import { minutes, type RaterRow, raterRows, totalsOf } from './rater-rows.ts'

const row = (raterId: string, rest: Partial<RaterRow> = {}): RaterRow => ({
  raterId,
  name: null,
  centre: null,
  active: true,
  hasSignedIn: true,
  slots: 20,
  done: 10,
  missing: 10,
  withdrawn: 0,
  medianSeconds: 60,
  lastJudgedAt: null,
  quarters: [],
  ...rest,
})

test('what is missing is allotted, neither done nor withdrawn; a rater without an account has no name', () => {
  const team = {
    progress: { raters: [{ raterId: 'R01', active: true, slots: 20, done: 11, withdrawn: 4, quarters: [] }] },
    members: [],
  } as unknown as TeamView
  expect(raterRows(team)).toMatchObject([{ raterId: 'R01', missing: 5, name: null, hasSignedIn: false }])
})

test('time left: each rater at her own median, those with fewer than 8 done at the median of the raters', () => {
  const rows = [
    row('R01', { done: 10, missing: 10, medianSeconds: 60 }),
    row('R02', { done: 8, missing: 2, medianSeconds: 120 }),
    row('R03', { done: 7, missing: 3, medianSeconds: 900 }),
    row('R04', { done: 0, missing: 5, medianSeconds: null }),
  ]
  expect(totalsOf(rows).secondsLeft).toBe(10 * 60 + 2 * 120 + (3 + 5) * 90)
})

test('no time is stated while nobody has done enough', () => {
  expect(totalsOf([row('R01', { done: 7 })]).secondsLeft).toBeNull()
  expect(totalsOf([]).secondsLeft).toBeNull()
})

test('finished raters are active, have slots, and nothing missing', () => {
  const done = { done: 20, missing: 0 }
  const rows = [row('R01', done), row('R02', { ...done, active: false }), row('R03', { slots: 0, done: 0, missing: 0 })]
  expect(totalsOf(rows)).toMatchObject({ raters: 3, finished: 1, left: 1 })
})

test('minutes and seconds carry over, and read back as the rounded seconds', () => {
  expect([0, 59.6, 60, 125, 3725].map(minutes)).toEqual(['0:00', '1:00', '1:00', '2:05', '62:05'])
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), seconds => {
      const [minute, second] = minutes(seconds).split(':').map(Number)
      expect(second).toBeLessThan(60)
      expect(minute * 60 + second).toBe(Math.round(seconds))
    }),
  )
})
