/** @file Size of the tests of counts and coverage of their intervals: by enumeration where that is possible. */
import { expect, test } from 'vitest'
import { binomialTest } from '../../src/statistics/counts/binomial-test.ts'
import { contingencyTest, goodnessOfFitTest } from '../../src/statistics/counts/chi-squared-test.ts'
import { clopperPearsonInterval } from '../../src/statistics/counts/clopper-pearson-interval.ts'
import { cochranQTest } from '../../src/statistics/counts/cochran-q-test.ts'
import { fisherExactTest } from '../../src/statistics/counts/fisher-exact-test.ts'
import { mcnemarChiSquaredTest, mcnemarMidPTest, mcnemarTest } from '../../src/statistics/counts/mcnemar-test.ts'
import { logBinomialCoefficient, logBinomialProbability } from '../../src/statistics/distributions/index.ts'
import {
  type Estimated,
  independentDifferenceInterval,
  type PairedTable,
  pairedDifferenceInterval,
  wilsonInterval,
} from '../../src/statistics/index.ts'
import { type RandomStream, randomStream } from '../../src/support/index.ts'
import {
  ALPHA,
  atMostAlpha,
  bradley,
  bradleyCoverage,
  countHits,
  covers,
  expectHits,
  LEVEL,
  rejects,
} from './simulation.ts'

const probability = (k: number, n: number, p: number) => Math.exp(logBinomialProbability(k, n, p))

/** Sum of the probabilities of the successes 0..n for which `hit` holds: a size or a coverage without any noise. */
function enumerated(n: number, p: number, hit: (successes: number) => boolean): number {
  let sum = 0
  for (let k = 0; k <= n; k++) if (hit(k)) sum += probability(k, n, p)
  return sum
}

/** Room for the rounding of a sum of a hundred probabilities. */
const ROUNDING = 1e-9

test('exact binomial and McNemar tests reject at most 5 % at every n from 1 to 80 (enumeration)', () => {
  for (let n = 1; n <= 80; n++) {
    for (const p of [0.5, 1 / 3, 0.05]) {
      const size = enumerated(n, p, k => rejects(binomialTest(k, n, p)))
      expect(size, `binomial, n ${n}, p ${p}`).toBeLessThanOrEqual(ALPHA + ROUNDING)
    }
    const mcnemar = enumerated(n, 0.5, b => rejects(mcnemarTest(b, n - b)))
    expect(mcnemar, `McNemar, ${n} discordant`).toBeLessThanOrEqual(ALPHA + ROUNDING)
  }
})

test('Fisher exact rejects at most 5 % given any margins of 4 against 36, 12 against 12 and 20 against 30', () => {
  for (const [first, second] of [
    [4, 36],
    [12, 12],
    [20, 30],
  ]) {
    for (let column = 1; column < first + second; column++) {
      let size = 0
      for (let a = Math.max(0, column - second); a <= Math.min(first, column); a++) {
        const log =
          logBinomialCoefficient(first, a) +
          logBinomialCoefficient(second, column - a) -
          logBinomialCoefficient(first + second, column)
        if (rejects(fisherExactTest(a, first - a, column - a, second - column + a))) size += Math.exp(log)
      }
      expect(size, `${first} against ${second}, ${column} successes`).toBeLessThanOrEqual(ALPHA + ROUNDING)
    }
  }
})

test('McNemar mid-p and plain chi-squared have 2.5 to 7.5 %, the corrected at most 5 % (enumeration over tables)', () => {
  // Given one number of discordant cases the size jumps (mid-p: 7.7 % at 16), so it is taken over that number, too.
  for (const [cases, discordant] of [
    [40, 0.3],
    [60, 0.5],
    [200, 0.1],
    [400, 0.3],
  ]) {
    const sizeOf = (p: (b: number, c: number) => { readonly p: number }) => {
      let size = 0
      for (let n = 0; n <= cases; n++) {
        size += probability(n, cases, discordant) * enumerated(n, 0.5, b => rejects(p(b, n - b)))
      }
      return size
    }
    const what = `${cases} cases, ${discordant} discordant`
    for (const [name, size] of [
      ['mid-p', sizeOf(mcnemarMidPTest)],
      ['chi-squared', sizeOf((b, c) => mcnemarChiSquaredTest(b, c))],
    ] as const) {
      expect(size, `${name}, ${what}`).toBeGreaterThanOrEqual(bradley[0])
      expect(size, `${name}, ${what}`).toBeLessThanOrEqual(bradley[1])
    }
    expect(
      sizeOf((b, c) => mcnemarChiSquaredTest(b, c, true)),
      `corrected, ${what}`,
    ).toBeLessThanOrEqual(ALPHA + ROUNDING)
  }
})

/** Counts of `n` draws by shares. */
function multinomial(random: RandomStream, n: number, shares: readonly number[]): number[] {
  const counts = new Array<number>(shares.length).fill(0)
  for (let draw = 0; draw < n; draw++) {
    let left = random.uniform()
    let category = 0
    while (category < shares.length - 1 && left >= shares[category]) left -= shares[category++]
    counts[category]++
  }
  return counts
}

