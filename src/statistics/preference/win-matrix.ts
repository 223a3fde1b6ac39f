/** @file The table of wins between arms, and the Bradley-Terry strengths that follow from it alone. */
import { type LikelihoodPoint, maximiseLikelihood } from '../regression/newton.ts'
import { leftCredit, type PairwiseVote } from './vote.ts'

/** Wins of the row's arm over the column's. */
export type WinMatrix = readonly (readonly number[])[]

/** Counts wins by arm, ties as half a win for each side. */
export function winMatrix(votes: readonly PairwiseVote[], arms: readonly string[]): number[][] {
  const place = new Map(arms.map((arm, i) => [arm, i]))
  const wins = arms.map(() => new Array<number>(arms.length).fill(0))
  for (const vote of votes) {
    const [left, right] = [place.get(vote.left), place.get(vote.right)]
    if (left === undefined || right === undefined) continue
    wins[left][right] += leftCredit(vote)
    wins[right][left] += 1 - leftCredit(vote)
  }
  return wins
}

/** P(a > b) for strengths on the logit scale. */
export function winProbability(a: number, b: number): number {
  return 1 / (1 + Math.exp(b - a))
}

/** Shifted to a sum of 0, the display form in which no arm is the reference. */
export function centred(strengths: readonly number[]): number[] {
  const mean = strengths.reduce((sum, value) => sum + value, 0) / Math.max(1, strengths.length)
  return strengths.map(value => value - mean)
}

/** The log-likelihood of strengths; its gradient and its information (singular, as only differences count) by arm. */
export function winLikelihood(wins: WinMatrix, strengths: readonly number[]): LikelihoodPoint {
  let value = 0
  const gradient = strengths.map(() => 0)
  const information = strengths.map(() => strengths.map(() => 0))
  for (let i = 0; i < strengths.length; i++) {
    for (let j = i + 1; j < strengths.length; j++) {
      const n = wins[i][j] + wins[j][i]
      if (n === 0) continue
      const p = winProbability(strengths[i], strengths[j])
      const q = winProbability(strengths[j], strengths[i])
      value += (wins[i][j] > 0 ? wins[i][j] * Math.log(p) : 0) + (wins[j][i] > 0 ? wins[j][i] * Math.log(q) : 0)
      // q w_ij - p w_ji is w_ij - n p without the cancellation.
      const score = q * wins[i][j] - p * wins[j][i]
      gradient[i] += score
      gradient[j] -= score
      information[i][i] += n * p * q
      information[j][j] += n * p * q
      information[i][j] -= n * p * q
      information[j][i] -= n * p * q
    }
  }
  return { value, gradient, information }
}

/**
 * Maximum likelihood strengths of Bradley and Terry from wins (not necessarily whole), sum zero; equals R
 * glm(cbind(wins, losses) ~ 0 + arms, binomial) up to the reference. Null without a finite maximum.
 */
export function strengthsFromWins(wins: WinMatrix): number[] | null {
  if (wins.length === 0) return null
  const found = maximiseLikelihood(new Array<number>(wins.length - 1).fill(0), free => {
    const { value, gradient, information } = winLikelihood(wins, [0, ...free])
    return { value, gradient: gradient.slice(1), information: information.slice(1).map(row => row.slice(1)) }
  })
  return found && centred([0, ...found.at])
}

/**
 * Strengths with half a win added in both directions of every pair: always finite, pulled towards equality, for display
 * and for ordering resamples only.
 */
export function smoothedStrengths(wins: WinMatrix): number[] {
  const strengths = strengthsFromWins(wins.map((row, i) => row.map((own, j) => (i === j ? 0 : own + 0.5))))
  return strengths ?? wins.map(() => 0)
}
