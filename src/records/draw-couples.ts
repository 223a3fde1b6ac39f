/** @file Draws couples for one side of a split from an ordered list. */
import { InputError, type RandomStream } from '../support/index.ts'

/** What is drawn as one: a couple, or several that must stay together. */
export interface DrawUnit {
  /** Couples in it. */
  readonly size: number
}

/** Draws `count` items at equal steps from a random start: every stretch of the list gives its share, within one. */
function systematicSample<T>(items: readonly T[], count: number, random: RandomStream): { drawn: T[]; rest: T[] } {
  const drawn: T[] = []
  const rest: T[] = []
  const start = random.uniform()
  let next = 0
  items.forEach((item, index) => {
    if (next < count && Math.floor(((next + start) * items.length) / count) === index) {
      drawn.push(item)
      next++
    } else rest.push(item)
  })
  return { drawn, rest }
}

const couplesOf = (units: readonly DrawUnit[]) => units.reduce((sum, { size }) => sum + size, 0)

/** Moves random units that fit between the two until `couples` couples have left `from`; returns what is still to move. */
function move<T extends DrawUnit>(from: Set<T>, to: Set<T>, couples: number, random: RandomStream): number {
  let left = couples
  for (const unit of left > 0 ? random.shuffle([...from]) : []) {
    if (unit.size > left) continue
    from.delete(unit)
    to.add(unit)
    left -= unit.size
    if (left === 0) break
  }
  return left
}

/**
 * Draws units that hold exactly `count` couples, and gives the rest in the order of the list. Units of one couple are a
 * systematic sample (Cochran, Sampling Techniques, 3rd ed., chapter 8); with larger ones about the right number of units
 * is drawn in this way, each with the same probability, and random units are exchanged until the couples are exact.
 * Throws InputError when they cannot be, because too many couples hang together.
 */
export function drawCouples<T extends DrawUnit>(
  units: readonly T[],
  count: number,
  random: RandomStream,
): { readonly drawn: readonly T[]; readonly rest: readonly T[] } {
  const total = couplesOf(units)
  const first = systematicSample(units, total === 0 ? 0 : Math.round((count * units.length) / total), random)
  let surplus = couplesOf(first.drawn) - count
  if (surplus === 0) return first
  const [drawn, rest] = [new Set(first.drawn), new Set(first.rest)]
  surplus = surplus > 0 ? move(drawn, rest, surplus, random) : -move(rest, drawn, -surplus, random)
  if (surplus > 0) {
    // Only units above the surplus are left: give back the smallest of them, and make up for what it takes too much.
    const smallest = [...drawn].reduce((least, unit) => (unit.size < least.size ? unit : least))
    drawn.delete(smallest)
    rest.add(smallest)
    surplus = -move(rest, drawn, smallest.size - surplus, random)
  }
  if (surplus !== 0) {
    const largest = units.reduce((most, { size }) => Math.max(most, size), 0)
    throw new InputError(
      `expected near-duplicates in groups small enough for ${count} couples on one side, got one of ${largest}`,
      { field: 'split.nearDuplicates' },
      'use `report`, or other sizes',
    )
  }
  return { drawn: units.filter(unit => drawn.has(unit)), rest: units.filter(unit => rest.has(unit)) }
}
