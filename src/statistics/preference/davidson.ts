/** @file Davidson's (1970) extension of Bradley-Terry in which a tie has a probability of its own. */
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { invertPositiveDefinite } from '../regression/linear-solve.ts'
import { maximiseLikelihood } from '../regression/newton.ts'
import type { ContrastInference } from '../regression/wald.ts'
import { type PairDesign, pairDesign, type StrengthOptions } from './pair-design.ts'
import { type StrengthReport, strengthReport, voteInference } from './strengths.ts'
import { armsOf, type PairwiseVote, sortedVotes } from './vote.ts'
import { winGraphObstacle } from './win-graph.ts'
import { centred, type WinMatrix, winMatrix } from './win-matrix.ts'

/** A fitted model. */
export interface DavidsonFit extends StrengthReport {
  /** log v, where a tie between equals is v times as likely as a win of one of them. */
  readonly logTie: ContrastInference
  /** P(row's arm beats column's), on neither side and at equal covariates. */
  readonly winProbabilities: WinMatrix
  /** P(a tie) of each pair. */
  readonly tieProbabilities: WinMatrix
  readonly logLikelihood: number
  /** Votes. */
  readonly n: number
  readonly ties: number
  readonly method: string
}

/** Probabilities of left, right and tie, for the logit of left against right and log v. */
function cells(eta: number, logTie: number): readonly [number, number, number] {
  const largest = Math.max(Math.abs(eta) / 2, logTie)
  const weights = [Math.exp(eta / 2 - largest), Math.exp(-eta / 2 - largest), Math.exp(logTie - largest)]
  const sum = weights[0] + weights[1] + weights[2]
  return [weights[0] / sum, weights[1] / sum, weights[2] / sum]
}

const CELL = { left: 0, right: 1, tie: 2 } as const

/** One vote's log-probability, with its slopes in eta and in log v. */
function voteTerms(vote: PairwiseVote['vote'], eta: number, logTie: number) {
  const p = cells(eta, logTie)
  const half = vote === 'left' ? 0.5 : vote === 'right' ? -0.5 : 0
  return {
    p,
    value: Math.log(p[CELL[vote]]),
    byEta: half - (p[0] - p[1]) / 2,
    byTie: (vote === 'tie' ? 1 : 0) - p[2],
  }
}

const etaOf = (x: readonly number[], at: readonly number[]) => x.reduce((sum, own, i) => sum + own * at[i], 0)

function evaluateAt(at: readonly number[], design: PairDesign, votes: readonly PairwiseVote[]) {
  const last = design.columns
  let value = 0
  const gradient = new Array<number>(last + 1).fill(0)
  const information = gradient.map(() => new Array<number>(last + 1).fill(0))
  for (const [row, x] of design.rows.entries()) {
    const terms = voteTerms(votes[row].vote, etaOf(x, at), at[last])
    const [left, right, tie] = terms.p
    value += terms.value
    gradient[last] += terms.byTie
    information[last][last] += tie * (1 - tie)
    // Variance of the slope in eta, and its covariance with the tie cell.
    const spread = (left + right - (left - right) ** 2) / 4
    const shared = (-tie * (left - right)) / 2
    for (let i = 0; i < last; i++) {
      if (x[i] === 0) continue
      gradient[i] += terms.byEta * x[i]
      information[i][last] += shared * x[i]
      information[last][i] += shared * x[i]
      for (let j = 0; j < last; j++) information[i][j] += spread * x[i] * x[j]
    }
  }
  return { value, gradient, information }
}

/**
 * Fits P(left) : P(right) : P(tie) = s_left : s_right : v sqrt(s_left s_right), with s = exp(l), by maximum likelihood:
 * a softmax of three cells with predictors l_left, l_right and log v + (l_left + l_right) / 2. Position and covariates
 * shift l_left - l_right and leave the geometric mean in the tie's cell unshifted, so v is that of equals on no side
 * (Davidson and Beaver's 1977 v is v times the root of their order effect). Equals a general maximiser of the same
 * likelihood (SciPy), with the cluster-robust forms of regression/sandwich.ts. Not estimable without ties (use Bradley-
 * Terry), with nothing but ties, where the win graph is not strongly connected, or without a unique finite maximum.
 * Throws RangeError on an unknown arm or covariates that do not fit.
 */
export function davidson(votes: readonly PairwiseVote[], options: StrengthOptions = {}): DavidsonFit | NotEstimable {
  const arms = armsOf(votes, options.arms)
  const sorted = sortedVotes(votes)
  const n = sorted.length
  const design = pairDesign(sorted, arms, options)
  if (arms.length < 2) return notEstimable('fewer than two arms', n)
  const ties = sorted.filter(vote => vote.vote === 'tie').length
  if (ties === 0) return notEstimable('no ties: their probability is at its limit, use Bradley-Terry', n)
  if (ties === n) return notEstimable('nothing but ties', n)
  const obstacle = winGraphObstacle(arms, winMatrix(sorted, arms))
  if (obstacle) return notEstimable(obstacle.reason, n)
  const start = new Array<number>(design.columns + 1).fill(0)
  const found = maximiseLikelihood(start, at => evaluateAt(at, design, sorted))
  const bread = found && invertPositiveDefinite(found.information)
  if (found === null || bread === null) {
    return notEstimable('no unique finite maximum: collinear or separating columns, or wins in one direction only', n)
  }
  const last = design.columns
  const scores = design.rows.map((x, row) => {
    const { byEta, byTie } = voteTerms(sorted[row].vote, etaOf(x, found.at), found.at[last])
    return [...x.map(own => byEta * own), byTie]
  })
  const fit = { at: found.at, bread, scores }
  const level = options.level ?? 0.95
  const tieContrast = found.at.map((_, i) => (i === last ? 1 : 0))
  const strengths = centred([0, ...found.at.slice(0, arms.length - 1)])
  const table = (cell: 0 | 2) => strengths.map(a => strengths.map(b => cells(a - b, found.at[last])[cell]))
  return {
    ...strengthReport(fit, sorted, arms, design, options.covariates ?? [], level),
    logTie: voteInference(fit, sorted, level)(tieContrast, found.at[last]),
    winProbabilities: table(0),
    tieProbabilities: table(2),
    logLikelihood: found.value,
    n,
    ties,
    method: `Davidson${options.position ? ' with position effect' : ''}, maximum likelihood, ${ties} ties`,
  }
}
