/** @file The one rule for every header: a name that stands twice says nothing of which column is meant. */
import { InputError } from '../../../support/index.ts'

/** Throws InputError when a column name stands twice; unnamed columns may repeat, since nothing can refer to them. */
export function checkHeader(file: string, columns: readonly string[], line = 1): void {
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
