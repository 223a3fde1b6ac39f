/** @file Spearman's rank correlation. */
import { studentTwoSided } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { midranks } from './midranks.ts'
import { type TestResult, testResult } from '../test-result.ts'

/** Up to this many pairs all orders are gone through. */
const EXACT_UP_TO = 9

function pearson(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(x), mean(y)]
  let [xy, xx, yy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mx) * (y[i] - my)
    xx += (x[i] - mx) ** 2
    yy += (y[i] - my) ** 2
  }
  return xy / Math.sqrt(xx * yy)
}

/** Calls `visit` with every order of 0..n-1 (Heap's algorithm). */
function eachOrder(n: number, visit: (order: readonly number[]) => void): void {
  const order = Array.from({ length: n }, (_, i) => i)
  const counts = new Array<number>(n).fill(0)
  visit(order)
  for (let i = 0; i < n; ) {
    if (counts[i] < i) {
      const j = i % 2 === 0 ? 0 : counts[i]
      const held = order[i]
      order[i] = order[j]
      order[j] = held
      visit(order)
      counts[i]++
      i = 0
    } else counts[i++] = 0
  }
}

/** Share of orders in which a variable with these ranks correlates perfectly, one way or the other, with itself. */
function perfectShare(ranks: readonly number[]): number {
  const groups = new Map<number, number>()
  for (const rank of ranks) groups.set(rank, (groups.get(rank) ?? 0) + 1)
  let share = 1
  let placed = 0
  for (const size of groups.values()) for (let own = 1; own <= size; own++) share *= own / ++placed
  const symmetric = [...groups].every(([rank, size]) => groups.get(ranks.length + 1 - rank) === size)
  return symmetric ? 2 * share : share
}

/**
 * Spearman's rho (the statistic) with a two-sided p: by all orders up to 9 pairs, which also holds with ties, else by t
 * with n - 2 df as scipy.stats.spearmanr. Fewer than three pairs, or a variable without variation, are not estimable.
 * R cor.test(method = 'spearman') agrees without ties up to 9 pairs, and with exact = FALSE beyond. A perfect
 * correlation has the exact p 2 / n! (times the orders within ties) in place of 0. Throws RangeError when the lengths differ
 * or a value is not finite.
 */
export function spearman(x: readonly number[], y: readonly number[]): TestResult | NotEstimable {
  if (x.length !== y.length) throw new RangeError(`spearman: expected pairs, got ${x.length} and ${y.length} values`)
  const n = x.length
  if (![...x, ...y].every(Number.isFinite)) throw new RangeError('spearman: expected finite numbers')
  if (n < 3) return notEstimable('fewer than three pairs', n)
  if (new Set(x).size < 2 || new Set(y).size < 2) return notEstimable('a variable without variation', n)
  const [rx, ry] = [midranks(x), midranks(y)]
  const rho = Math.max(-1, Math.min(1, pearson(rx, ry)))
  if (n <= EXACT_UP_TO) {
    // Four times the sum of products of ranks is whole, so that equal correlations compare as equal.
    const [doubledX, doubledY] = [rx.map(rank => 2 * rank), ry.map(rank => 2 * rank)]
    const centre = n * (n + 1) ** 2
    const distance = (order: readonly number[]) => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += doubledX[i] * doubledY[order[i]]
      return Math.abs(sum - centre)
    }
    const observed = distance(rx.map((_, i) => i))
    let asFar = 0
    let all = 0
    eachOrder(n, order => {
      all++
      if (distance(order) >= observed) asFar++
    })
    return testResult({ statistic: rho, p: asFar / all, n, method: 'Spearman, exact' })
  }
  const [same, reversed] = [ry, ry.map(rank => n + 1 - rank)].map(ranks => ranks.every((rank, i) => rank === rx[i]))
  if (same || reversed) {
    const p = perfectShare(rx)
    return testResult({ statistic: same ? 1 : -1, p, n, method: 'Spearman, exact' })
  }
  const p = studentTwoSided(rho * Math.sqrt((n - 2) / (1 - rho * rho)), n - 2)
  return testResult({ statistic: rho, df: n - 2, p, n, method: 'Spearman, t' })
}
