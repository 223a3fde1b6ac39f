/** @file The rules for every header: no name stands twice, and a title above the table is none. */
import { InputError } from '../../../support/index.ts'

/** Columns from which one name alone among unnamed ones is no header. */
const FEWEST_COLUMNS = 3

/** What a table looks like that has a line above its header: one cell, and nothing beside it. */
export function refuseTitle(file: string, line: number): never {
  throw new InputError(
    `expected a header, got row ${line}, which looks like a title (one cell above a table)`,
    { file, line },
    'remove it, so that the names of the columns come first',
  )
}

/** Signs that separate columns in some export. */
const SEPARATORS = [',', ';', '\t', '|'] as const

/**
 * Throws InputError when a header of one column holds another separator: the whole line was taken for one name. Takes a
 * header of several columns, and a line whose next has fewer of that separator, for it is a title.
 * @param next the line below the header, where it is known.
 */
export function refuseOtherSeparator(
  file: string,
  columns: readonly string[],
  delimiter = ',',
  next: string | null = null,
): void {
  const [line] = columns
  if (columns.length !== 1 || line === undefined) return
  const count = (sign: string, text = line) => text.split(sign).length - 1
  const [most] = SEPARATORS.filter(sign => sign !== delimiter).sort((a, b) => count(b) - count(a))
  // One comma may stand in a name: AMH, ng/mL.
  if (count(most) < (most === ',' ? 2 : 1)) return
  if (next !== null && count(most, next) < count(most)) return
  const shown = JSON.stringify(most)
  throw new InputError(
    `expected columns separated by ${JSON.stringify(delimiter)}, got a header separated by ${shown}`,
    { file, line: 1 },
    `set --delimiter ${most === '\t' ? '"\\t"' : shown} (in a study: \`delimiter: ${shown}\` under records)`,
  )
}

/**
 * Throws InputError when a column name stands twice (unnamed columns may repeat, since nothing can refer to them), and
 * when only one column has a name.
 */
export function checkHeader(file: string, columns: readonly string[], line = 1): void {
  if (columns.length >= FEWEST_COLUMNS && columns.filter(name => name.trim() !== '').length === 1)
    refuseTitle(file, line)
  const seen = new Map<string, number>()
  columns.forEach((name, index) => {
    const before = seen.get(name)
    if (before !== undefined) {
      throw new InputError(
        `the header has "${name}" twice, in columns ${before + 1} and ${index + 1}`,
        { file, line },
        'rename one of them',
      )
    }
    // Spreadsheets leave unnamed columns at the end, and R one at the beginning.
    if (name !== '') seen.set(name, index)
  })
}
