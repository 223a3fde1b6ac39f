/** @file Whether the odds are proportional: the same coefficients from separate binary logits at each cut. */
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type CumulativeLogitData, type CumulativeLogitEffect, cumulativeLogit } from './cumulative-logit.ts'

/** The coefficients at one cut. */
export interface CutCoefficients {
  /** Answers above this category against those up to it. */
  readonly above: number
  /** In the order of the columns; log odds of an answer above the cut. */
  readonly fit: { readonly coefficients: readonly CumulativeLogitEffect[]; readonly n: number } | NotEstimable
}

/** Coefficients by cut, and how far they lie apart. */
export interface ProportionalOddsCheck {
  readonly cuts: readonly CutCoefficients[]
  /** For each column the largest minus the smallest coefficient over the cuts; null with fewer than two estimable cuts. */
  readonly ranges: readonly { readonly name: string; readonly range: number | null }[]
}

/**
 * Fits P(Y > j) at each cut j by itself; each equals R glm(I(y > j) ~ x, binomial). Under proportional odds all cuts
 * estimate one coefficient. A cut with answers on one side only, or with separation, is not estimable and says so. It
 * is a description; no test is made of it. Throws RangeError as cumulativeLogit does.
 */
export function proportionalOddsCheck(data: CumulativeLogitData): ProportionalOddsCheck {
  const cuts = Array.from({ length: Math.max(0, data.categories - 1) }, (_, above): CutCoefficients => {
    const fit = cumulativeLogit({ ...data, categories: 2, responses: data.responses.map(own => (own > above ? 1 : 0)) })
    if ('notEstimable' in fit) return { above, fit: notEstimable(fit.notEstimable, fit.n) }
    return { above, fit: { coefficients: fit.coefficients, n: fit.n } }
  })
  const ranges = data.columns.map((name, k) => {
    const values = cuts.flatMap(({ fit }) => ('notEstimable' in fit ? [] : [fit.coefficients[k].value]))
    return { name, range: values.length < 2 ? null : Math.max(...values) - Math.min(...values) }
  })
  return { cuts, ranges }
}
