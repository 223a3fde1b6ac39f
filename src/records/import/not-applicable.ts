/** @file What a source says of a decision in rows where the decision does not apply: dropped, and to be counted. */
import { canonicalCell, type Reading } from './cell.ts'

/** How exports write that there is nothing: a dash, a nought, N/A. */
const NOTHING = /^(?:[-–—/\\.×x0无未否]|n\.?\/?a\.?|nil|null|none|no|not (?:applicable|done)|不适用|未行|没有|不用)$/i

const saysNothing = (text: string): boolean => text === '' || NOTHING.test(text)

/**
 * True when a row says something of a layer: an option or number other than none, or a cell that cannot be read in a
 * column of the layer's own. In a column that tells several decisions, what is no option of this one is one of another.
 * @param read the layer's reader; @param ownColumn position of a column that only this layer reads; null: there is none.
 */
export function sayer(
  read: (cells: readonly string[]) => Reading<string | number | null>,
  ownColumn: number | null,
): (cells: readonly string[]) => boolean {
  return cells => {
    const reading = read(cells)
    if ('value' in reading) return reading.value !== null && !saysNothing(String(reading.value))
    return ownColumn !== null && !saysNothing(canonicalCell(cells[ownColumn]))
  }
}
