/** @file James' blinding index over all arms. */
import { criticalValue } from '../distributions/index.ts'
import { type Estimated, estimated, type NotEstimable, notEstimable } from '../estimate.ts'
import { guessCell } from './guess-matrix.ts'

/** The index with its standard error. */
export interface JamesIndex extends Estimated {
  readonly standardError: number
}

/** Margins of the answers that name an arm, and of those that do not. */
function marginsOf(counts: ArrayLike<number>, arms: number) {
  const byArm = new Float64Array(arms)
  const byGuess = new Float64Array(arms)
  let unknown = 0
  let correct = 0
  for (let arm = 0; arm < arms; arm++) {
    unknown += counts[guessCell(arms, arm, -1)]
    correct += counts[guessCell(arms, arm, arm)]
    for (let guess = 0; guess < arms; guess++) {
      byArm[arm] += counts[guessCell(arms, arm, guess)]
      byGuess[guess] += counts[guessCell(arms, arm, guess)]
    }
  }
  const guessed = byArm.reduce((sum, count) => sum + count, 0)
  // Twice the chance disagreement of the guesses, times guessed^2.
  const chance = guessed ** 2 - byArm.reduce((sum, count, arm) => sum + count * byGuess[arm], 0)
  return { byArm, byGuess, unknown, guessed, wrong: guessed - correct, chance }
}

function checkTable(counts: ArrayLike<number>, arms: number): void {
  if (!(Number.isInteger(arms) && arms >= 2 && counts.length === arms * (arms + 1))) {
    throw new RangeError(`jamesIndexOf: expected arms x (arms + 1) counts, got ${counts.length} for ${arms} arms`)
  }
}

/**
 * (1 + P_dk + (1 - P_dk) K) / 2 with K = (P_Do - P_De) / P_De over true arms by guesses (as GuessMatrix.counts): 1 is
 * complete blinding, 0.5 random guessing by all, 0 unblinded. All do-not-know is 1. Null when nobody was asked, or when
 * the guesses could not disagree (all of one arm, all right). A function of counts, so that clusterBootstrap can
 * compute it on resamples. Throws RangeError when the counts do not fit the arms.
 */
export function jamesIndexOf(counts: ArrayLike<number>, arms: number): number | null {
  checkTable(counts, arms)
  const { unknown, guessed, wrong, chance } = marginsOf(counts, arms)
  const n = unknown + guessed
  if (n === 0) return null
  if (guessed === 0) return 1
  // K is wrong guessed / chance - 1, and the half of the weights cancels.
  return chance > 0 ? (unknown + (wrong * guessed ** 2) / (2 * chance)) / n : null
}

/**
 * James' index, jamesIndexOf, with do-not-know weighted 1, a wrong guess 1/2 and a right one 0, for two arms or more;
 * the standard error is the multinomial delta method of James et al. (1996, Stat Med 15:1421), limits within 0 to 1;
 * equals R BI::BI(x)$JamesBI for two arms. Claim unblinding when the upper limit is below 0.5; never show it without
 * Bang's. For guesses that cluster take jamesIndexOf into clusterBootstrap. All do-not-know is 1 with standard error 0,
 * said in the method; nobody asked, or guesses that could not disagree, are not estimable. Throws RangeError on counts
 * that do not fit the arms, are negative or not whole.
 */
export function jamesIndex(counts: ArrayLike<number>, arms: number, level = 0.95): JamesIndex | NotEstimable {
  const cells = Array.from(counts)
  if (!cells.every(count => Number.isInteger(count) && count >= 0)) {
    throw new RangeError('jamesIndex: expected whole counts >= 0')
  }
  const value = jamesIndexOf(cells, arms)
  const { byArm, byGuess, unknown, guessed, wrong, chance } = marginsOf(cells, arms)
  const n = unknown + guessed
  if (n === 0) return notEstimable('nobody was asked', 0)
  if (value === null) return notEstimable('all guesses are right and of one arm: no disagreement by chance', n)
  // Gradient of P_dk + wrong g^2 / (2 chance) in the shares, with g the share that guesses, scaled by counts.
  const gradient = cells.map((_, cell) => {
    const arm = Math.floor(cell / (arms + 1))
    const guess = cell % (arms + 1)
    if (guess === arms) return 1
    const off = guess === arm ? 0 : 1
    const chanceSlope = 2 * guessed - byGuess[arm] - byArm[guess]
    return (off * guessed ** 2 + 2 * wrong * guessed - (wrong * guessed ** 2 * chanceSlope) / chance) / (2 * chance)
  })
  const mean = cells.reduce((sum, count, cell) => sum + (count > 0 ? (count / n) * gradient[cell] : 0), 0)
  const variance = cells.reduce(
    (sum, count, cell) => sum + (count > 0 ? (count / n) * (gradient[cell] - mean) ** 2 : 0),
    0,
  )
  const standardError = Math.sqrt(variance / n)
  const half = criticalValue(level) * standardError
  const method = `James blinding index, delta method${standardError < 1e-14 ? ', standard error 0' : ''}`
  return {
    ...estimated(
      value,
      [Math.max(0, Math.min(value, value - half)), Math.max(value, Math.min(1, value + half))],
      level,
      n,
      method,
    ),
    standardError,
  }
}
