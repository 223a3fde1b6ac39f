/** @file Merged cells of a sheet: the file has the value in the first cell alone, a person sees it in all of them. */

/** The number of a column, `A` = 0. */
const columnIndex = (letters: string): number =>
  [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** First and last row and column of an area such as `A2:B5`, from 0; null when it is none. */
function cornersOf(area: string): { rows: [number, number]; columns: [number, number] } | null {
  const [, left, top, right, bottom] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(area) ?? []
  if (bottom === undefined) return null
  return { rows: [Number(top) - 1, Number(bottom) - 1], columns: [columnIndex(left), columnIndex(right)] }
}

/**
 * Puts the value of each merged area into all its cells of the given rows, in place, and returns how many cells that were.
 * An area that begins in no row of the sheet, or in an empty cell, changes nothing.
 */
export function repeatMerged(
  cells: readonly string[][],
  areas: readonly string[],
  inRow: (row: number) => boolean,
): number {
  let repeated = 0
  for (const area of areas) {
    const corners = cornersOf(area)
    if (corners === null) continue
    const { rows, columns } = corners
    const value = cells[rows[0]]?.[columns[0]] ?? ''
    if (value === '') continue
    for (let row = rows[0]; row <= Math.min(rows[1], cells.length - 1); row++) {
      if (!inRow(row)) continue
      for (let column = columns[0]; column <= Math.min(columns[1], cells[row].length - 1); column++) {
        if (row === rows[0] && column === columns[0]) continue
        cells[row][column] = value
        repeated++
      }
    }
  }
  return repeated
}
