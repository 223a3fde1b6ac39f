/** @file The chi-squared distribution. */
import gammainc from '@stdlib/math-base-special-gammainc'
import gammaln from '@stdlib/math-base-special-gammaln'

/**
 * For x > 1000 and a < x + 50 @stdlib's gammainc 0.3.1 takes a series that holds only for a far below x: a p of 0.78 comes
 * out as 0.81.
 */
const wrongInGammainc = (x: number, a: number) => x > 1000 && a < x + 50

const nonZero = (value: number) => (value === 0 ? 1e-290 : value)

/** Upper regularised incomplete gamma function by its continued fraction (modified Lentz; DLMF 8.9.2), for x > a - 50. */
function upperGammaFraction(x: number, a: number): number {
  let b = nonZero(x + 1 - a)
  let c = Number.MAX_VALUE
  let d = 1 / b
  let fraction = d
  for (let i = 1; i < 100_000; i++) {
    const term = -i * (i - a)
    b += 2
    d = 1 / nonZero(term * d + b)
    c = nonZero(b + term / c)
    const step = c * d
    fraction *= step
    if (Math.abs(step - 1) < 1e-15) break
  }
  return fraction * Math.exp(a * Math.log(x) - x - gammaln(a))
}

/**
 * P(X > x) of a chi-squared X with `df` degrees of freedom, computed directly; equals scipy.stats.chi2.sf(x, df) and R
 * pchisq(x, df, lower.tail = FALSE), to 1e-8 up to a million df. 1 at x <= 0. Throws RangeError unless df > 0.
 */
export function chiSquaredUpperTail(x: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`chiSquaredUpperTail: expected df > 0, got ${df}`)
  if (x <= 0) return 1
  const [half, shape] = [x / 2, df / 2]
  return wrongInGammainc(half, shape) ? upperGammaFraction(half, shape) : gammainc(half, shape, true, true)
}
