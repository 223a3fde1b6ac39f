/** @file How few cases have to be left out for another arm to come first: a greedy search. */
import { choleskyFactor, solveFactored } from '../regression/linear-solve.ts'
import { smoothedStrengths, strengthsFromWins, type WinMatrix, winLikelihood } from './win-matrix.ts'

/** Cases whose removal puts another arm first. */
export interface FirstPlaceRemoval {
  readonly removed: readonly string[]
  /** The arm that is then first. */
  readonly newFirst: string
  readonly method: string
}

/** The wins of one case. */
export interface CaseWins {
  readonly case: string
  readonly wins: WinMatrix
}

/** Strengths that differ by less are equal: the rest is rounding of the fit. */
export const EQUAL_STRENGTH = 1e-9
const METHOD = 'greedy by influence on the Bradley-Terry strengths: an upper bound of the smallest number'

/** Sum of win matrices of the same arms. */
export function sumOfWins(cases: readonly CaseWins[], arms: number): number[][] {
  const total = Array.from({ length: arms }, () => new Array<number>(arms).fill(0))
  for (const { wins } of cases) {
    for (const [i, row] of wins.entries()) for (const [j, own] of row.entries()) total[i][j] += own
  }
  return total
}

/** First-order effect of a case on strength[leader] - strength[rival], per case: contrast' B score. */
function influences(cases: readonly CaseWins[], strengths: readonly number[], leader: number, rival: number): number[] {
  const total = sumOfWins(cases, strengths.length)
  // Smoothing keeps the information invertible where wins alone do not link all arms; it moves the order of cases little.
  const smoothed = total.map((row, i) => row.map((own, j) => (i === j ? 0 : own + 1e-6)))
  const { information } = winLikelihood(smoothed, strengths)
  const factor = choleskyFactor(information.slice(1).map(row => row.slice(1)))
  const contrast = strengths.map((_, i) => (i === leader ? 1 : i === rival ? -1 : 0)).slice(1)
  const direction = [0, ...(factor ? solveFactored(factor, contrast) : contrast)]
  return cases.map(({ wins }) =>
    winLikelihood(wins, strengths).gradient.reduce((sum, own, i) => sum + own * direction[i], 0),
  )
}

/** Removes, one at a time, the case that speaks most for the leader against one rival; null when that never suffices. */
function removeAgainst(cases: readonly CaseWins[], arms: readonly string[], leader: number, rival: number) {
  let rest = [...cases]
  const removed: string[] = []
  while (rest.length > 0) {
    const total = sumOfWins(rest, arms.length)
    const strengths = strengthsFromWins(total) ?? smoothedStrengths(total)
    const ahead = strengths.findIndex(own => own > strengths[leader] + EQUAL_STRENGTH)
    if (ahead >= 0) {
      const first = strengths.indexOf(Math.max(...strengths))
      return { removed, newFirst: arms[first], method: METHOD }
    }
    const effects = influences(rest, strengths, leader, rival)
    // Rounding must not decide between cases with equal votes: the first by id goes.
    let strongest = 0
    for (const [i, effect] of effects.entries()) if (effect > effects[strongest] + 1e-12) strongest = i
    if (effects[strongest] <= 1e-12) return null
    removed.push(rest[strongest].case)
    rest = rest.filter((_, i) => i !== strongest)
  }
  return null
}

/**
 * The fewest cases that a greedy search removes until another arm has a higher Bradley-Terry strength than the one that
 * is first now, tried against each rival in turn; an upper bound of the smallest number, equal to it in a complete
 * design of two arms. Totals without finite strengths are ordered with half a win added each way. None to remove when
 * first place is shared; null when no removal suffices. Checked against all subsets in Python.
 * @param cases in the order of their ids.
 */
export function firstPlaceRemoval(cases: readonly CaseWins[], arms: readonly string[]): FirstPlaceRemoval | null {
  const total = sumOfWins(cases, arms.length)
  const strengths = strengthsFromWins(total) ?? smoothedStrengths(total)
  const leader = strengths.indexOf(Math.max(...strengths))
  const equal = strengths.findIndex((own, i) => i !== leader && own > strengths[leader] - EQUAL_STRENGTH)
  if (equal >= 0) return { removed: [], newFirst: arms[equal], method: METHOD }
  let best: FirstPlaceRemoval | null = null
  for (let rival = 0; rival < arms.length; rival++) {
    const found = rival === leader ? null : removeAgainst(cases, arms, leader, rival)
    if (found && (best === null || found.removed.length < best.removed.length)) best = found
  }
  return best
}
