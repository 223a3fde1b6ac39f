/** @file Counting in simulations: how often a test rejects or an interval covers, against limits that are computed. */
import { expect } from 'vitest'
import { binomialLowerTail, binomialUpperTail } from '../../src/statistics/distributions/index.ts'
import { type Estimate, isEstimated } from '../../src/statistics/index.ts'

/** The nominal size of every test and the level of every interval in this folder. */
export const ALPHA = 0.05
export const LEVEL = 0.95

/**
 * A correct method falls outside the limits of one simulation with this probability, by half on each side; seeds are
 * fixed, so a test that has passed passes for ever, and one that fails after a change fails for a reason.
 */
const CHANCE_OF_FALSE_ALARM = 0.001

/** Where the true probability of a rejection, or of covering, may lie. */
export type Range = readonly [from: number, to: number]

/** A test whose size is the nominal one: the distribution of its p value is known and fine enough. */
export const exactSize: Range = [ALPHA, ALPHA]
/** An exact test of discrete data: it cannot use all of alpha, so only more than alpha is a fault. */
export const atMostAlpha: Range = [0, ALPHA]
/** A test by approximation: Bradley's (1978, Br J Math Stat Psychol 31:144) liberal criterion of robustness. */
export const bradley: Range = [0.5 * ALPHA, 1.5 * ALPHA]
/** An interval by approximation: its misses meet the same criterion. */
export const bradleyCoverage: Range = [1 - 1.5 * ALPHA, 1 - 0.5 * ALPHA]

/** The smallest and the largest number of hits in `runs` that agree with a true probability within the range. */
export function limitsOfHits(runs: number, [from, to]: Range): readonly [number, number] {
  const tail = CHANCE_OF_FALSE_ALARM / 2
  let low = 0
  while (low < runs && binomialLowerTail(low, runs, from) < tail) low++
  let high = runs
  while (high > 0 && binomialUpperTail(high, runs, to) < tail) high--
  return [low, high]
}

/** Number of runs of 0..runs - 1 in which `hit` holds. */
export function countHits(runs: number, hit: (run: number) => boolean): number {
  let hits = 0
  for (let run = 0; run < runs; run++) if (hit(run)) hits++
  return hits
}

/** Fails unless so many hits agree with a probability in the range. */
export function expectHits(hits: number, runs: number, range: Range, what: string): void {
  const [low, high] = limitsOfHits(runs, range)
  const message = `${what}: ${hits} of ${runs} (${((100 * hits) / runs).toFixed(1)} %), allowed ${low} to ${high}`
  expect(hits, message).toBeGreaterThanOrEqual(low)
  expect(hits, message).toBeLessThanOrEqual(high)
}

/** Negative control: fails unless there are more hits than any probability in the range explains. */
export function expectTooMany(hits: number, runs: number, range: Range, what: string): void {
  expect(hits, `${what}: ${hits} of ${runs}`).toBeGreaterThan(limitsOfHits(runs, range)[1])
}

/** Negative control: fails unless there are fewer hits than any probability in the range explains. */
export function expectTooFew(hits: number, runs: number, range: Range, what: string): void {
  expect(hits, `${what}: ${hits} of ${runs}`).toBeLessThan(limitsOfHits(runs, range)[0])
}

/** Whether a test rejects at alpha; a result that is not estimable is a fault of the simulation. */
export function rejects(result: { readonly p: number } | { readonly notEstimable: string }): boolean {
  if ('notEstimable' in result) throw new Error(`simulation: the test was not estimable (${result.notEstimable})`)
  return result.p <= ALPHA
}

/** Whether an interval holds the truth; an estimate that there is none of counts as a miss. */
export function covers(estimate: Estimate | undefined, truth: number): boolean {
  if (estimate === undefined || !isEstimated(estimate)) return false
  const [low, high] = estimate.interval
  return low <= truth && truth <= high
}
