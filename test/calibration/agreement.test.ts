/** @file Coverage of the intervals of agreement, where the true coefficient follows from how the ratings are drawn. */
import { expect, test } from 'vitest'
import {
  cohenKappa,
  type Estimate,
  fleissKappa,
  gwetAc,
  intraclassCorrelation,
  krippendorffAlpha,
} from '../../src/statistics/index.ts'
import { type RandomStream, randomStream } from '../../src/support/index.ts'
import { bradleyCoverage, countHits, covers, expectHits, LEVEL, type Range } from './simulation.ts'

/** Options of unequal share; a rater names the true one with this probability and else one of the others. */
const SHARES = [0.6, 0.3, 0.1]
const RIGHT = 0.8
const WRONG = (1 - RIGHT) / 2
const chanceOfRating = (truth: number, option: number) => (truth === option ? RIGHT : WRONG)

/** Population values: two raters agree within a unit, and the shares of the options over all ratings. */
const agreement = RIGHT ** 2 + 2 * WRONG ** 2
const marginal = SHARES.map((_, option) =>
  SHARES.reduce((sum, share, truth) => sum + share * chanceOfRating(truth, option), 0),
)
const sameByShares = marginal.reduce((sum, share) => sum + share ** 2, 0)
const corrected = (chance: number) => (agreement - chance) / (1 - chance)
/** Cohen's, Fleiss' and Krippendorff's coefficients share it, as the raters have the same shares. */
const KAPPA = corrected(sameByShares)
const AC1 = corrected((1 - sameByShares) / (SHARES.length - 1))

function pick(random: RandomStream, shares: readonly number[]): number {
  let left = random.uniform()
  for (const [option, share] of shares.entries()) {
    if (left < share) return option
    left -= share
  }
  return shares.length - 1
}

/** Ratings of units by raters; each but the first two is missing with the given probability. */
function ratings(random: RandomStream, units: number, raters: number, missing: number): (number | null)[][] {
  return Array.from({ length: units }, () => {
    const truth = pick(random, SHARES)
    const shares = SHARES.map((_, option) => chanceOfRating(truth, option))
    return Array.from({ length: raters }, (_, rater) =>
      rater > 1 && random.uniform() < missing ? null : pick(random, shares),
    )
  })
}

test('cohenKappa and fleissKappa miss 2.5 to 7.5 % with 60 and 200 units', () => {
  const runs = 2000
  for (const units of [60, 200]) {
    const random = randomStream(61, 'kappa', units)
    const hits = { cohen: 0, fleiss: 0 }
    for (let run = 0; run < runs; run++) {
      const rated = ratings(random, units, 2, 0)
      const counts = new Array<number>(9).fill(0)
      for (const [first, second] of rated) counts[(first ?? 0) * 3 + (second ?? 0)]++
      if (covers(cohenKappa(counts, 'identity', LEVEL), KAPPA)) hits.cohen++
      if (covers(fleissKappa(ratings(random, units, 4, 0), 3, LEVEL), KAPPA)) hits.fleiss++
    }
    for (const [name, count] of Object.entries(hits))
      expectHits(count, runs, bradleyCoverage, `${name}, ${units} units`)
  }
})

test('gwetAc misses 2.5 to 7.5 % with 40 units of 2 to 5 ratings', () => {
  const runs = 2000
  const random = randomStream(62, 'gwet')
  const hits = countHits(runs, () => covers(gwetAc(ratings(random, 40, 5, 0.4), 3, 'identity', LEVEL), AC1))
  expectHits(hits, runs, bradleyCoverage, 'AC1')
})

test('krippendorffAlpha misses 2.5 to 7.5 % with 60 units of 2 to 4 ratings', () => {
  const runs = 300
  const random = randomStream(63, 'alpha')
  const hits = countHits(runs, run => {
    const units = ratings(random, 60, 4, 0.4).map((row, i) => ({
      id: `u${i}`,
      values: row.filter(value => value !== null),
    }))
    return covers(
      krippendorffAlpha({
        units,
        measurement: 'nominal',
        seed: run,
        stream: ['calibration'],
        resamples: 400,
        level: LEVEL,
      }),
      KAPPA,
    )
  })
  expectHits(hits, runs, bradleyCoverage, 'alpha')
})

test('intraclassCorrelation of a few raters: ICC(3,1) covers 95 % exactly, ICC(2,1) misses 2.5 to 7.5 %', () => {
  // With normal effects the F ratio of ICC(3,1) is exact at any size; the interval of ICC(2,1) takes approximate df.
  const runs = 2000
  const exactCoverage: Range = [LEVEL, LEVEL]
  for (const [units, raters] of [
    [12, 3],
    [40, 5],
  ]) {
    const random = randomStream(64, 'icc', units, raters)
    const hits = { 'ICC(3,1)': 0, 'ICC(2,1)': 0 }
    // Variances 1 of units, 0.2 of raters and 0.5 of error.
    const truth = { 'ICC(3,1)': 1 / 1.5, 'ICC(2,1)': 1 / 1.7 }
    for (let run = 0; run < runs; run++) {
      const lenience = Array.from({ length: raters }, () => Math.sqrt(0.2) * random.normal())
      const table = Array.from({ length: units }, () => {
        const own = random.normal()
        return lenience.map(shift => own + shift + Math.sqrt(0.5) * random.normal())
      })
      const found = intraclassCorrelation(table, LEVEL)
      expect(found).not.toHaveProperty('notEstimable')
      if ('notEstimable' in found) continue
      for (const form of ['ICC(3,1)', 'ICC(2,1)'] as const) {
        const estimate: Estimate | undefined = found.forms.find(own => own.form === form)?.estimate
        if (covers(estimate, truth[form])) hits[form]++
      }
    }
    expectHits(hits['ICC(3,1)'], runs, exactCoverage, `ICC(3,1), ${units} x ${raters}`)
    expectHits(hits['ICC(2,1)'], runs, bradleyCoverage, `ICC(2,1), ${units} x ${raters}`)
  }
})
