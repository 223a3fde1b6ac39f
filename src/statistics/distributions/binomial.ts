/** @file The binomial distribution. */
import betainc from '@stdlib/math-base-special-betainc'
import betaln from '@stdlib/math-base-special-betaln'

/** log C(n, k); 0 at k = 0 and k = n. Equals R lchoose(n, k). */
export function logBinomialCoefficient(n: number, k: number): number {
  // By the beta function: the difference of log-factorials would lose nine digits at a million.
  return k === 0 || k === n ? 0 : -Math.log(n + 1) - betaln(n - k + 1, k + 1)
}

/** log P(X = k) of a binomial X; equals scipy.stats.binom.logpmf(k, n, p); -Infinity where it cannot happen. */
export function logBinomialProbability(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY
  if (p === 0 || p === 1) return k === (p === 0 ? 0 : n) ? 0 : Number.NEGATIVE_INFINITY
  return logBinomialCoefficient(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p)
}

/** P(X >= k), computed directly; equals scipy.stats.binom.sf(k - 1, n, p). 1 at k <= 0, 0 at k > n. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  if (k > n || p === 0) return 0
  return p === 1 ? 1 : betainc(p, k, n - k + 1)
}

/** P(X <= k), computed directly; equals scipy.stats.binom.cdf(k, n, p). */
export function binomialLowerTail(k: number, n: number, p: number): number {
  if (k >= n || p === 0) return k < 0 ? 0 : 1
  if (k < 0 || p === 1) return 0
  // The complement of P(X >= k + 1) taken inside betainc: 1 - p would lose the digits of a small p.
  return betainc(p, k + 1, n - k, true, true)
}
