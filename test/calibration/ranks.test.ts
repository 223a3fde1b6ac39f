/** @file Size of the tests of ranks without an effect: tiny, unequal and tied samples, and ratings of shared cases. */
import { test } from 'vitest'
import { studentTwoSided } from '../../src/statistics/distributions/index.ts'
import { alignedRanksTest } from '../../src/statistics/ranks/aligned-ranks-test.ts'
import { friedmanTest } from '../../src/statistics/ranks/friedman-test.ts'
import { kendallTauB } from '../../src/statistics/ranks/kendall-tau-b.ts'
import { kruskalWallisTest } from '../../src/statistics/ranks/kruskal-wallis-test.ts'
import { mannWhitneyTest } from '../../src/statistics/ranks/mann-whitney-test.ts'
import { spearman } from '../../src/statistics/ranks/spearman.ts'
import { wilcoxonSignedRankTest } from '../../src/statistics/ranks/wilcoxon-signed-rank-test.ts'
import { type RandomStream, randomStream } from '../../src/support/index.ts'
import {
  ALPHA,
  atMostAlpha,
  bradley,
  countHits,
  exactSize,
  expectHits,
  expectTooFew,
  expectTooMany,
  rejects,
} from './simulation.ts'

const list = <Item>(length: number, item: (i: number) => Item) => Array.from({ length }, (_, i) => item(i))
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** A rating of 1 to 5: a latent value cut at four points. */
const likert = (latent: number) => 1 + [-1.2, -0.4, 0.4, 1.2].filter(cut => latent > cut).length

/** Difference of two arms on a case: means over 1 to 5 raters, so that cases count on unequal numbers of ratings. */
function caseDifference(random: RandomStream): number {
  const raters = 1 + random.integer(5)
  const own = random.normal()
  const [first, second] = [0, 1].map(() => mean(list(raters, () => likert(own + random.normal()))))
  return first - second
}

test('wilcoxonSignedRankTest holds 5 %: exact for 6, 15 and 25 cases, by the normal for 40, also with Pratt', () => {
  const runs = 4000
  for (const cases of [6, 15, 25, 40]) {
    for (const zeros of ['wilcoxon', 'pratt'] as const) {
      const random = randomStream(31, 'signed rank', cases, zeros)
      const hits = countHits(runs, () =>
        rejects(
          wilcoxonSignedRankTest(
            list(cases, () => caseDifference(random)),
            { zeros },
          ),
        ),
      )
      // The exact test takes the observed ranks as given and uses what whole numbers of sign flips leave of alpha.
      expectHits(hits, runs, cases <= 25 ? atMostAlpha : bradley, `${cases} cases, zeros by ${zeros}`)
    }
  }
})

test('mannWhitneyTest holds 5 %: exact for 3 against 40, by the normal for 9 against 60, and with ties', () => {
  const runs = 4000
  for (const [first, second, range] of [
    [3, 40, atMostAlpha],
    [8, 12, atMostAlpha],
    [9, 60, bradley],
  ] as const) {
    const random = randomStream(32, 'rank sum', first, second)
    const draw = (n: number) => list(n, () => random.normal())
    const hits = countHits(runs, () => rejects(mannWhitneyTest(draw(first), draw(second))))
    expectHits(hits, runs, range, `${first} against ${second}`)
  }
  const random = randomStream(32, 'rank sum', 'ties')
  const draw = (n: number) => list(n, () => likert(random.normal()))
  const hits = countHits(runs, () => rejects(mannWhitneyTest(draw(15), draw(60))))
  expectHits(hits, runs, bradley, 'ratings of 15 against 60')
})

test('kruskalWallisTest holds 5 % for groups of 5, 12 and 40 ratings', () => {
  const runs = 4000
  const random = randomStream(33, 'kruskal')
  const draw = (n: number) => list(n, () => likert(random.normal()))
  const hits = countHits(runs, () => rejects(kruskalWallisTest([draw(5), draw(12), draw(40)])))
  expectHits(hits, runs, bradley, 'Kruskal-Wallis')
})

