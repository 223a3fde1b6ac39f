/** @file Who guessed what: true arms by guessed arms, with do-not-know. */

/** One answer to "which arm was this?". */
export interface Guess {
  readonly arm: string
  /** Null is do not know. */
  readonly guess: string | null
}

/** Guesses about one arm. */
export interface ArmGuesses {
  readonly correct: number
  readonly wrong: number
  readonly unknown: number
}

/** Counts of true arms (rows) by guessed arms (columns, the last one do-not-know). */
export interface GuessMatrix {
  readonly arms: readonly string[]
  /** Row by row, arms.length + 1 to a row. */
  readonly counts: readonly number[]
  /** Share of each count in its row; null where nobody guessed about the arm. */
  readonly shares: readonly (number | null)[]
}

/** The place of one answer in the counts; -1 as guess is do not know. For the totals of clusterBootstrap. */
export function guessCell(arms: number, arm: number, guess: number): number {
  return arm * (arms + 1) + (guess === -1 ? arms : guess)
}

/**
 * Counts the guesses over the declared arms, in their order; equals pandas.crosstab(arm, guess) with all arms kept.
 * Throws RangeError with fewer than two arms, an arm that is declared twice, or a guess of an arm that is not declared.
 */
export function guessMatrix(guesses: readonly Guess[], arms: readonly string[]): GuessMatrix {
  const place = new Map(arms.map((arm, index) => [arm, index]))
  if (arms.length < 2 || place.size !== arms.length) {
    throw new RangeError(`guessMatrix: expected two or more different arms, got ${arms.join(', ')}`)
  }
  const placeOf = (arm: string) => {
    const index = place.get(arm)
    if (index === undefined) throw new RangeError(`guessMatrix: expected one of ${arms.join(', ')}, got ${arm}`)
    return index
  }
  const counts = new Array<number>(arms.length * (arms.length + 1)).fill(0)
  for (const { arm, guess } of guesses)
    counts[guessCell(arms.length, placeOf(arm), guess === null ? -1 : placeOf(guess))]++
  const rows = arms.map((_, arm) => counts.slice(arm * (arms.length + 1), (arm + 1) * (arms.length + 1)))
  const shares = rows.flatMap(row => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map(count => (total === 0 ? null : count / total))
  })
  return { arms, counts, shares }
}

/** Right, wrong and no guesses about the arm at a place of counts that lie as in GuessMatrix. */
export function armGuesses(counts: ArrayLike<number>, arms: number, arm: number): ArmGuesses {
  const correct = counts[guessCell(arms, arm, arm)]
  const unknown = counts[guessCell(arms, arm, -1)]
  let guessed = 0
  for (let guess = 0; guess < arms; guess++) guessed += counts[guessCell(arms, arm, guess)]
  return { correct, wrong: guessed - correct, unknown }
}
