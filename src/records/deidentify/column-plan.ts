/** @file What is done with each column of a source, and that a mapping reads none that is dropped. */
import { didYouMean, InputError, type Place } from '../../support/index.ts'
import { type ColumnMeaning, columnMeaning } from './identifier-column.ts'
import type { IdentifierKind } from './identifier-kind.ts'
import { printedName } from './printed-name.ts'

/** What is done with one column. */
export interface ColumnPlan {
  readonly column: string
  /**
   * `drop`: emptied. `id`: holds the study's own ids, hashed in the record. `shift`: dates, moved. `age`: capped.
   * `names`: a cell that looks like a name is one. `keep`: left as it is at the user's word. `scan`: each cell is looked at.
   */
  readonly action: ColumnMeaning['action'] | 'id' | 'keep' | 'scan'
  /** Of a dropped column. */
  readonly kind?: IdentifierKind
}

/** Which columns make the ids of records and couples; null: rows are numbered, and there is no id to hash. */
export interface IdColumns {
  readonly record: readonly string[] | null
  readonly couple: readonly string[] | null
}

/**
 * A plan for every column, in order: the study's ids first, then what the user keeps, then what the names say; the rest
 * is scanned. Throws InputError when a kept column is not there. No columns give an empty plan.
 */
export function planColumns(
  columns: readonly string[],
  ids: IdColumns,
  keepColumns: readonly string[],
): readonly ColumnPlan[] {
  for (const [index, name] of keepColumns.entries()) {
    if (columns.includes(name)) continue
    const place = { field: `records.deidentify.keepColumns.${index}` }
    throw new InputError(
      `the source has no column "${name}"`,
      place,
      didYouMean(
        name,
        columns.map(column => printedName(column)),
      ),
    )
  }
  return columns.map((column): ColumnPlan => {
    if (ids.record?.includes(column) || ids.couple?.includes(column)) return { column, action: 'id' }
    if (keepColumns.includes(column)) return { column, action: 'keep' }
    return { column, ...(columnMeaning(column) ?? { action: 'scan' }) }
  })
}

/**
 * Throws InputError at the first place of a mapping that reads a dropped column: its cells are empty, which would look
 * like values that were never recorded.
 */
export function checkColumnUses(
  plan: readonly ColumnPlan[],
  uses: readonly { readonly column: string; readonly path: readonly PropertyKey[] }[],
  placeOf: (path: readonly PropertyKey[]) => Place,
): void {
  const dropped = new Map(plan.filter(({ action }) => action === 'drop').map(({ column, kind }) => [column, kind]))
  for (const { column, path } of uses) {
    const kind = dropped.get(column)
    if (kind === undefined) continue
    throw new InputError(
      `column "${column}" is dropped at import, because its name says that it holds an identifier (${kind})`,
      placeOf(path),
      'map another column, or list it under records.deidentify.keepColumns if it holds nothing of the kind',
    )
  }
}
