/** @file Tests and correlations of ranks against R and coin, and what a sceptic would try on them. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alignedRanksTest } from './aligned-ranks-test.ts'
import { friedmanTest } from './friedman-test.ts'
import { hodgesLehmann } from './hodges-lehmann.ts'
import { kendallTauB } from './kendall-tau-b.ts'
import { kruskalWallisTest } from './kruskal-wallis-test.ts'
import { mannWhitneyTest } from './mann-whitney-test.ts'
import { spearman } from './spearman.ts'
import { wilcoxonSignedRankTest } from './wilcoxon-signed-rank-test.ts'

const fixture = JSON.parse(readFileSync(new URL('./fixtures/ranks-r.json', import.meta.url), 'utf8'))

function expectNear(got: number, expected: number, what: string): void {
  const allowed = Math.max(1e-10, 1e-8 * Math.abs(expected))
  expect(Math.abs(got - expected), `${what}: got ${got}, R ${expected}`).toBeLessThan(allowed)
}
/** The result's numbers; a test whose result is not estimable fails here. */
const known = <Result extends object>(result: Result) => {
  expect(result).not.toHaveProperty('notEstimable')
  return result as Exclude<Result, { readonly notEstimable: string }>
}

describe('against R', () => {
  test('wilcoxonSignedRankTest without ties equals wilcox.test, exact and with both corrections', () => {
    for (const { differences, exact, corrected, plain } of fixture.untied) {
      const p = (options: Parameters<typeof wilcoxonSignedRankTest>[1]) =>
        wilcoxonSignedRankTest(differences, options).p
      expectNear(p({ exactUpTo: 60 }), exact, 'exact')
      expectNear(p({ exactUpTo: 0, continuity: true }), corrected, 'correct = TRUE')
      expectNear(p({ exactUpTo: 0 }), plain, 'correct = FALSE')
    }
  })

  test('wilcoxonSignedRankTest one-sided is P(S >= R+), the outcome itself included on either side', () => {
    // Ranks 1, 2, 3 and 4 of eight sums; R wilcox.test(c(1, -2, -3), alternative = 'greater')$p.value is 7/8.
    expect(wilcoxonSignedRankTest([1, -2, -3], { alternative: 'greater' })).toMatchObject({ positive: 1, p: 7 / 8 })
    expect(wilcoxonSignedRankTest([-1, 2, 3], { alternative: 'greater' })).toMatchObject({ positive: 5, p: 2 / 8 })
    expect(wilcoxonSignedRankTest([0, 0], { alternative: 'greater' }).p).toBe(1)
  })

  test('wilcoxonSignedRankTest with ties and zeros equals coin::wilcoxsign_test, Wilcoxon and Pratt', () => {
    for (const one of fixture.tied) {
      const p = (zeros: 'wilcoxon' | 'pratt', exactUpTo: number, continuity = false) =>
        wilcoxonSignedRankTest(one.differences, { zeros, exactUpTo, continuity }).p
      const what = one.differences.join()
      expectNear(p('wilcoxon', 200), one.wilcoxonExact, `Wilcoxon exact ${what}`)
      expectNear(p('pratt', 200), one.prattExact, `Pratt exact ${what}`)
      expectNear(p('wilcoxon', 0), one.wilcoxonNormal, `Wilcoxon normal ${what}`)
      expectNear(p('pratt', 0), one.prattNormal, `Pratt normal ${what}`)
      expectNear(p('wilcoxon', 0, true), one.corrected, `wilcox.test(correct = TRUE) ${what}`)
    }
  })

  test('mannWhitneyTest equals wilcox.test, exact without ties and corrected with', () => {
    for (const { x, y, u, p, exact } of fixture.rankSum) {
      const got = known(mannWhitneyTest(x, y))
      expectNear(got.statistic, u, 'U')
      expectNear(got.p, p, `${got.method}, ${x.length} and ${y.length}`)
      expect(got.method.includes('exact')).toBe(exact)
    }
  })

  test('friedmanTest equals friedman.test, kruskalWallisTest kruskal.test', () => {
    for (const { rows, statistic, df, p } of fixture.blocks) {
      const got = known(friedmanTest(rows))
      expect(got.df).toBe(df)
      expectNear(got.statistic, statistic, 'Friedman')
      expectNear(got.p, p, 'p of Friedman')
    }
    for (const { groups, statistic, df, p } of fixture.kruskal) {
      const got = known(kruskalWallisTest(groups))
      expect(got.df).toBe(df)
      expectNear(got.statistic, statistic, 'H')
      expectNear(got.p, p, 'p of H')
    }
  })

  test('spearman and kendallTauB equal cor.test, exact without ties and asymptotic with more than eight pairs', () => {
    for (const { x, y, ties, rho, rhoP, tau, tauP } of fixture.correlations) {
      const [ownRho, ownTau] = [known(spearman(x, y)), known(kendallTauB(x, y))]
      expectNear(ownRho.statistic, rho, 'rho')
      expectNear(ownRho.p, rhoP, `p of rho, n ${x.length}, ties ${ties}`)
      expectNear(ownTau.statistic, tau, 'tau')
      expectNear(ownTau.p, tauP, `p of tau, n ${x.length}, ties ${ties}`)
    }
  })
})

