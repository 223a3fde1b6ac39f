/** @file Orders in which every item stands at every place, and follows every other one, equally often. */

/**
 * The rows of a Williams design (1949) over items 0 to `items` - 1: with an even number as many rows as items, with an odd
 * one twice as many. Each item stands as often at each place as at any other, and is followed as often by each other item.
 * One item has one row, none has none.
 */
export function williamsRows(items: number): readonly (readonly number[])[] {
  if (items < 2) return Array.from({ length: items }, (_, i) => [i])
  // 0, 1, n - 1, 2, n - 2, ...: neighbours differ by every amount once.
  const first = Array.from({ length: items }, (_, place) =>
    place % 2 === 1 ? (place + 1) / 2 : (items - place / 2) % items,
  )
  const rows = first.map((_, shift) => first.map(item => (item + shift) % items))
  return items % 2 === 0 ? rows : [...rows, ...rows.map(row => row.toReversed())]
}
