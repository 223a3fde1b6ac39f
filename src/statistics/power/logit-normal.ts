/** @file Probabilities whose logit varies normally between cases and raters: their mean, spread and intercept. */

// Step and reach of the trapezoid rule over a standard normal, which is exact to rounding for so smooth a function.
const [STEP, REACH] = [0.05, 9]

/** The logistic function. */
export const expit = (x: number) => 1 / (1 + Math.exp(-x))

/** E f(Z) of a standard normal Z. */
function normalMean(f: (z: number) => number): number {
  let [sum, weights] = [0, 0]
  for (let z = -REACH; z <= REACH; z += STEP) {
    const weight = Math.exp((-z * z) / 2)
    sum += weight * f(z)
    weights += weight
  }
  return sum / weights
}

/** The x in [low, high] where an increasing function reaches the target. */
export function bisect(f: (x: number) => number, target: number, low: number, high: number): number {
  let [a, b] = [low, high]
  for (let i = 0; i < 60; i++) {
    const middle = (a + b) / 2
    if (f(middle) < target) a = middle
    else b = middle
  }
  return (a + b) / 2
}

/** Shares of cases by what they add to the logit. */
export type LogitShifts = readonly (readonly [share: number, shift: number])[]

/** The intercept at which expit(intercept + shift + sd Z) has the given mean. Throws RangeError unless it is in (0, 1). */
export function interceptFor(mean: number, sd: number, shifts: LogitShifts = [[1, 0]]): number {
  if (!(mean > 0 && mean < 1)) throw new RangeError(`interceptFor: expected a probability in (0, 1), got ${mean}`)
  const meanAt = (intercept: number) =>
    shifts.reduce((sum, [share, shift]) => sum + share * normalMean(z => expit(intercept + shift + sd * z)), 0)
  const reach = 40 + 10 * sd + Math.max(...shifts.map(([, shift]) => Math.abs(shift)))
  return bisect(meanAt, mean, -reach, reach)
}

/**
 * The SD of the logit between cases at which two votes on one case correlate by `icc`: the variance of expit(intercept + sd Z)
 * is icc p (1 - p). 0 at icc 0. Throws RangeError unless 0 <= icc < 0.95 and the probability is in (0, 1).
 */
export function logitSdForIcc(probability: number, icc: number): number {
  if (!(icc >= 0 && icc < 0.95)) throw new RangeError(`logitSdForIcc: expected 0 <= icc < 0.95, got ${icc}`)
  if (icc === 0) return 0
  const iccAt = (sd: number) => {
    const intercept = interceptFor(probability, sd)
    const square = normalMean(z => expit(intercept + sd * z) ** 2)
    return (square - probability ** 2) / (probability * (1 - probability))
  }
  return bisect(iccAt, icc, 0, 40)
}
