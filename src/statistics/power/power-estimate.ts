/** @file What a power computation returns, and the share of simulated studies that reject. */

/** The power of a design, computed exactly. */
export interface ExactPower {
  readonly power: number
  /** Cases. */
  readonly n: number
  readonly method: string
}

/** The power of a design, from simulated studies. */
export interface PowerEstimate extends ExactPower {
  /** Monte-Carlo standard error of the power. */
  readonly standardError: number
  readonly runs: number
}

/** Fewer runs leave a standard error above 0.009 at a power of 80 %. */
export const FEWEST_RUNS = 2000

/** Throws RangeError unless there are whole numbers of cases, raters and runs, enough of them. */
export function checkDesign(name: string, counts: Readonly<Record<string, number>>, runs: number, alpha: number): void {
  for (const [what, count] of Object.entries(counts)) {
    if (!(Number.isInteger(count) && count >= 1)) throw new RangeError(`${name}: expected ${what} >= 1, got ${count}`)
  }
  if (!(Number.isInteger(runs) && runs >= FEWEST_RUNS)) {
    throw new RangeError(`${name}: expected at least ${FEWEST_RUNS} runs, got ${runs}`)
  }
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`${name}: expected alpha in (0, 1), got ${alpha}`)
}

/** Throws RangeError unless all are numbers from 0 up. */
export function checkSds(name: string, sds: Readonly<Record<string, number>>): void {
  for (const [what, sd] of Object.entries(sds)) {
    if (!(Number.isFinite(sd) && sd >= 0)) throw new RangeError(`${name}: expected ${what} >= 0, got ${sd}`)
  }
}

/**
 * Power and its standard error from the number of runs that rejected. The standard error counts one rejection and one
 * non-rejection more, so that it is not 0 where all runs agree.
 */
export function estimatePower(rejected: number, runs: number, n: number, method: string): PowerEstimate {
  const share = (rejected + 1) / (runs + 2)
  return { power: rejected / runs, standardError: Math.sqrt((share * (1 - share)) / runs), runs, n, method }
}
