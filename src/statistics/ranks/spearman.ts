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

/**
 * Spearman's rho (the statistic) with a two-sided p: by all orders up to 9 pairs, which also holds with ties, else by t
 * with n - 2 df as scipy.stats.spearmanr. Fewer than three pairs, or a variable without variation, are not estimable.
 * Throws RangeError when the lengths differ.
 */
export function spearman(x: readonly number[], y: readonly number[]): TestResult | NotEstimable {
  if (x.length !== y.length) throw new RangeError(`spearman: expected pairs, got ${x.length} and ${y.length} values`)
  const n = x.length
  if (n < 3) return notEstimable('fewer than three pairs', n)
  if (new Set(x).size < 2 || new Set(y).size < 2) return notEstimable('a variable without variation', n)
  const [rx, ry] = [midranks(x), midranks(y)]
  const rho = Math.max(-1, Math.min(1, pearson(rx, ry)))
  if (n <= EXACT_UP_TO) {
    let asFar = 0
    let all = 0
    eachOrder(n, order => {
      all++
      if (
        Math.abs(
          pearson(
            rx,
            order.map(i => ry[i]),
          ),
        ) >=
        Math.abs(rho) - 1e-12
      )
        asFar++
    })
    return testResult({ statistic: rho, p: asFar / all, n, method: 'Spearman, exact' })
  }
  const p = Math.abs(rho) === 1 ? 0 : studentTwoSided(rho * Math.sqrt((n - 2) / (1 - rho * rho)), n - 2)
  return testResult({ statistic: rho, df: n - 2, p, n, method: 'Spearman, t' })
}