test('friedmanTest, its F form and alignedRanksTest hold 5 % on 12 and 40 cases rated 1 to 5', () => {
  const runs = 4000
  for (const cases of [12, 40]) {
    const random = randomStream(34, 'friedman', cases)
    const tables = list(runs, () =>
      list(cases, () => {
        const own = random.normal()
        return list(3, () => likert(own + random.normal()))
      }),
    )
    const friedman = tables.map(friedmanTest)
    const f = friedman.map(result => ('notEstimable' in result ? null : result.imanDavenport))
    const hitsOf = {
      'chi-squared': countHits(runs, run => rejects(friedman[run])),
      // Null where the cases agree perfectly: that is a rejection.
      F: countHits(runs, run => (f[run]?.p ?? 0) <= ALPHA),
      'aligned ranks': countHits(runs, run => rejects(alignedRanksTest(tables[run]))),
    }
    for (const [name, hits] of Object.entries(hitsOf)) expectHits(hits, runs, bradley, `${name}, ${cases} cases`)
  }
})

test('spearman and kendallTauB hold 5 %: exact for 5 and 7 pairs, approximate for 15 pairs and for tied ratings', () => {
  const runs = 2000
  for (const [pairs, range] of [
    [5, atMostAlpha],
    [7, atMostAlpha],
    [15, bradley],
  ] as const) {
    const random = randomStream(35, 'correlation', pairs)
    const drawn = list(runs, () => [0, 1].map(() => list(pairs, () => random.normal())))
    // Kendall's p is still exact at 15 pairs.
    expectHits(
      countHits(runs, run => rejects(kendallTauB(drawn[run][0], drawn[run][1]))),
      runs,
      atMostAlpha,
      `tau, ${pairs}`,
    )
    expectHits(
      countHits(runs, run => rejects(spearman(drawn[run][0], drawn[run][1]))),
      runs,
      range,
      `rho, ${pairs}`,
    )
  }
  const random = randomStream(35, 'correlation', 'ties')
  const drawn = list(runs, () => [0, 1].map(() => list(40, () => likert(random.normal()))))
  for (const [name, of] of [
    ['rho', spearman],
    ['tau', kendallTauB],
  ] as const) {
    expectHits(
      countHits(runs, run => rejects(of(drawn[run][0], drawn[run][1]))),
      runs,
      bradley,
      `${name}, ties`,
    )
  }
})

interface Spread {
  readonly caseArm: number
  readonly raterArm: number
}

/**
 * Ratings by case, rater and arm without any difference between the arms: latent case and rater effects, the liking of an
 * arm that belongs to the case (its answer there happens to be good), and the one that belongs to the rater (taste).
 */
function ratings(random: RandomStream, cases: number, raters: number, arms: number, spread: Spread): number[][][] {
  const leniency = list(raters, () => 0.5 * random.normal())
  const taste = list(raters, () => list(arms, () => spread.raterArm * random.normal()))
  return list(cases, () => {
    const own = 0.7 * random.normal()
    const luck = list(arms, () => spread.caseArm * random.normal())
    return list(raters, rater =>
      list(arms, arm => likert(own + leniency[rater] + luck[arm] + taste[rater][arm] + 0.7 * random.normal())),
    )
  })
}

/** Mean over the raters, by case and arm. */
const caseMeans = (rated: number[][][]) =>
  rated.map(byRater => byRater[0].map((_, arm) => mean(byRater.map(row => row[arm]))))
const difference = (row: readonly number[]) => row[0] - row[1]

