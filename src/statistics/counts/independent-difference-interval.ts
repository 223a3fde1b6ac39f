/** @file The difference of two quantities that were measured on different cases. */
import { type Estimated, estimated } from '../estimate.ts'

/**
 * First minus second of two independent estimates, its limits by square-and-add on theirs: d - sqrt((a - la)^2 +
 * (ub - b)^2) and d + sqrt((ua - a)^2 + (b - lb)^2) (MOVER: Zou & Donner 2008, Stat Med 27:1693). With Wilson limits it is
 * Newcombe's hybrid score interval (1998, Stat Med 17:873, method 10; statsmodels confint_proportions_2indep(method =
 * 'newcomb')). The first one's level holds; n is the sum. Throws RangeError when the two levels differ.
 */
export function independentDifferenceInterval(first: Estimated, second: Estimated): Estimated {
  if (first.level !== second.level) {
    throw new RangeError(`independentDifferenceInterval: expected one level, got ${first.level} and ${second.level}`)
  }
  const [lowA, highA] = first.interval
  const [lowB, highB] = second.interval
  const [a, b] = [first.value, second.value]
  const low = a - b - Math.hypot(a - lowA, highB - b)
  const high = a - b + Math.hypot(highA - a, b - lowB)
  const methods = first.method === second.method ? first.method : `${first.method}; ${second.method}`
  return estimated(a - b, [low, high], first.level, first.n + second.n, `square-and-add on ${methods}`)
}
