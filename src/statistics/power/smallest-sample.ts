/** @file How many cases a target power needs. */
import { type NotEstimable, notEstimable } from '../estimate.ts'
import type { ExactPower } from './power-estimate.ts'

/** Where to look. */
export interface SampleSearch {
  /** @default 0.8 */
  readonly target?: number
  /** @default 5 */
  readonly lowest?: number
  /** @default 5000 */
  readonly highest?: number
}

function checkSearch(name: string, target: number, lowest: number, highest: number): void {
  if (!(target > 0 && target < 1 && lowest >= 1 && highest >= lowest)) {
    throw new RangeError(`${name}: expected a target in (0, 1) and 1 <= lowest <= highest, got ${target}`)
  }
}

/**
 * The smallest n with the target power, for a power that rises with n up to Monte-Carlo error: doubles n until it is reached
 * and then halves the gap, some 15 evaluations. Of a simulated power, n is as uncertain as the power at it. Not estimable when
 * it is not reached by `highest`. Throws RangeError on a target outside (0, 1) or an empty range.
 */
export function smallestSample<Power extends ExactPower>(
  powerAt: (n: number) => Power,
  { target = 0.8, lowest = 5, highest = 5000 }: SampleSearch = {},
): Power | NotEstimable {
  checkSearch('smallestSample', target, lowest, highest)
  let below = lowest - 1
  let found = powerAt(lowest)
  while (found.power < target) {
    if (found.n >= highest) return notEstimable(`power ${target} is not reached by ${highest} cases`, highest)
    below = found.n
    found = powerAt(Math.min(highest, 2 * found.n))
  }
  while (found.n - below > 1) {
    const middle = powerAt(Math.floor((below + found.n) / 2))
    if (middle.power < target) below = middle.n
    else found = middle
  }
  return found
}

/** After the last n below the target this many more, and as many again as that n, are looked at. */
const HORIZON = 50

/**
 * The smallest n from which power stays at the target or above, for exact tests, whose power is saw-toothed: the one after
 * the last n below the target, when all up to twice that n plus 50 are above. Not estimable when that is beyond `highest`.
 * Throws RangeError as `smallestSample`.
 */
export function smallestStableSample(
  powerAt: (n: number) => ExactPower,
  { target = 0.8, lowest = 1, highest = 5000 }: SampleSearch = {},
): ExactPower | NotEstimable {
  checkSearch('smallestStableSample', target, lowest, highest)
  let below = lowest - 1
  for (let n = lowest; n <= 2 * below + HORIZON; n++) {
    if (powerAt(n).power < target) below = n
    if (below >= highest) return notEstimable(`power ${target} is not reached for good by ${highest} cases`, highest)
  }
  return powerAt(below + 1)
}
