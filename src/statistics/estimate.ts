/** @file What every estimator returns: a value with its interval, n and method, or the reason why there is none. */

/** A quantity that could be estimated. */
export interface Estimated {
  readonly value: number
  /** Lower and upper confidence limit. */
  readonly interval: readonly [number, number]
  /** Confidence level of the interval, such as 0.95. */
  readonly level: number
  /** Rows that entered. */
  readonly n: number
  readonly method: string
}

/** A quantity that could not be estimated, and why. */
export interface NotEstimable {
  readonly notEstimable: string
  readonly n: number
}

/** A result of any estimator. Never holds NaN or an infinity, so that it survives JSON. */
export type Estimate = Estimated | NotEstimable

/** Builds an estimate; throws RangeError when a number is not finite or the limits are in the wrong order. */
export function estimated(
  value: number,
  interval: readonly [number, number],
  level: number,
  n: number,
  method: string,
): Estimated {
  const [low, high] = interval
  if (![value, low, high, level, n].every(Number.isFinite) || low > high) {
    throw new RangeError(`estimated: expected finite numbers and ordered limits, got ${value} (${low} to ${high})`)
  }
  return { value, interval: [low, high], level, n, method }
}

/** Builds the result for a quantity that could not be estimated. */
export function notEstimable(reason: string, n: number): NotEstimable {
  return { notEstimable: reason, n }
}

/** True when there is a value. */
export function isEstimated(estimate: Estimate): estimate is Estimated {
  return !('notEstimable' in estimate)
}
