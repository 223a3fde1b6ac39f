/** @file The cumulative logit (proportional odds) model of ordered answers, with cluster-robust standard errors. */
import { chiSquaredUpperTail } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'
import { invertPositiveDefinite } from './linear-solve.ts'
import { maximiseLikelihood } from './newton.ts'
import { type ClusterLabels, type ContrastInference, contrastInference } from './wald.ts'

/** Ordered answers with their design. */
export interface CumulativeLogitData {
  /** Answers, 0 to `categories` - 1. */
  readonly responses: readonly number[]
  readonly categories: number
  /** One row of covariates a response, without a constant (the thresholds are the constants). */
  readonly design: readonly (readonly number[])[]
  /** Names of the columns. */
  readonly columns: readonly string[]
  /** Clusters, such as cases; second ones, such as raters, for two-way standard errors. */
  readonly clusters?: ClusterLabels
  readonly secondClusters?: ClusterLabels
  /** Further sums of coefficients to be inferred, such as the difference of two arms. */
  readonly contrasts?: readonly { readonly name: string; readonly weights: readonly number[] }[]
  /** Confidence level, 0.95 when left out. */
  readonly level?: number
}

/** A coefficient or contrast: the log odds ratio of a higher answer for one unit more. */
export interface CumulativeLogitEffect extends ContrastInference {
  readonly name: string
}

/** A fitted model. */
export interface CumulativeLogitFit {
  /** Ascending; logit P(Y <= j) = thresholds[j] - x beta. */
  readonly thresholds: readonly number[]
  readonly coefficients: readonly CumulativeLogitEffect[]
  readonly contrasts: readonly CumulativeLogitEffect[]
  readonly logLikelihood: number
  /** All coefficients against 0, rows taken as independent; null without columns. */
  readonly likelihoodRatio: TestResult | null
  readonly n: number
  readonly method: string
}

const logistic = (z: number) => 1 / (1 + Math.exp(-z))

/** log P of a category between two cuts, with slopes in the upper and the lower cut and minus the second derivatives. */
function between(upper: number, lower: number) {
  const [above, below] = [logistic(-upper), logistic(-lower)]
  // F(upper) - F(lower) = F(upper) (1 - F(lower)) (1 - exp(lower - upper)): no difference of two numbers near 1.
  const gap = -Math.expm1(lower - upper)
  const byUpper = upper === Number.POSITIVE_INFINITY ? 0 : above / (below * gap)
  const byLower = lower === Number.NEGATIVE_INFINITY ? 0 : logistic(lower) / (logistic(upper) * gap)
  return {
    value: Math.log(logistic(upper)) + Math.log(below) + Math.log(gap),
    byUpper,
    byLower,
    upperUpper: byUpper * (byUpper - (2 * above - 1)),
    lowerLower: byLower * (byLower + (2 * below - 1)),
    upperLower: -byUpper * byLower,
  }
}

/** The cuts on both sides of a row's answer, as linear predictors. */
function cutsOf(at: readonly number[], cuts: number, response: number, x: readonly number[]) {
  const eta = x.reduce((sum, own, i) => sum + own * at[cuts + i], 0)
  const upper = response < cuts ? at[response] - eta : Number.POSITIVE_INFINITY
  const lower = response > 0 ? at[response - 1] - eta : Number.NEGATIVE_INFINITY
  return between(upper, lower)
}

/** The direction of a cut in the parameters: its threshold, minus the covariates. */
function directionOf(cut: number, cuts: number, x: readonly number[]): number[] {
  const direction = new Array<number>(cuts + x.length).fill(0)
  if (cut >= 0 && cut < cuts) direction[cut] = 1
  for (const [i, own] of x.entries()) direction[cuts + i] = -own
  return direction
}

function evaluateAt(at: readonly number[], { responses, design }: CumulativeLogitData, cuts: number) {
  let value = 0
  const gradient = at.map(() => 0)
  const information = at.map(() => at.map(() => 0))
  for (let cut = 1; cut < cuts; cut++) {
    if (!(at[cut] > at[cut - 1])) return { value: Number.NEGATIVE_INFINITY, gradient, information }
  }
  for (const [row, response] of responses.entries()) {
    const terms = cutsOf(at, cuts, response, design[row])
    const up = directionOf(response, cuts, design[row])
    const down = directionOf(response - 1, cuts, design[row])
    value += terms.value
    for (let i = 0; i < at.length; i++) {
      gradient[i] += terms.byUpper * up[i] - terms.byLower * down[i]
      const left = terms.upperUpper * up[i] + terms.upperLower * down[i]
      const right = terms.upperLower * up[i] + terms.lowerLower * down[i]
      for (let j = 0; j < at.length; j++) information[i][j] += left * up[j] + right * down[j]
    }
  }
  return { value, gradient, information }
}

