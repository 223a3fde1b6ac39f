/** @file Dates as people write them: read from a whole cell, moved by days, and written in the same form again. */

/** A day of the Gregorian calendar; months and days count from 1. */
export interface CalendarDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** Which of day and month stands first where both are numbers and the year stands last. */
export type DateOrder = 'day-month' | 'month-day'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const LONG_MONTHS = 'January,February,March,April,May,June,July,August,September,October,November,December'.split(',')

/** Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms"; exact for every year). */
export function dayNumber({ year, month, day }: CalendarDay): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}

/** The day that is `number` days after 1970-01-01; the inverse of `dayNumber`. */
export function calendarDay(number: number): CalendarDay {
  const shifted = number + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1,
  }
}

/** What a cell says: a day and how it was written, a date whose order of day and month is not known, or no date. */
export type CellDate =
  | { readonly kind: 'day'; readonly day: CalendarDay; write(day: CalendarDay): string }
  | { readonly kind: 'unclear' }

const like = (written: string, value: number): string => String(value).padStart(written.length, '0')
const century = (text: string): number =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) < 70 ? 2000 : 1900)
const likeYear = (written: string, year: number): string =>
  written.length === 4 ? String(year) : like(written, year % 100)

function valid(day: CalendarDay): boolean {
  if (day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) return false
  const back = calendarDay(dayNumber(day))
  return back.month === day.month && back.day === day.day
}

const TIME = '(?<time>[T\\s]\\s?\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|\\s?[AaPp][Mm]|[+-]\\d{2}:?\\d{2})?)?'
const YEAR_FIRST = new RegExp(
  `^(?<year>(?:18|19|20)\\d{2})(?<a>\\s?[-/.年]\\s?)(?<month>\\d{1,2})(?<b>\\s?[-/.月]\\s?)(?<day>\\d{1,2})(?<end>\\s?[日号])?${TIME}$`,
)
const COMPACT = /^(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})$/
/** Both signs are the same: `2.5-10` is a band of numbers. */
const YEAR_LAST = new RegExp(
  `^(?<first>\\d{1,2})(?<a>[-/.])(?<second>\\d{1,2})(?<b>\\k<a>)(?<year>(?:(?:18|19|20)\\d{2})|\\d{2})${TIME}$`,
)
const DAY_NAMED =
  /^(?<day>\d{1,2})(?<suffix>st|nd|rd|th)?(?<a>[\s-]?)(?<name>[A-Za-z]{3,9})\.?(?<b>[\s,-]{0,2})(?<year>(?:19|20)\d{2}|\d{2})$/
const NAMED_DAY =
  /^(?<name>[A-Za-z]{3,9})\.?(?<a>\s)(?<day>\d{1,2})(?<suffix>st|nd|rd|th)?(?<b>,?\s)(?<year>(?:19|20)\d{2})$/

function monthOfName(name: string): number {
  const lower = name.toLowerCase()
  const index = MONTHS.indexOf(lower.slice(0, 3))
  return index >= 0 && (LONG_MONTHS[index].toLowerCase().startsWith(lower) || lower === 'sept') ? index + 1 : 0
}

function likeName(written: string, month: number): string {
  const name = LONG_MONTHS[month - 1]
  const cut = written.length <= 4 ? name.slice(0, 3) : name
  return written === written.toUpperCase()
    ? cut.toUpperCase()
    : written === written.toLowerCase()
      ? cut.toLowerCase()
      : cut
}

const ordinal = (written: string | undefined, day: number): string =>
  written === undefined ? '' : (([11, 12, 13].includes(day) ? undefined : ['st', 'nd', 'rd'][(day % 10) - 1]) ?? 'th')

/**
 * Reads a cell that holds a date and nothing else, a time of day after it included; null when it holds none. Where the
 * year stands last and day and month could be either, it is `unclear` unless `order` says which is first.
 */
export function readCellDate(cell: string, order?: DateOrder): CellDate | null {
  const text = cell.trim()
  const first = YEAR_FIRST.exec(text)?.groups ?? COMPACT.exec(text)?.groups
  if (first !== undefined) {
    const day = { year: Number(first.year), month: Number(first.month), day: Number(first.day) }
    if (!valid(day)) return null
    const { a = '', b = '', end = '', time = '' } = first
    return {
      kind: 'day',
      day,
      write: to => `${to.year}${a}${like(first.month, to.month)}${b}${like(first.day, to.day)}${end}${time}`,
    }
  }
  const last = YEAR_LAST.exec(text)?.groups
  if (last !== undefined) {
    const year = century(last.year)
    const orders = (order === undefined ? (['day-month', 'month-day'] as const) : [order]).filter(candidate => {
      const [day, month] = candidate === 'day-month' ? [last.first, last.second] : [last.second, last.first]
      return valid({ year, month: Number(month), day: Number(day) })
    })
    if (orders.length === 0) return null
    // Equal numbers are one day in either order, but the moved day would have to be written in one.
    if (orders.length === 2) return { kind: 'unclear' }
    const dayFirst = orders[0] === 'day-month'
    const [day, month] = dayFirst ? [last.first, last.second] : [last.second, last.first]
    return {
      kind: 'day',
      day: { year, month: Number(month), day: Number(day) },
      write(to) {
        const [one, two] = dayFirst ? [to.day, to.month] : [to.month, to.day]
        const ending = `${last.b}${likeYear(last.year, to.year)}${last.time ?? ''}`
        return `${like(last.first, one)}${last.a}${like(last.second, two)}${ending}`
      },
    }
  }
  const named = DAY_NAMED.exec(text)?.groups ?? NAMED_DAY.exec(text)?.groups
  if (named === undefined) return null
  const day = { year: century(named.year), month: monthOfName(named.name), day: Number(named.day) }
  if (!valid(day)) return null
  const dayLeads = text.startsWith(named.day)
  return {
    kind: 'day',
    day,
    write(to) {
      const dayText = `${like(named.day, to.day)}${ordinal(named.suffix, to.day)}`
      const name = likeName(named.name, to.month)
      const [one, two] = dayLeads ? [dayText, name] : [name, dayText]
      return `${one}${named.a}${two}${named.b}${likeYear(named.year, to.year)}`
    },
  }
}
