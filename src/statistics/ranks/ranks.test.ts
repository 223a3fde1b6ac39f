/** @file Tests and correlations of ranks against SciPy, and exact p values with ties against full enumeration. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { alignedRanksTest } from './aligned-ranks-test.ts'
import { friedmanTest } from './friedman-test.ts'
import { hodgesLehmann } from './hodges-lehmann.ts'
import { kendallTauB } from './kendall-tau-b.ts'
import { kruskalWallisTest } from './kruskal-wallis-test.ts'
import { mannWhitneyTest } from './mann-whitney-test.ts'
import { midranks } from './midranks.ts'
import { spearman } from './spearman.ts'
import { wilcoxonSignedRankTest } from './wilcoxon-signed-rank-test.ts'

const fixture = JSON.parse(readFileSync(new URL('./fixtures/ranks.json', import.meta.url), 'utf8'))

function expectNear(got: unknown, expected: number, what: string): void {
  expect(typeof got, what).toBe('number')
  expect(Math.abs((got as number) - expected), what).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)))
}
/** The estimable result, whose fields the tests look at. */
const known = <Result extends object>(result: Result) => result as Exclude<Result, { readonly notEstimable: string }>

test('midranks gives equal values their mean rank', () => {
  expect(midranks([3, 1, 3, 2])).toEqual([3.5, 1, 3.5, 2])
  expect(midranks([])).toEqual([])
})

test('wilcoxonSignedRankTest equals scipy.stats.wilcoxon, and all sign flips where there are ties', () => {
  for (const { differences, p, method, continuity, pratt } of fixture.signedRank) {
    const exactUpTo = method === 'exact' ? 25 : 0
    expectNear(wilcoxonSignedRankTest(differences, { exactUpTo }).p, p, method)
    if (continuity !== undefined)
      expectNear(wilcoxonSignedRankTest(differences, { exactUpTo, continuity: true }).p, continuity, 'continuity')
    if (pratt !== undefined)
      expectNear(wilcoxonSignedRankTest(differences, { exactUpTo, zeros: 'pratt' }).p, pratt, 'pratt')
  }
  expect(wilcoxonSignedRankTest([0, 0])).toMatchObject({ statistic: 0, p: 1, n: 0, rankBiserial: 0 })
  expect(wilcoxonSignedRankTest([])).toMatchObject({ p: 1 })
  expect(wilcoxonSignedRankTest([1, 2, 3])).toMatchObject({ positive: 6, negative: 0, rankBiserial: 1, p: 0.25 })
})

test('hodgesLehmann is the median of the Walsh averages', () => {
  expect(hodgesLehmann([1, 2, 6])).toBe(2.75)
  expect(hodgesLehmann([])).toBeNull()
})

test('mannWhitneyTest equals scipy.stats.mannwhitneyu', () => {
  for (const { x, y, u, p } of fixture.mannWhitney) {
    const got = known(mannWhitneyTest(x, y))
    expectNear(got.statistic, u, 'U')
    expectNear(got.p, p, `p of ${got.method}`)
    const above = x.flatMap((a: number) => y.map((b: number) => (a > b ? 1 : a === b ? 0.5 : 0)))
    expectNear(got.a12, above.reduce((sum: number, one: number) => sum + one, 0) / above.length, 'A12')
  }
  expect(mannWhitneyTest([1, 1], [1, 1, 1])).toMatchObject({ p: 1, cliffDelta: 0 })
  expect(mannWhitneyTest([], [1])).toHaveProperty('notEstimable')
})

test('friedmanTest and alignedRanksTest equal scipy.stats and the formulas', () => {
  for (const { rows, statistic, p, w, f, fP, aligned, alignedP } of fixture.blocks) {
    const got = known(friedmanTest(rows))
    expectNear(got.statistic, statistic, 'chi-squared')
    expectNear(got.p, p, 'p')
    expectNear(got.kendallW, w, 'W')
    expectNear(got.imanDavenport?.statistic, f, 'F')
    expectNear(got.imanDavenport?.p, fP, 'p of F')
    expectNear(known(alignedRanksTest(rows)).statistic, aligned, 'T')
    expectNear(known(alignedRanksTest(rows)).p, alignedP, 'p of T')
  }
  expect(
    friedmanTest([
      [2, 2],
      [5, 5],
    ]),
  ).toMatchObject({ statistic: 0, p: 1, kendallW: 0, imanDavenport: null })
  expect(
    alignedRanksTest([
      [2, 2],
      [5, 5],
    ]),
  ).toMatchObject({ statistic: 0, p: 1 })
  expect(
    friedmanTest([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  ).toMatchObject({ kendallW: 1, imanDavenport: null })
  expect(friedmanTest([[1]])).toEqual({ notEstimable: 'fewer than two arms', n: 1 })
  expect(() => friedmanTest([[1, Number.NaN]])).toThrow(RangeError)
})

test('kruskalWallisTest equals scipy.stats.kruskal', () => {
  for (const { groups, statistic, p } of fixture.kruskal) {
    expectNear(known(kruskalWallisTest(groups)).statistic, statistic, 'H')
    expectNear(known(kruskalWallisTest(groups)).p, p, 'p')
  }
  expect(kruskalWallisTest([[1, 1], [1]])).toMatchObject({ statistic: 0, p: 1 })
  expect(kruskalWallisTest([[1], []])).toHaveProperty('notEstimable')
})

test('spearman and kendallTauB equal scipy.stats, and all orders where there are few pairs with ties', () => {
  for (const { x, y, rho, p } of fixture.spearman) {
    const got = known(spearman(x, y))
    expectNear(got.statistic, rho, 'rho')
    expectNear(got.p, p, `p of rho, n ${x.length}`)
  }
  for (const { x, y, tau, p } of fixture.kendall) {
    const got = known(kendallTauB(x, y))
    expectNear(got.statistic, tau, 'tau')
    expectNear(got.p, p, `p of tau, n ${x.length}, ${got.method}`)
  }
  // Four arms in reversed order: 1 of 24 orders on each side.
  expect(kendallTauB([1, 2, 3, 4], [4, 3, 2, 1])).toMatchObject({ statistic: -1, p: 2 / 24 })
  // With a tie between two of four, 4 of 24 orders are as far as the farthest; the normal p of the same tau is 0.071.
  expect(kendallTauB([7, 11, 10, 10], [0.16, -0.1, 0, -0.06])).toMatchObject({
    ...{ statistic: expect.closeTo(-0.9129, 4), p: 4 / 24, method: 'Kendall tau-b, exact over all orders' },
  })
  expect(spearman([1, 2, 3], [1, 1, 1])).toHaveProperty('notEstimable')
  expect(kendallTauB([1], [1])).toHaveProperty('notEstimable')
})
