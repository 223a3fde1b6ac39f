/** @file What every test returns: a statistic, its p value, how many entered, and by which method. */

/** A test's result; `statistic` and `df` are in the method's own terms. Never holds NaN or an infinity. */
export interface TestResult {
  readonly statistic: number
  readonly df?: number | readonly [number, number]
  readonly p: number
  /** Units that entered. */
  readonly n: number
  readonly method: string
}

/** Builds a result; throws RangeError when a number is not finite or p is outside 0..1 by more than rounding. */
export function testResult(result: TestResult): TestResult {
  const { statistic, p, n } = result
  if (![statistic, p, n].every(Number.isFinite) || p < -1e-12 || p > 1 + 1e-12) {
    throw new RangeError(`testResult: expected finite numbers and p in 0..1, got ${statistic}, ${p} and ${n}`)
  }
  return { ...result, p: Math.min(1, Math.max(0, p)) }
}
