/** @file Ranks, with the middle rank for equal values. */

/** The ranks 1..n of values, equal ones sharing their mean rank; equals R rank(x) and scipy.stats.rankdata(x). */
export function midranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b])
  const ranks = new Array<number>(values.length)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && values[order[end]] === values[order[start]]) end++
    for (let i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2
    start = end
  }
  return ranks
}

/** Sum of t^3 - t over groups of t equal values, which corrects variances for ties. */
export function tieTerm(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let sum = 0
  for (const count of counts.values()) sum += count ** 3 - count
  return sum
}