describe('rounding decides nothing', () => {
  test('wilcoxonSignedRankTest sees 13/3 - 4 and 7/3 - 2 as a tie, and 0.1 + 0.2 - 0.3 as no difference', () => {
    const means = [13 / 3 - 4, 7 / 3 - 2, -(10 / 3 - 3), 1, 0.1 + 0.2 - 0.3]
    const exact = [1 / 3, 1 / 3, -1 / 3, 1, 0]
    expect(wilcoxonSignedRankTest(means)).toEqual(wilcoxonSignedRankTest(exact))
    expect(wilcoxonSignedRankTest(means).n).toBe(4)
  })

  test('alignedRanksTest gives cases without a difference the same ranks, however their mean was rounded', () => {
    // The mean of three 0.1 is a bit above 0.1; the three differences are no smaller than those of the case of 2s.
    const level = (value: number) => [value, value, value]
    const [some, other] = [
      [1, 2, 3],
      [2, 4, 3],
    ]
    expect(alignedRanksTest([some, level(0.1), other])).toEqual(alignedRanksTest([some, level(2), other]))
  })
})

describe('degenerate and large input', () => {
  test('a value that is not finite is refused by every test', () => {
    const bad = [1, Number.NaN, 3]
    expect(() => wilcoxonSignedRankTest(bad)).toThrow(RangeError)
    expect(() => mannWhitneyTest(bad, [1])).toThrow(RangeError)
    expect(() => kruskalWallisTest([bad, [1]])).toThrow(RangeError)
    expect(() => spearman(bad, [1, 2, 3])).toThrow(RangeError)
    expect(() => kendallTauB(bad, [1, 2, 3])).toThrow(RangeError)
    expect(() => hodgesLehmann(bad)).toThrow(RangeError)
    expect(() => alignedRanksTest([bad])).toThrow(RangeError)
  })

  test('mannWhitneyTest of 1 against a million is exact: 2 / 1,000,001 at the end', () => {
    const many = Array.from({ length: 1_000_000 }, (_, i) => i)
    expect(known(mannWhitneyTest([-1], many)).p).toBeCloseTo(2 / 1_000_001, 15)
  })

  test('wilcoxonSignedRankTest stays exact beyond 1,023 differences: 0 of 1,030 below is 2^-1029', () => {
    // All equal: the sum of ranks is decided by the number of positive ones, 1,030 of 1,030.
    const same = new Array<number>(1030).fill(1)
    expect(wilcoxonSignedRankTest(same, { exactUpTo: 2000 }).p).toBe(2 ** -1029)
  })

  test('spearman of a perfect order has the exact p, also beyond 9 pairs and with ties', () => {
    const ten = Array.from({ length: 10 }, (_, i) => i)
    expect(known(spearman(ten, ten)).p).toBeCloseTo(2 / 3628800, 18)
    const tied = [1, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    // Only one way: ties at the low end cannot be matched by the reversed order.
    expect(known(spearman(tied, tied)).p).toBeCloseTo(2 / 3628800, 18)
    expect(
      known(
        spearman(
          ten,
          ten.map(value => -value),
        ),
      ),
    ).toMatchObject({ statistic: -1 })
  })

  test('kruskalWallisTest of 200,000 equal distributions loses no digits: H is 0', () => {
    const half = Array.from({ length: 100_000 }, (_, i) => i)
    expect(known(kruskalWallisTest([half, half])).statistic).toBe(0)
  })
})

const likert = fc.integer({ min: 1, max: 5 })
const blocks = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 12 }))
  .chain(([arms, cases]) =>
    fc.array(fc.array(likert, { minLength: arms, maxLength: arms }), { minLength: cases, maxLength: cases }),
  )

describe('invariances', () => {
  test('friedmanTest and alignedRanksTest ignore the order of cases and of arms', () => {
    fc.assert(
      fc.property(blocks, rows => {
        const turned = [...rows].reverse().map(row => [...row].reverse())
        for (const of of [friedmanTest, alignedRanksTest]) {
          expect(known(of(turned)).p).toBeCloseTo(known(of(rows)).p, 10)
        }
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  test('wilcoxonSignedRankTest and mannWhitneyTest give the same p when the two sides are exchanged', () => {
    fc.assert(
      fc.property(fc.array(likert, { minLength: 1 }), fc.array(likert, { minLength: 1 }), (x, y) => {
        const differences = x.map(value => value - 3)
        const flipped = differences.map(value => -value)
        expect(wilcoxonSignedRankTest(flipped).p).toBeCloseTo(wilcoxonSignedRankTest(differences).p, 10)
        expect(known(mannWhitneyTest(y, x)).p).toBeCloseTo(known(mannWhitneyTest(x, y)).p, 10)
        expect(known(mannWhitneyTest(y, x)).cliffDelta).toBeCloseTo(-known(mannWhitneyTest(x, y)).cliffDelta, 10)
      }),
      { seed: 2, numRuns: 60 },
    )
  })
})