test('answers that are good or bad on a case: tests of votes over-reject, tests of case means hold 5 %', () => {
  // 3 arms, 40 cases, 5 raters, case:arm spread 0.5: the raters of a case see the same three answers, so that their votes
  // are no independent evidence about the arms.
  const runs = 1500
  const random = randomStream(36, 'case level')
  const drawn = list(runs, () => ratings(random, 40, 5, 3, { caseArm: 0.5, raterArm: 0 }))
  const votes = drawn.map(rated => rated.flat())
  const means = drawn.map(caseMeans)
  const hits = (hit: (run: number) => boolean) => countHits(runs, hit)
  expectTooMany(
    hits(run => rejects(friedmanTest(votes[run]))),
    runs,
    exactSize,
    'Friedman, case x rater',
  )
  expectTooMany(
    hits(run => rejects(wilcoxonSignedRankTest(votes[run].map(difference)))),
    runs,
    exactSize,
    'Wilcoxon, case x rater',
  )
  expectTooMany(
    hits(run => rejects(kruskalWallisTest(list(3, arm => votes[run].map(row => row[arm]))))),
    runs,
    exactSize,
    'Kruskal-Wallis, pooled',
  )
  expectHits(
    hits(run => rejects(friedmanTest(means[run]))),
    runs,
    exactSize,
    'Friedman, case means',
  )
  expectHits(
    hits(run => rejects(alignedRanksTest(means[run]))),
    runs,
    exactSize,
    'aligned ranks, case means',
  )
  expectHits(
    hits(run => rejects(wilcoxonSignedRankTest(means[run].map(difference)))),
    runs,
    exactSize,
    'Wilcoxon, case means',
  )
})

test('without such answers the pooled test hides differences instead: it almost never rejects', () => {
  const runs = 1500
  const random = randomStream(37, 'pooled')
  const hits = countHits(runs, () => {
    const votes = ratings(random, 40, 5, 3, { caseArm: 0, raterArm: 0 }).flat()
    return rejects(kruskalWallisTest(list(3, arm => votes.map(row => row[arm]))))
  })
  // What the ratings of a case share is taken for noise: far fewer even than half of the nominal size.
  expectTooFew(hits, runs, bradley, 'Kruskal-Wallis, pooled')
})

/** The variance of the mean of `values` when these are independent. */
function varianceOfMean(values: readonly number[]): number {
  const centre = mean(values)
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length
}

const tTest = (estimate: number, variance: number, units: number) => ({
  p: studentTwoSided(estimate / Math.sqrt(variance), units - 1),
})

test('tastes of raters: case level over-rejects as a claim about clinicians, raters and cases as samples do not', () => {
  // rater:arm spread 0.2. The same case-level test is right as a claim about these raters, whose mean taste is then part
  // of the truth; as a claim about clinicians like them its n must hold the raters, too.
  const runs = 1500
  const raters = 10
  const random = randomStream(38, 'taste')
  const hits = { wilcoxon: 0, byCase: 0, byRater: 0, twoWay: 0 }
  for (let run = 0; run < runs; run++) {
    const rated = ratings(random, 40, raters, 2, { caseArm: 0.3, raterArm: 0.2 })
    const votes = rated.map(byRater => byRater.map(difference))
    const ofCases = votes.map(mean)
    const ofRaters = list(raters, rater => mean(votes.map(row => row[rater])))
    const estimate = mean(ofCases)
    const [byCase, byRater, byVote] = [ofCases, ofRaters, votes.flat()].map(varianceOfMean)
    // The plan, section 2: V_case + V_rater - V_vote, never below the larger of the two, min(cases, raters) - 1 df.
    const twoWay = Math.max(byCase + byRater - byVote, byCase, byRater)
    if (rejects(wilcoxonSignedRankTest(ofCases))) hits.wilcoxon++
    if (rejects(tTest(estimate, byCase, 40))) hits.byCase++
    if (rejects(tTest(estimate, byRater, raters))) hits.byRater++
    if (rejects(tTest(estimate, twoWay, raters))) hits.twoWay++
  }
  expectTooMany(hits.wilcoxon, runs, exactSize, 'Wilcoxon by case')
  expectTooMany(hits.byCase, runs, exactSize, 't by case')
  // Raters alone miss that all of them saw the same lucky answers.
  expectTooMany(hits.byRater, runs, exactSize, 't by rater')
  // The floor and the few degrees of freedom make it conservative, so there is no lower limit.
  expectHits(hits.twoWay, runs, atMostAlpha, 'two-way')
})
