/** @file A sheet of an XLSX workbook as a source of raw rows. */
import readXlsxFile from 'read-excel-file/node'
import { didYouMean, InputError } from '../../../support/index.ts'
import { checkHeader } from './header.ts'
import type { RawRow, RowSource, SourceOptions } from './row-source.ts'
import { workbookParts } from './workbook-parts.ts'

/** Any cell of the reader; its types say `typeof Date` where a Date is meant. */
type SheetCell = string | number | boolean | null | Date

/** A cell as text: a date as `2024-05-01`, with its time only when it has one. */
function cellText(cell: SheetCell): string {
  if (cell === null) return ''
  if (cell instanceof Date) {
    const text = cell.toISOString()
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19)
  }
  return String(cell)
}

const isBlank = (cells: readonly string[]): boolean => cells.every(cell => cell === '')

/**
 * Opens one sheet of a workbook, whose first row that is not blank is the header. The workbook is read as a whole. Error
 * cells (`#NAME?`) are cells of that text. Wholly blank rows are no rows, and `notes` says how many there were; the place
 * of a row is its number in the sheet. Throws InputError when the file is no workbook, when it has several sheets and
 * `sheet` names none of them, when the sheet is blank, and when a column name stands twice.
 */
export async function openWorkbook(file: string, options: SourceOptions = {}): Promise<RowSource> {
  const { bytes, lastRow } = workbookParts(file)
  const damaged = () => new InputError('expected an XLSX workbook, got one that is damaged', { file }, 'save it again')
  const sheets = await readXlsxFile(bytes, { trim: false }).catch(() => {
    throw damaged()
  })
  const names = sheets.map(({ sheet }) => sheet)
  const wanted = options.sheet ?? (names.length === 1 ? names[0] : undefined)
  if (wanted === undefined) {
    throw new InputError(
      `the workbook has ${names.length} sheets (${names.map(name => `"${name}"`).join(', ')})`,
      { file },
      'write `source: { sheet: ... }` into the mapping, or give --sheet',
    )
  }
  const found = sheets.find(({ sheet }) => sheet === wanted)
  if (found === undefined) {
    throw new InputError(`the workbook has no sheet "${wanted}"`, { file }, didYouMean(wanted, names))
  }
  const texts = (found.data as unknown as SheetCell[][]).map(cells => cells.map(cellText))
  const header = texts.findIndex(cells => !isBlank(cells))
  if (header < 0) throw new InputError(`expected a header row, got a blank sheet "${wanted}"`, { file }, 'name another')
  const columns = texts[header].map(name => name.trim())
  checkHeader(file, columns, header + 1)
  const blank = texts.slice(header + 1).filter(isBlank).length
  const trailing = Math.max(0, (lastRow.get(wanted) ?? texts.length) - texts.length)
  const note = `${blank + trailing} wholly blank rows of sheet "${wanted}" are not rows (${trailing} at its end).`
  async function* rows(): AsyncGenerator<RawRow> {
    let row = 0
    for (let index = header + 1; index < texts.length; index++) {
      if (isBlank(texts[index])) continue
      row++
      yield { row, line: index + 1, cells: texts[index] }
    }
  }
  return { columns, rows: rows(), notes: () => (blank + trailing > 0 ? [note] : []) }
}
