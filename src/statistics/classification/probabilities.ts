/** @file What predicted probabilities must look like, for the scores that are computed from them. */

/** Throws RangeError unless there is one probability in 0..1 for each outcome, which is 0 or 1. */
export function checkBinary(name: string, probabilities: readonly number[], outcomes: readonly number[]): void {
  if (probabilities.length !== outcomes.length) {
    throw new RangeError(
      `${name}: expected an outcome a probability, got ${outcomes.length} of ${probabilities.length}`,
    )
  }
  const wrong = probabilities.find(p => !(p >= 0 && p <= 1)) ?? outcomes.find(y => y !== 0 && y !== 1)
  if (wrong !== undefined)
    throw new RangeError(`${name}: expected probabilities in 0..1 and outcomes 0 or 1, got ${wrong}`)
}

/** Probabilities may miss a sum of 1 by this much, such as from printed digits. */
const SUM_TOLERANCE = 1e-6

/** Throws RangeError unless each row of probabilities adds up to 1 and its truth is the place of one of them. */
export function checkClasses(
  name: string,
  probabilities: readonly (readonly number[])[],
  truths: readonly number[],
): void {
  if (probabilities.length !== truths.length) {
    throw new RangeError(
      `${name}: expected a truth a row of probabilities, got ${truths.length} of ${probabilities.length}`,
    )
  }
  for (const [i, row] of probabilities.entries()) {
    const sum = row.reduce((total, p) => total + p, 0)
    if (!row.every(p => p >= 0 && p <= 1) || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new RangeError(`${name}: expected probabilities that add up to 1, got ${row.join(', ')}`)
    }
    if (!(Number.isInteger(truths[i]) && truths[i] >= 0 && truths[i] < row.length)) {
      throw new RangeError(`${name}: expected a truth in 0..${row.length - 1}, got ${truths[i]}`)
    }
  }
}
