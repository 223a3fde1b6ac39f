/** @file Numbers that a source gives only as bands: "35-37", ">40". */
import { type Reading, readNumberText } from './cell.ts'

/** How bands become numbers, as a mapping says it. */
export interface BandRule {
  /** Which number stands for a band with two ends. */
  readonly closed: 'midpoint' | 'lower' | 'upper'
  /** What stands for a band with one end, by the band as the source writes it. */
  readonly open: Readonly<Record<string, number>>
}

/** What a cell of a column with bands says. */
export type BandReading = Reading<number> & { readonly fromBand?: true }

const NUMBER = String.raw`\d+(?:\.\d+)?`
const CLOSED = new RegExp(String.raw`^(${NUMBER})\s*(?:-|\u2013|\u2014|~|\uFF5E|\bto\b|\u81F3)\s*(${NUMBER})$`)
const BEFORE = String.raw`[<>\u2264\u2265\uFF1C\uFF1E]=?|over|under|up to|below|above|(?:more|less) than|at (?:least|most)|大于|小于|超过|不足|高于|低于`
const AFTER = String.raw`\+|and over|or more|岁?及?以[上下]`
const OPEN = new RegExp(String.raw`^(?:${BEFORE})\s*${NUMBER}岁?$|^${NUMBER}\s*(?:${AFTER})$`, 'i')

/** True for a band with one end, such as ">40", "45+" or "40岁以上": a comparison with a number. */
export const isOpenBand = (text: string): boolean => OPEN.test(text.trim())

/** True for what `bandReader` is made for: "35-37", ">40". */
export const isBand = (text: string): boolean => CLOSED.test(text.trim()) || isOpenBand(text)

/** How a band is written when it is compared: spaces and the form of a sign do not matter. */
const canonicalBand = (text: string): string =>
  text.toLowerCase().replace(/\s+/g, '').replace('≥', '>=').replace('≤', '<=')

/**
 * A reader of cells that hold numbers or bands. "35-37" (also with a dash, "to" or a tilde) is 36, 35 or 37 by the rule; of
 * a band with one end, such as ">40" or "45+", no number can be told, so the rule must name one. A band upside down is
 * refused.
 */
export function bandReader({ closed, open }: BandRule): (cell: string) => BandReading {
  const named = new Map(Object.entries(open).map(([band, value]) => [canonicalBand(band), value]))
  return cell => {
    const value = named.get(canonicalBand(cell))
    if (value !== undefined) return { value, fromBand: true }
    const ends = CLOSED.exec(cell)
    if (ends === null) {
      if (!isOpenBand(cell)) return readNumberText(cell)
      return { reason: 'expected a number or a band with two ends, got an open one that `bands` does not name' }
    }
    const [low, high] = [Number(ends[1]), Number(ends[2])]
    if (low > high) return { reason: 'expected a band from low to high, got one upside down' }
    // Half the sum of two short decimals can end in a row of nines.
    const middle = Number(((low + high) / 2).toPrecision(12))
    return { value: closed === 'lower' ? low : closed === 'upper' ? high : middle, fromBand: true }
  }
}
