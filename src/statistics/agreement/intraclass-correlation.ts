/** @file The six intraclass correlations of Shrout and Fleiss. */
import { fQuantile, fUpperTail } from '../distributions/index.ts'
import { type Estimate, estimated, type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'
import { type MeanSquares, twoWayMeanSquares } from './two-way-mean-squares.ts'

/**
 * The name says the model (1: each unit has other raters; 2: the raters are a sample; 3: the raters are all there are)
 * and what is used: one rater's value, or the mean of all k.
 */
export type IccForm = 'ICC(1,1)' | 'ICC(2,1)' | 'ICC(3,1)' | 'ICC(1,k)' | 'ICC(2,k)' | 'ICC(3,k)'

/** One form: its estimate and the F test that it is 0 (null where the error is 0 and F has no value). */
export interface IccResult {
  readonly form: IccForm
  readonly estimate: Estimate
  readonly test: TestResult | null
}

/** All six forms, and the mean squares that they come from. */
export interface IntraclassCorrelation {
  readonly n: number
  readonly raters: number
  readonly meanSquares: MeanSquares
  readonly forms: readonly IccResult[]
}

/** Limits of a one-rater form, from the ratio of mean squares and its degrees of freedom. */
function ratioLimits(between: number, error: number, raters: number, df: readonly [number, number], tail: number) {
  const limit = (f: number, own: number) => (own - f * error) / (own + (raters - 1) * f * error)
  // F_(1-tail) of the turned degrees of freedom is 1 / F_tail.
  return [limit(fQuantile(1 - tail, df[0], df[1]), between), limit(1 / fQuantile(1 - tail, df[1], df[0]), between)]
}

/** Limits of ICC(2,1) by Satterthwaite (McGraw & Wong 1996, table 7, case 2), free of division by an error of 0. */
function sampleLimits({ units, raters, error }: MeanSquares, n: number, k: number, icc: number, tail: number) {
  const a = k * icc * raters
  const b = (n * (1 - icc) + k * icc * (n - 1)) * error
  const v = (a + b) ** 2 / (a ** 2 / (k - 1) + b ** 2 / ((n - 1) * (k - 1)))
  const other = k * raters + (k * n - k - n) * error
  // F_(1-tail)(n - 1, v) for the lower limit, F_(1-tail)(v, n - 1) for the upper.
  const low = fQuantile(1 - tail, n - 1, v)
  const high = fQuantile(1 - tail, v, n - 1)
  return [
    (n * (units - low * error)) / (low * other + n * units),
    (n * (high * units - error)) / (other + n * high * units),
  ]
}

/** Spearman-Brown: from one rater to the mean of k; null below the pole. */
const stepUp = (icc: number, k: number) => (1 + (k - 1) * icc > 1e-12 ? (k * icc) / (1 + (k - 1) * icc) : null)

/**
 * The six forms with F, df, p and the intervals of McGraw & Wong (1996, Psychol Methods 1:30) over a complete table of
 * units (rows) by raters (columns); equals R psych::ICC(table, lmer = FALSE). One unit, one rater, or no variation at
 * all is not estimable; nor is a single form whose denominator is not positive or whose mean-of-k limit has no bound
 * (units differ less than by chance). Throws RangeError on uneven rows or a value that is not finite.
 */
export function intraclassCorrelation(
  table: readonly (readonly number[])[],
  level = 0.95,
): IntraclassCorrelation | NotEstimable {
  const n = table.length
  const k = table[0]?.length ?? 0
  const squares = twoWayMeanSquares(table)
  if ('notEstimable' in squares) return squares
  const { units, within, raters, error } = squares
  const tail = (1 - level) / 2
  const df1 = [n - 1, n * (k - 1)] as const
  const df23 = [n - 1, (n - 1) * (k - 1)] as const
  const single = (top: number, bottom: number) => (bottom > 0 ? top / bottom : null)
  const one = single(units - within, units + (k - 1) * within)
  // Units alike and raters apart by a constant: 0, but without a degree of freedom for its limits.
  const two = units + error > 0 ? single(units - error, units + (k - 1) * error + (k * (raters - error)) / n) : null
  const three = single(units - error, units + (k - 1) * error)
  const models = [
    { icc: one, error: within, df: df1, limits: () => ratioLimits(units, within, k, df1, tail) },
    { icc: two, error, df: df23, limits: (icc: number) => sampleLimits(squares, n, k, icc, tail) },
    { icc: three, error, df: df23, limits: () => ratioLimits(units, error, k, df23, tail) },
  ]
  const forms = ['1', 'k'].flatMap(used =>
    models.map(({ icc, error, df, limits }, place): IccResult => {
      const form = `ICC(${place + 1},${used})` as IccForm
      const f = error > 0 ? units / error : null
      const test =
        f === null ? null : testResult({ statistic: f, df, p: fUpperTail(f, ...df), n, method: `F of ${form}` })
      if (icc === null) return { form, estimate: notEstimable('no variation in this form', n), test }
      const own = icc === 1 ? [1, 1, 1] : [icc, ...limits(icc)]
      const values = used === '1' ? own : own.map(value => stepUp(value, k))
      if (values.some(value => value === null)) {
        return { form, estimate: notEstimable('units differ less than by chance: no bound below', n), test }
      }
      const [value, low, high] = values as number[]
      return { form, estimate: estimated(value, [low, high], level, n, `${form}, McGraw-Wong`), test }
    }),
  )
  return { n, raters: k, meanSquares: squares, forms }
}
