/** @file Cohen's kappa of two raters with its interval. */
import { criticalValue } from '../distributions/index.ts'
import { type Estimated, estimated, type NotEstimable, notEstimable } from '../estimate.ts'
import { agreementWeights } from './agreement-weights.ts'
import { type KappaWeights, weightedKappa } from './weighted-kappa.ts'

/** Kappa with its asymptotic standard error. */
export interface CohenKappa extends Estimated {
  readonly standardError: number
}

/** The variance of Fleiss, Cohen & Everitt (1969, Psychol Bull 72:323), equation 9, not under the null. */
function largeSampleVariance(counts: ArrayLike<number>, credits: Float64Array, kappa: number, n: number): number {
  const options = Math.round(Math.sqrt(counts.length))
  const rowCredit = new Float64Array(options)
  const columnCredit = new Float64Array(options)
  for (let i = 0; i < options; i++) {
    for (let j = 0; j < options; j++) {
      // A row's mean credit is over the columns' margin, and the other way round.
      for (let k = 0; k < options; k++) {
        rowCredit[i] += (credits[i * options + j] * counts[k * options + j]) / n
        columnCredit[j] += (credits[i * options + j] * counts[i * options + k]) / n
      }
    }
  }
  let chance = 0
  let squares = 0
  for (let i = 0; i < options; i++) {
    for (let j = 0; j < options; j++) {
      const share = counts[i * options + j] / n
      chance += share * rowCredit[i]
      squares += share * (credits[i * options + j] - (rowCredit[i] + columnCredit[j]) * (1 - kappa)) ** 2
    }
  }
  return Math.max(0, squares - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
}

/**
 * Cohen's kappa of a k x k table of counts (row by row, the declared scale), unweighted, linear or quadratic, with the
 * interval of Fleiss, Cohen & Everitt within -1 to 1; equals statsmodels.stats.inter_rater.cohens_kappa(table, wt=...)
 * and R vcd::Kappa. No disagreement by chance (one option only) or one unit is not estimable; perfect agreement is 1
 * with standard error 0, said in the method. Throws RangeError when the table is not square or holds a count that is
 * negative or not whole.
 */
export function cohenKappa(
  counts: ArrayLike<number>,
  weights: KappaWeights = 'identity',
  level = 0.95,
): CohenKappa | NotEstimable {
  const cells = Array.from(counts)
  if (!cells.every(count => Number.isInteger(count) && count >= 0)) {
    throw new RangeError('cohenKappa: expected whole counts >= 0')
  }
  const n = cells.reduce((sum, count) => sum + count, 0)
  const value = weightedKappa(cells, weights)
  if (n < 2) return notEstimable(n === 0 ? 'no units' : 'one unit', n)
  if (value === null) return notEstimable('no disagreement by chance: one option only', n)
  const credits = agreementWeights(weights, Math.round(Math.sqrt(cells.length)))
  const standardError = value === 1 ? 0 : Math.sqrt(largeSampleVariance(cells, credits, value, n))
  const half = criticalValue(level) * standardError
  const method = `Cohen kappa (${weights === 'identity' ? 'unweighted' : weights}), Fleiss-Cohen-Everitt`
  const said = standardError === 0 ? `${method}, standard error 0` : method
  return {
    ...estimated(value, [Math.max(-1, value - half), Math.min(1, value + half)], level, n, said),
    standardError,
  }
}
