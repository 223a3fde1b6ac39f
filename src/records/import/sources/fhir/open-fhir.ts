/** @file FHIR R4 as a source of raw rows: one row per CarePlan, or per couple without one, as known when it was made. */
import { InputError } from '../../../../support/index.ts'
import type { RawRow, RowSource, SourceOptions } from '../row-source.ts'
import { compareDates } from './compare-dates.ts'
import { type Couple, couplesOf } from './couples.ts'
import { planCells, planDate } from './facts.ts'
import { type Gathered, gather } from './gather.ts'
import type { ResourceOf } from './resources.ts'

const PARTNER = 'Partner.'

/** What was left out because of when it was recorded. */
interface LeftOut {
  later: number
  undated: number
}

/** Whole years between a birth date and a day; empty unless both are known to the day. */
export function ageAt(birthDate: string | undefined, day: string): string {
  const parts = (date: string) => /^(\d{4})-(\d{2})-(\d{2})/.exec(date)?.slice(1).map(Number)
  const [born, at] = [parts(birthDate ?? ''), parts(day)]
  if (born === undefined || at === undefined) return ''
  const hadBirthday = at[1] > born[1] || (at[1] === born[1] && at[2] >= born[2])
  return String(at[0] - born[0] - (hadBirthday ? 0 : 1))
}

/** The day of a date or a date and time; days compare as text. */
const dayOf = (date: string): string => date.slice(0, 10)

/** When a date was, seen from a day. Of a month or a year that the day lies in, it cannot be told. */
export function seenFrom(day: string, date: string | null): 'before' | 'later' | 'unknown' {
  if (date === null) return 'unknown'
  const known = dayOf(date)
  const sameLength = day.slice(0, known.length)
  if (known === sameLength) return known.length === day.length ? 'before' : 'unknown'
  return known < sameLength ? 'before' : 'later'
}

/** Adds what was known of one person up to a day: of every column the latest cell. */
function addPerson(
  cells: Map<string, string>,
  key: string,
  prefix: string,
  until: string | null,
  all: Gathered,
  left: LeftOut,
): void {
  const patient = all.patients.get(key)
  cells.set(`${prefix}Patient.id`, patient?.id ?? key)
  cells.set(`${prefix}Patient.gender`, patient?.gender ?? '')
  cells.set(`${prefix}Patient.birthDate`, patient?.birthDate ?? '')
  const latest = new Map<string, string>()
  for (const { column, cell, unit, date } of all.facts.get(key) ?? []) {
    const seen = until === null ? 'before' : seenFrom(until, date)
    if (seen === 'unknown') left.undated++
    else if (seen === 'later') left.later++
    else if (compareDates(date ?? '', latest.get(column) ?? '') >= 0) {
      latest.set(column, date ?? '')
      cells.set(prefix + column, cell)
      // Also when it has none: an older amount's unit is not this one's.
      if (unit !== undefined) cells.set(`${prefix}${column}.unit`, unit)
      else cells.delete(`${prefix}${column}.unit`)
    }
  }
}

/** The last day on which anything about the couple was recorded: stands for today where there is no plan. */
function lastDay(people: readonly string[], { facts }: Gathered): string {
  let last = ''
  for (const person of people) {
    for (const { date } of facts.get(person) ?? []) if (date !== null && dayOf(date) > last) last = dayOf(date)
  }
  return last
}

interface Draft {
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
  readonly broken?: RawRow['broken']
}