test('chi-squared tests hold their size: three equal shares, unequal shares, a table of 20 against 60 rows', () => {
  const runs = 4000
  const random = randomStream(21, 'chi-squared')
  for (const shares of [
    [1 / 3, 1 / 3, 1 / 3],
    [0.6, 0.3, 0.1],
  ]) {
    const hits = countHits(runs, () => rejects(goodnessOfFitTest(multinomial(random, 60, shares), shares)))
    expectHits(hits, runs, bradley, `goodness of fit to ${shares.join()}`)
  }
  const shares = [0.2, 0.3, 0.5]
  const hits = countHits(runs, () =>
    rejects(contingencyTest([multinomial(random, 20, shares), multinomial(random, 60, shares)])),
  )
  expectHits(hits, runs, bradley, 'independence')
})

/** Whether each of `arms` arms is right on each case, where cases differ in difficulty and arms do not. */
function successes(random: RandomStream, cases: number, arms: number): boolean[][] {
  return Array.from({ length: cases }, () => {
    const easiness = random.uniform()
    return Array.from({ length: arms }, () => random.uniform() < easiness)
  })
}

test('Cochran Q holds its size for 3 and 5 arms on 30 cases of unequal difficulty', () => {
  const runs = 4000
  for (const arms of [3, 5]) {
    const random = randomStream(22, 'cochran', arms)
    const hits = countHits(runs, () => rejects(cochranQTest(successes(random, 30, arms))))
    expectHits(hits, runs, bradley, `${arms} arms`)
  }
})

test('arms compared as if on different cases: Fisher then wastes power, McNemar does not (same data)', () => {
  // Not a fault of size: the same cases make the two counts alike, so the unpaired test almost never rejects.
  const runs = 2000
  const random = randomStream(23, 'paired')
  const tables = Array.from({ length: runs }, () => {
    const rows = successes(random, 60, 2)
    const [first, second] = [0, 1].map(arm => rows.filter(row => row[arm]).length)
    return {
      first,
      second,
      b: rows.filter(row => row[0] && !row[1]).length,
      c: rows.filter(row => !row[0] && row[1]).length,
    }
  })
  const [fisher, mcnemar] = [
    countHits(runs, run =>
      rejects(fisherExactTest(tables[run].first, 60 - tables[run].first, tables[run].second, 60 - tables[run].second)),
    ),
    countHits(runs, run => rejects(mcnemarTest(tables[run].b, tables[run].c))),
  ]
  expectHits(mcnemar, runs, atMostAlpha, 'McNemar')
  expect(fisher).toBeLessThan(mcnemar)
})

test('Clopper-Pearson covers at least 95 % at every p, n = 1, 5, 20 and 100 (enumeration)', () => {
  for (const n of [1, 5, 20, 100]) {
    const intervals = Array.from({ length: n + 1 }, (_, k) => clopperPearsonInterval(k, n, LEVEL))
    for (let p = 0.005; p < 1; p += 0.015) {
      const coverage = enumerated(n, p, k => covers(intervals[k], p))
      expect(coverage, `n ${n}, p ${p}`).toBeGreaterThanOrEqual(LEVEL - ROUNDING)
    }
  }
})

test('Wilson covers 95 % on the average over p, to within half a percent from n = 10 on (enumeration)', () => {
  // Brown, Cai & DasGupta 2001 (Stat Sci 16:101): the mean coverage is near the level, though single p dip below.
  for (const n of [10, 40, 172]) {
    const intervals = Array.from({ length: n + 1 }, (_, k) => wilsonInterval(k, n, LEVEL))
    const grid = Array.from({ length: 199 }, (_, i) => (i + 1) / 200)
    const coverage = grid.map(p => enumerated(n, p, k => covers(intervals[k], p)))
    const mean = coverage.reduce((sum, one) => sum + one, 0) / grid.length
    expect(Math.abs(mean - LEVEL), `n ${n}: ${mean}`).toBeLessThan(0.005)
  }
})

test('independentDifferenceInterval on Wilson limits misses 2.5 to 7.5 % for 12 against 80 cases (enumeration)', () => {
  const [m, n] = [12, 80]
  const of = (size: number) => Array.from({ length: size + 1 }, (_, k) => wilsonInterval(k, size, LEVEL) as Estimated)
  const [first, second] = [of(m), of(n)]
  for (const [pA, pB] of [
    [0.5, 0.5],
    [0.3, 0.6],
    [0.8, 0.6],
  ]) {
    const coverage = first.reduce((sum, a, i) => {
      const covered = enumerated(n, pB, j => covers(independentDifferenceInterval(a, second[j]), pA - pB))
      return sum + probability(i, m, pA) * covered
    }, 0)
    expect(coverage, `${pA} - ${pB}`).toBeGreaterThanOrEqual(bradleyCoverage[0])
    expect(coverage, `${pA} - ${pB}`).toBeLessThanOrEqual(bradleyCoverage[1])
  }
})

test('pairedDifferenceInterval misses 2.5 to 7.5 % for 25 and 60 cases that two arms share', () => {
  const runs = 4000
  for (const n of [25, 60]) {
    for (const cells of [
      [0.5, 0.15, 0.15, 0.2],
      [0.4, 0.3, 0.1, 0.2],
    ]) {
      const random = randomStream(24, 'paired difference', n, ...cells)
      const hits = countHits(runs, () => {
        const [both, firstOnly, secondOnly, neither] = multinomial(random, n, cells)
        const table: PairedTable = { both, firstOnly, secondOnly, neither }
        return covers(pairedDifferenceInterval(table, LEVEL), cells[1] - cells[2])
      })
      expectHits(hits, runs, bradleyCoverage, `n ${n}, ${cells.join()}`)
    }
  }
})
