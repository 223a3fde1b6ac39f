/** @file A sheet of an XLSX workbook as a source of raw rows. */
import readXlsxFile from 'read-excel-file/node'
import { counted, didYouMean, InputError } from '../../../support/index.ts'
import { checkHeader } from './header.ts'
import { repeatMerged } from './merged-cells.ts'
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
 * cells (`#NAME?`) are cells of that text, formulas without a stored result are `#GETTING_DATA`, and percentages are `50%`.
 * Wholly blank rows are no rows, and merged cells all have the value of their area; `notes` says how many there were. The
 * place of a row is its number in the sheet. Throws InputError when the file is no workbook, when it has several sheets and
 * `sheet` names none of them, when the sheet is blank, and when a column name stands twice.
 */
export async function openWorkbook(file: string, options: SourceOptions = {}): Promise<RowSource> {
  const { bytes, lastRow, merged } = workbookParts(file)
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
  const isRow = texts.map((cells, index) => index > header && !isBlank(cells))
  const blank = texts.length - header - 1 - isRow.filter(Boolean).length
  const trailing = Math.max(0, (lastRow.get(wanted) ?? texts.length) - texts.length)
  // Not in a row that is blank but for them: a row of its own would be one more case.
  const repeated = repeatMerged(texts, merged.get(wanted) ?? [], row => isRow[row])
  const notes = [
    blank + trailing > 0
      ? `${counted(blank + trailing, 'wholly blank row')} of sheet "${wanted}" ${blank + trailing === 1 ? 'is no row' : 'are not rows'} (${trailing} at its end).`
      : '',
    repeated > 0
      ? `${counted(repeated, 'merged cell')} of sheet "${wanted}" ${repeated === 1 ? 'has the value of the first cell of its' : 'have the value of the first cell of their'} area.`
      : '',
  ].filter(Boolean)
  async function* rows(): AsyncGenerator<RawRow> {
    let row = 0
    for (let index = header + 1; index < texts.length; index++) {
      if (!isRow[index]) continue
      row++
      yield { row, line: index + 1, cells: texts[index] }
    }
  }
  return { columns, rows: rows(), notes: () => notes }
}
