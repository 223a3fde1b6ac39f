import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarDay, dayNumber, readCellDate } from './calendar-date.ts'
import { shiftedDay } from './keyed-values.ts'

const moved = (cell: string, days: number, order?: 'day-month' | 'month-day') => {
  const date = readCellDate(cell, order)
  return date?.kind === 'day' ? date.write(shiftedDay(date.day, days)) : date
}

test('dayNumber and calendarDay are inverse, and agree with known days', () => {
  expect(dayNumber({ year: 1970, month: 1, day: 1 })).toBe(0)
  // 30 years of 365 days, 7 leap days, 31 + 29 days of 2000.
  expect(dayNumber({ year: 2000, month: 3, day: 1 })).toBe(30 * 365 + 7 + 31 + 29)
  fc.assert(
    fc.property(fc.integer({ min: -800_000, max: 800_000 }), n => {
      expect(dayNumber(calendarDay(n))).toBe(n)
    }),
  )
})

test.each([
  ['2021-02-27', 3, '2021-03-02'],
  ['2020-02-27', 3, '2020-03-01'],
  ['2021/3/5', 30, '2021/4/4'],
  ['2021.12.31', 1, '2022.01.01'],
  ['20211231', 1, '20220101'],
  ['2021年3月5日', -5, '2021年2月28日'],
  ['2021-03-05 08:30', 1, '2021-03-06 08:30'],
  ['2021-03-05T08:30:00Z', 1, '2021-03-06T08:30:00Z'],
  ['25/12/2020', 10, '04/01/2021'],
  ['12/25/2020', 10, '01/04/2021'],
  ['5 March 2021', 30, '4 April 2021'],
  ['05-Mar-21', 30, '04-Apr-21'],
  ['05-MAR-2021', 30, '04-APR-2021'],
  ['Mar 1, 2021', 1, 'Mar 2, 2021'],
  ['1st March 2021', 1, '2nd March 2021'],
])('readCellDate(%s) moved by %i days is written in the same form', (cell, days, expected) => {
  expect(moved(cell, days)).toBe(expected)
})

test('readCellDate(03/04/2021) is unclear until somebody says which is first', () => {
  expect(moved('03/04/2021', 1)).toEqual({ kind: 'unclear' })
  expect(moved('03/04/2021', 1, 'day-month')).toBe('04/04/2021')
  expect(moved('03/04/2021', 1, 'month-day')).toBe('03/05/2021')
})

test.each([
  '',
  '2021',
  '2021-13-01',
  '2021-02-30',
  '31/31/2021',
  '5.2',
  '46,XY',
  '12 weeks',
  '20000000',
  '3-4',
  'FSH 5.2',
])('readCellDate(%s) is no date', cell => {
  expect(readCellDate(cell)).toBeNull()
})

test.each(['2.5-10', '7.20-14', '4.5-10', '1.25-10', '1/2.10'])('readCellDate(%s) is none: the signs differ', cell => {
  expect(readCellDate(cell)).toBeNull()
})