function checkData({ responses, categories, design, columns, contrasts = [] }: CumulativeLogitData): void {
  if (design.length !== responses.length || design.some(row => row.length !== columns.length)) {
    throw new RangeError(
      `cumulativeLogit: expected ${columns.length} columns for each of ${responses.length} responses`,
    )
  }
  if (!responses.every(own => Number.isInteger(own) && own >= 0 && own < categories)) {
    throw new RangeError(`cumulativeLogit: expected whole responses from 0 to ${categories - 1}`)
  }
  if (!design.every(row => row.every(Number.isFinite)))
    throw new RangeError('cumulativeLogit: expected a finite design')
  const odd = contrasts.find(contrast => contrast.weights.length !== columns.length)
  if (odd)
    throw new RangeError(
      `cumulativeLogit: expected ${columns.length} weights, got ${odd.weights.length} in ${odd.name}`,
    )
}

/**
 * Fits logit P(Y <= j) = threshold_j - x beta by maximum likelihood, so a positive coefficient goes with higher answers;
 * equals R ordinal::clm(factor(y) ~ x) and MASS::polr, with sandwich::vcovCL(fit, type = 'HC0') for clusters: the
 * observed information inside, the factor G / (G - 1) and no other. Two categories make it binary logistic regression.
 * Not estimable with an empty category (join it with a neighbour), collinear columns, or separation, where a
 * coefficient runs off to infinity. Throws RangeError on responses outside the categories or sizes that do not fit.
 */
export function cumulativeLogit(data: CumulativeLogitData): CumulativeLogitFit | NotEstimable {
  checkData(data)
  const { responses, categories, design, columns } = data
  const n = responses.length
  if (n === 0) return notEstimable('no responses', 0)
  if (categories < 2) return notEstimable('fewer than two categories', n)
  const counts = new Array<number>(categories).fill(0)
  for (const response of responses) counts[response]++
  const empty = counts.indexOf(0)
  if (empty >= 0) return notEstimable(`no response in category ${empty}`, n)
  const cuts = categories - 1
  const start = new Array<number>(cuts + columns.length).fill(0)
  let below = 0
  let emptyLikelihood = 0
  for (const [category, count] of counts.entries()) {
    below += count
    emptyLikelihood += count * Math.log(count / n)
    if (category < cuts) start[category] = Math.log(below / (n - below))
  }
  const found = maximiseLikelihood(start, at => evaluateAt(at, data, cuts))
  const bread = found && invertPositiveDefinite(found.information)
  if (found === null || bread === null) {
    return notEstimable('no unique finite maximum: columns are collinear, or they separate the responses', n)
  }
  const scores = responses.map((response, row) => {
    const terms = cutsOf(found.at, cuts, response, design[row])
    const up = directionOf(response, cuts, design[row])
    const down = directionOf(response - 1, cuts, design[row])
    return up.map((own, i) => terms.byUpper * own - terms.byLower * down[i])
  })
  const infer = contrastInference({ bread, scores }, data.level ?? 0.95, data.clusters, data.secondClusters)
  const beta = found.at.slice(cuts)
  const effect = (name: string, weights: readonly number[]): CumulativeLogitEffect => ({
    name,
    ...infer(
      [...new Array<number>(cuts).fill(0), ...weights],
      weights.reduce((sum, weight, i) => sum + weight * beta[i], 0),
    ),
  })
  const statistic = Math.max(0, 2 * (found.value - emptyLikelihood))
  const df = columns.length
  return {
    thresholds: found.at.slice(0, cuts),
    coefficients: columns.map((name, k) =>
      effect(
        name,
        columns.map((_, i) => (i === k ? 1 : 0)),
      ),
    ),
    contrasts: (data.contrasts ?? []).map(({ name, weights }) => effect(name, weights)),
    logLikelihood: found.value,
    likelihoodRatio:
      df === 0
        ? null
        : testResult({ statistic, df, p: chiSquaredUpperTail(statistic, df), n, method: 'likelihood ratio' }),
    n,
    method: 'cumulative logit with proportional odds, maximum likelihood',
  }
}
