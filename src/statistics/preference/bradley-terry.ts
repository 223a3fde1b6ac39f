/** @file The Bradley-Terry model of votes between arms, with position effect, covariates and cluster-robust errors. */
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { invertPositiveDefinite } from '../regression/linear-solve.ts'
import { maximiseLikelihood } from '../regression/newton.ts'
import { type PairDesign, pairDesign, type StrengthOptions } from './pair-design.ts'
import { type StrengthReport, strengthReport } from './strengths.ts'
import { armsOf, leftCredit, type PairwiseVote, sortedVotes } from './vote.ts'
import { winGraphObstacle } from './win-graph.ts'
import { centred, smoothedStrengths, type WinMatrix, winMatrix, winProbability } from './win-matrix.ts'

/** A fitted model. */
export interface BradleyTerryFit extends StrengthReport {
  /** P(row's arm beats column's) by the fitted strengths, on neither side and at equal covariates; 0.5 on the diagonal. */
  readonly winProbabilities: WinMatrix
  readonly logLikelihood: number
  /** Votes. */
  readonly n: number
  readonly ties: number
  readonly method: string
}

/** No finite fit: which arms are the reason, and strengths to look at but not to report. */
export interface BradleyTerryNotEstimable extends NotEstimable {
  /** Groups of arms within which strengths would be finite. */
  readonly groups: readonly (readonly string[])[]
  /** Strengths (sum zero) with half a win added each way to every pair; position and covariates left out. */
  readonly displayOnly: {
    readonly note: string
    readonly arms: readonly { readonly arm: string; readonly value: number }[]
    readonly winProbabilities: WinMatrix
  } | null
}

const DISPLAY_NOTE = 'display only, not an estimate: half a win added in each direction of every pair'

/** P(row beats column) for strengths in the order of the arms. */
function winProbabilities(strengths: readonly number[]): number[][] {
  return strengths.map(a => strengths.map(b => winProbability(a, b)))
}

/** The log-likelihood with credits of 0, 1/2 and 1 for the left arm. */
function evaluateAt(at: readonly number[], design: PairDesign, credits: readonly number[]) {
  let value = 0
  const gradient = new Array<number>(design.columns).fill(0)
  const information = gradient.map(() => new Array<number>(design.columns).fill(0))
  for (const [row, x] of design.rows.entries()) {
    const eta = x.reduce((sum, own, i) => sum + own * at[i], 0)
    const p = winProbability(eta, 0)
    const q = winProbability(0, eta)
    // log p = -log(1 + exp(-eta)), without overflow on either side.
    value -= Math.max(0, -eta) + Math.log1p(Math.exp(-Math.abs(eta))) + (1 - credits[row]) * eta
    const residual = credits[row] * q - (1 - credits[row]) * p
    for (let i = 0; i < x.length; i++) {
      if (x[i] === 0) continue
      gradient[i] += residual * x[i]
      for (let j = 0; j < x.length; j++) information[i][j] += p * q * x[i] * x[j]
    }
  }
  return { value, gradient, information }
}

/**
 * Fits logit P(left beats right) = l_left - l_right (+ delta for the left side) (+ gamma times covariates) to single
 * votes by maximum likelihood; a tie counts as half a win each way. Equals R glm(credit ~ 0 + design, binomial), with
 * standard errors of vcov, sandwich::vcovCL(type = 'HC0') by case, and the two-way form of it by case and rater (see
 * regression/sandwich.ts). Arms are reported against their mean, and in pairs. Not estimable with fewer than two arms,
 * where the win graph is not strongly connected (the arms are named), or where delta or gamma have no finite or unique
 * maximum. Throws RangeError on an unknown arm or covariates that do not fit.
 */
export function bradleyTerry(
  votes: readonly PairwiseVote[],
  options: StrengthOptions = {},
): BradleyTerryFit | BradleyTerryNotEstimable {
  const arms = armsOf(votes, options.arms)
  const sorted = sortedVotes(votes)
  const n = sorted.length
  const design = pairDesign(sorted, arms, options)
  if (arms.length < 2) return { ...notEstimable('fewer than two arms', n), groups: [arms], displayOnly: null }
  const wins = winMatrix(sorted, arms)
  const smoothed = smoothedStrengths(wins)
  const displayOnly = {
    note: DISPLAY_NOTE,
    arms: arms.map((arm, i) => ({ arm, value: smoothed[i] })),
    winProbabilities: winProbabilities(smoothed),
  }
  const obstacle = winGraphObstacle(arms, wins)
  if (obstacle) return { ...notEstimable(obstacle.reason, n), groups: obstacle.groups, displayOnly }
  const credits = sorted.map(leftCredit)
  const found = maximiseLikelihood(new Array<number>(design.columns).fill(0), at => evaluateAt(at, design, credits))
  const bread = found && invertPositiveDefinite(found.information)
  if (found === null || bread === null) {
    const reason = 'position or covariates have no unique finite effect: collinear, or they separate the votes'
    return { ...notEstimable(reason, n), groups: [arms], displayOnly }
  }
  const scores = design.rows.map((x, row) => {
    const eta = x.reduce((sum, own, i) => sum + own * found.at[i], 0)
    const residual = credits[row] * winProbability(0, eta) - (1 - credits[row]) * winProbability(eta, 0)
    return x.map(own => residual * own)
  })
  const ties = sorted.filter(vote => vote.vote === 'tie').length
  const fit = { at: found.at, bread, scores }
  return {
    ...strengthReport(fit, sorted, arms, design, options.covariates ?? [], options.level ?? 0.95),
    winProbabilities: winProbabilities(centred([0, ...found.at.slice(0, arms.length - 1)])),
    logLikelihood: found.value,
    n,
    ties,
    method: `Bradley-Terry${options.position ? ' with position effect' : ''}, maximum likelihood, ${
      ties === 0 ? 'no ties' : `${ties} ties as half a win each way`
    }`,
  }
}