function rowOf(couple: Couple, plan: ResourceOf<'CarePlan'> | null, line: number, all: Gathered, left: LeftOut): Draft {
  const { index, partner, relatedPartner } = couple
  const people = partner === null ? [index] : [index, partner]
  const cells = new Map<string, string>()
  const date = plan === null ? null : planDate(plan)
  const until = date === null ? null : dayOf(date)
  const day = until ?? lastDay(people, all)
  cells.set('Couple.id', people.map(key => all.patients.get(key)?.id ?? key).join('+'))
  cells.set('CarePlan.id', plan?.id ?? '')
  cells.set('CarePlan.date', date ?? '')
  people.forEach((key, i) => {
    const prefix = i === 0 ? '' : PARTNER
    addPerson(cells, key, prefix, until, all, left)
    cells.set(`${prefix}Patient.age`, ageAt(all.patients.get(key)?.birthDate, day))
  })
  if (relatedPartner !== null) {
    cells.set(`${PARTNER}Patient.gender`, relatedPartner.gender ?? '')
    cells.set(`${PARTNER}Patient.birthDate`, relatedPartner.birthDate ?? '')
    cells.set(`${PARTNER}Patient.age`, ageAt(relatedPartner.birthDate, day))
  }
  if (plan !== null) for (const [column, cell] of planCells(plan)) cells.set(column, cell)
  const incomplete = people.map(key => all.incomplete.get(key)).find(problem => problem !== undefined)
  const broken = couple.problem
    ? { field: 'Patient', reason: couple.problem }
    : plan !== null && date === null
      ? {
          field: 'CarePlan',
          reason: 'expected `created` or `period.start`: what was known before the plan cannot be told',
        }
      : incomplete && {
          field: incomplete.field,
          reason: `a resource of this couple, on line ${incomplete.line}, is broken`,
        }
  return { line, cells, ...(broken && { broken }) }
}

/** All rows of a file: each couple's plans in order of date, or the couple itself. */
function draftRows(couples: readonly Couple[], all: Gathered, left: LeftOut): Draft[] {
  return couples.flatMap(couple => {
    const people = couple.partner === null ? [couple.index] : [couple.index, couple.partner]
    const plans = people.flatMap(key => all.plans.get(key) ?? [])
    if (plans.length === 0) return [rowOf(couple, null, all.lines.get(couple.index) ?? 1, all, left)]
    const inOrder = plans.toSorted((a, b) => compareDates(planDate(a.plan) ?? '', planDate(b.plan) ?? ''))
    return inOrder.map(({ line, plan }) => rowOf(couple, plan, line, all, left))
  })
}

function notesOn(all: Gathered, couples: number, left: LeftOut): string[] {
  const counted = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, count]) => `${count} ${name}`).join(', ')
  const [others, unread] = [counted(all.others), counted(all.unread)]
  return [
    `The ${all.resources} FHIR resources are of ${all.patients.size} patients, ${couples} couples or single patients.`,
    others && `Resources of types that are not read: ${others}.`,
    unread && `Values of forms that are not read: ${unread}.`,
    left.later > 0 ? `${left.later} facts recorded after their plan were left out.` : '',
    left.undated > 0
      ? `${left.undated} facts without a date (or with one that is too coarse) were left out, since they may be later than their plan.`
      : '',
  ].filter(Boolean)
}

/**
 * Opens a FHIR R4 file: NDJSON or a Bundle, gzipped or not. A row is a CarePlan, or a couple (or single patient) that has
 * none. With a plan, a row holds what was recorded up to the plan's day. Broken resources are rows of their own, after
 * the others, and the rows of the couple that they are about are broken too. Columns: `Patient.age`, `Observation.<code>`
 * with `.unit`, `Condition.<code>`, `Procedure.<code>`, `MedicationStatement.<code>` with `.dose`, `CarePlan.<code>`; the
 * partner's begin with `Partner.`. Throws InputError when the file has no patient.
 */
export async function openFhir(file: string, options: SourceOptions = {}): Promise<RowSource> {
  const all = await gather(file, options)
  if (all.patients.size === 0) {
    const first = all.broken[0]
    throw new InputError(
      `expected FHIR Patient resources, got none${first ? ` (${all.broken.length} broken; line ${first.line}: ${first.reason})` : ''}`,
      { file },
      'export patients and what is known of them into one file',
    )
  }
  const couples = couplesOf(all.patients, all.relatedPeople, all.resolve, options.partner)
  const left: LeftOut = { later: 0, undated: 0 }
  const drafts = draftRows(couples, all, left)
  const columns = [...new Set(drafts.flatMap(({ cells }) => [...cells.keys()]))]
  const inOrder = all.broken.toSorted((a, b) => a.line - b.line)
  const broken = inOrder.map(
    ({ line, field, reason }): Draft => ({ line, cells: new Map(), broken: { field, reason } }),
  )
  async function* rows(): AsyncGenerator<RawRow> {
    let row = 0
    for (const { line, cells, broken: problem } of [...drafts, ...broken]) {
      row++
      yield { row, line, cells: columns.map(column => cells.get(column) ?? ''), ...(problem && { broken: problem }) }
    }
  }
  return { columns, rows: rows(), notes: () => notesOn(all, couples.length, left) }
}
