/** @file Kendall's rank correlation with ties. */
import { normalTwoSided } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'

/** P of every number of discordant pairs among all orders of n values without ties. */
function inversionShares(n: number): number[] {
  let shares = [1]
  for (let size = 2; size <= n; size++) {
    const next = new Array<number>(shares.length + size - 1).fill(0)
    for (const [inversions, share] of shares.entries())
      for (let more = 0; more < size; more++) next[inversions + more] += share / size
    shares = next
  }
  return shares
}

/** With ties, the most pairs whose orders are all looked at: 8! = 40,320. */
const ENUMERATED = 8

/**
 * P over all orders of y that concordant less discordant pairs is at least as far from 0 as observed. One place is filled
 * after the other, so that orders with the same beginning share its count. Where both have ties it need not be symmetric.
 */
function shareOfOrders(x: readonly number[], y: readonly number[], observed: number): number {
  const order: number[] = []
  const isTaken = y.map(() => false)
  let [asFar, all] = [0, 0]
  const place = (difference: number): void => {
    const next = order.length
    if (next === y.length) {
      all++
      if (Math.abs(difference) >= Math.abs(observed)) asFar++
      return
    }
    for (const [i, value] of y.entries()) {
      if (isTaken[i]) continue
      let added = 0
      for (const [j, before] of order.entries()) added += Math.sign(x[next] - x[j]) * Math.sign(value - before)
      isTaken[i] = true
      order.push(value)
      place(difference + added)
      order.pop()
      isTaken[i] = false
    }
  }
  place(0)
  return asFar / all
}

/** Sums of t (t - 1), t (t - 1)(t - 2) and t (t - 1)(2 t + 5) over groups of t equal values. */
function tieSums(values: readonly number[]): readonly [number, number, number] {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let [pairs, triples, spread] = [0, 0, 0]
  for (const t of counts.values()) {
    pairs += t * (t - 1)
    triples += t * (t - 1) * (t - 2)
    spread += t * (t - 1) * (2 * t + 5)
  }
  return [pairs, triples, spread]
}

/**
 * Kendall's tau-b (the statistic) with a two-sided p: exact without ties up to 33 pairs; exact with ties up to 8, the share
 * of all orders whose tau is at least as far from 0; else normal with the tie-corrected variance and no continuity correction,
 * as scipy.stats.kendalltau. Fewer than two pairs, or a variable without variation, are not estimable. Throws RangeError when
 * the lengths differ or a value is not finite. R cor.test(method = 'kendall', exact) agrees without ties and on the normal p;
 * its default is exact up to 49 pairs and never with ties. Looks at all pairs of pairs: ten thousand values take a second.
 */
export function kendallTauB(x: readonly number[], y: readonly number[]): TestResult | NotEstimable {
  if (x.length !== y.length) throw new RangeError(`kendallTauB: expected pairs, got ${x.length} and ${y.length} values`)
  const n = x.length
  if (![...x, ...y].every(Number.isFinite)) throw new RangeError('kendallTauB: expected finite numbers')
  if (n < 2) return notEstimable('fewer than two pairs', n)
  if (new Set(x).size < 2 || new Set(y).size < 2) return notEstimable('a variable without variation', n)
  let [concordant, discordant] = [0, 0]
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const sign = Math.sign(x[i] - x[j]) * Math.sign(y[i] - y[j])
      if (sign > 0) concordant++
      else if (sign < 0) discordant++
    }
  }
  const all = (n * (n - 1)) / 2
  const [xPairs, xTriples, xSpread] = tieSums(x)
  const [yPairs, yTriples, ySpread] = tieSums(y)
  const difference = concordant - discordant
  const tau = difference / Math.sqrt((all - xPairs / 2) * (all - yPairs / 2))
  if (xPairs === 0 && yPairs === 0 && n <= 33) {
    const fewer = Math.min(concordant, discordant)
    const tail = inversionShares(n)
      .slice(0, fewer + 1)
      .reduce((sum, share) => sum + share, 0)
    return testResult({ statistic: tau, p: Math.min(1, 2 * tail), n, method: 'Kendall tau-b, exact' })
  }
  if (n <= ENUMERATED) {
    const p = shareOfOrders(x, y, difference)
    return testResult({ statistic: tau, p, n, method: 'Kendall tau-b, exact over all orders' })
  }
  const m = n * (n - 1)
  const variance =
    (m * (2 * n + 5) - xSpread - ySpread) / 18 +
    (xPairs * yPairs) / (2 * m) +
    (n > 2 ? (xTriples * yTriples) / (9 * m * (n - 2)) : 0)
  return testResult({
    statistic: tau,
    p: normalTwoSided(difference / Math.sqrt(variance)),
    n,
    method: 'Kendall tau-b, normal',
  })
}
