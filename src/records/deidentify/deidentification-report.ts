/** @file What de-identification tells of itself: counts by column and kind, never what stood there. */
import { counted } from '../../support/index.ts'
import type { ColumnPlan } from './column-plan.ts'
import type { IdentifierKind } from './identifier-kind.ts'
import type { AnonymityTable } from './k-anonymity.ts'

/** The section `deidentification` of `records/import-report.json`. */
export interface DeidentificationReport {
  /** The user's reason why nothing was done; null when all below was. */
  readonly off: string | null
  readonly columnsDropped: readonly { readonly column: string; readonly kind: IdentifierKind }[]
  /** Columns left as they are at the user's word. */
  readonly columnsKept: readonly string[]
  /** Column (or `reasoning`) -> kind -> identifiers taken out of its cells. */
  readonly replaced: Readonly<Record<string, Readonly<Partial<Record<IdentifierKind, number>>>>>
  /** Column -> cells that were dates and were moved by their couple's shift. */
  readonly datesShifted: Readonly<Record<string, number>>
  /** Column -> cells that were dates and were emptied: day and month could be either, or there is no key. */
  readonly datesRemoved: Readonly<Record<string, number>>
  /** Column or field -> ages over 90 that became 90. */
  readonly agesCapped: Readonly<Record<string, number>>
  /** Records whose id, and whose couple's id, was replaced by a keyed hash. */
  readonly idsHashed: { readonly records: number; readonly couples: number }
  readonly anonymity: AnonymityTable
  /** What a reader must know. */
  readonly note: string
}

const LIMITS =
  'Identifiers are recognised by names of columns, forms and lists of names: a scan is not a guarantee, and what it ' +
  'misses stays. Hashed ids and moved dates are pseudonyms: who has the key can undo them. This is not a legal opinion.'
const NOTHING_DONE = 'De-identification was turned off: records hold what the source holds.'

/** Counts what is done; nothing of a cell is kept. */
export interface DeidentificationTally {
  replace(column: string, kinds: ReadonlyMap<IdentifierKind, number>): void
  count(what: 'datesShifted' | 'datesRemoved' | 'agesCapped', column: string): void
  hash(what: 'records' | 'couples'): void
  report(plan: readonly ColumnPlan[], anonymity: AnonymityTable, off: string | null): DeidentificationReport
}

const byName = <T>(counts: ReadonlyMap<string, T>): Record<string, T> => Object.fromEntries([...counts])

/** Opens an empty tally, of columns by the names under which a report may show them. */
export function deidentificationTally(shown: (column: string) => string = column => column): DeidentificationTally {
  const replaced = new Map<string, Map<IdentifierKind, number>>()
  const counts = {
    datesShifted: new Map<string, number>(),
    datesRemoved: new Map<string, number>(),
    agesCapped: new Map<string, number>(),
  }
  const hashed = { records: 0, couples: 0 }
  return {
    replace(column, kinds) {
      const name = shown(column)
      const found = replaced.get(name) ?? new Map<IdentifierKind, number>()
      for (const [kind, count] of kinds) found.set(kind, (found.get(kind) ?? 0) + count)
      replaced.set(name, found)
    },
    count(what, column) {
      const name = shown(column)
      counts[what].set(name, (counts[what].get(name) ?? 0) + 1)
    },
    hash(what) {
      hashed[what]++
    },
    report: (plan, anonymity, off) => ({
      off,
      columnsDropped: plan.flatMap(({ column, kind }) => (kind === undefined ? [] : [{ column: shown(column), kind }])),
      columnsKept: plan.filter(({ action }) => action === 'keep').map(({ column }) => shown(column)),
      replaced: byName(new Map([...replaced].map(([column, kinds]) => [column, Object.fromEntries(kinds)]))),
      datesShifted: byName(counts.datesShifted),
      datesRemoved: byName(counts.datesRemoved),
      agesCapped: byName(counts.agesCapped),
      idsHashed: { ...hashed },
      anonymity,
      note: off === null ? LIMITS : NOTHING_DONE,
    }),
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** Columns that the line names; the report has them all. */
const COLUMNS_NAMED = 20

function droppedColumns({ columnsDropped }: DeidentificationReport): string {
  const names = columnsDropped.slice(0, COLUMNS_NAMED).map(({ column }) => column)
  const more = columnsDropped.length - names.length
  const shown = names.length === 0 ? '' : ` (${names.join(', ')}${more > 0 ? ` and ${more} more` : ''})`
  return `${counted(columnsDropped.length, 'column')} dropped${shown}`
}

/** What was done, in one line, with the names of the dropped columns. */
export function describeDeidentification(report: DeidentificationReport): string {
  if (report.off !== null) return `no (${report.off})`
  const { replaced, datesShifted, datesRemoved, agesCapped, idsHashed, anonymity } = report
  const found = sum(Object.values(replaced).flatMap(kinds => Object.values(kinds)))
  return (
    `${droppedColumns(report)}, ${counted(found, 'identifier')} taken out of cells and texts, ` +
    `${counted(sum(Object.values(datesShifted)), 'date')} moved and ${sum(Object.values(datesRemoved))} emptied, ` +
    `${counted(idsHashed.couples + idsHashed.records, 'id')} hashed, ${counted(sum(Object.values(agesCapped)), 'age')} capped; ` +
    `smallest group by ${anonymity.quasiIdentifiers.join(', ') || 'no field'}: ${anonymity.smallest ?? 'none'}`
  )
}
