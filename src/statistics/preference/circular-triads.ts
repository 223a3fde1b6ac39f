/** @file Circular triads (a beats b, b beats c, c beats a): how consistent choices between pairs are. */
import { binomialLowerTail, chiSquaredUpperTail, normalUpperTail } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'
import { armsOf, type PairwiseVote, sortedVotes } from './vote.ts'

/** Consistency of one complete set of choices; the statistic is the number of circular triads. */
export interface CircularTriads extends TestResult {
  /** The largest number that is possible with so many arms. */
  readonly most: number
  /** Kendall and Babington Smith's zeta: 1 without circular triads, 0 with as many as possible. */
  readonly zeta: number
}

const choose = (n: number, k: number) => (k === 2 ? (n * (n - 1)) / 2 : (n * (n - 1) * (n - 2)) / 6)

/** Up to so many arms the distribution is enumerated. */
const MOST_EXACT = 8

/**
 * Number of tournaments of `arms` by their number of circular triads, all 2^(pairs) of them; equals the tables of
 * Kendall and Babington Smith (1940). Throws RangeError above 8 arms.
 */
export function circularTriadDistribution(arms: number): number[] {
  if (!(Number.isInteger(arms) && arms >= 0 && arms <= MOST_EXACT)) {
    throw new RangeError(`circularTriadDistribution: expected 0 to ${MOST_EXACT} arms, got ${arms}`)
  }
  // Only the scores matter, whatever their order: arms join one by one and win against any subset of those before.
  let tournaments = new Map<string, { scores: readonly number[]; count: number }>([['', { scores: [], count: 1 }]])
  for (let size = 0; size < arms; size++) {
    const next: typeof tournaments = new Map()
    for (const { scores, count } of tournaments.values()) {
      for (let subset = 0; subset < 2 ** size; subset++) {
        let won = 0
        const grown = scores.map((score, i) => {
          const beaten = (subset >> i) & 1
          won += beaten
          return score + 1 - beaten
        })
        const sorted = [...grown, won].sort((a, b) => a - b)
        const key = sorted.join()
        const same = next.get(key)
        next.set(key, { scores: sorted, count: count + (same?.count ?? 0) })
      }
    }
    tournaments = next
  }
  const counts: number[] = []
  for (const { scores, count } of tournaments.values()) {
    const circular = circularFromScores(scores)
    counts[circular] = (counts[circular] ?? 0) + count
  }
  return Array.from(counts, count => count ?? 0)
}

/** Every triad that is not circular has one arm that beats both others: C(k, 3) - sum of C(score, 2). */
function circularFromScores(scores: readonly number[]): number {
  return choose(scores.length, 3) - scores.reduce((sum, score) => sum + choose(score, 2), 0)
}

/**
 * Circular triads of one complete set of choices without ties, `beats[i][j]` true when i was preferred to j, with
 * zeta and the one-sided p that choices at random have no more of them: exact to 8 arms, above by Kendall and Babington
 * Smith's chi-squared. Fewer than three arms are not estimable. Throws RangeError unless each pair has one winner.
 */
export function circularTriads(beats: readonly (readonly boolean[])[]): CircularTriads | NotEstimable {
  const arms = beats.length
  if (beats.some((row, i) => row.length !== arms || row.some((won, j) => (i === j ? won : won === beats[j][i])))) {
    throw new RangeError('circularTriads: expected a square table with one winner in each pair')
  }
  if (arms < 3) return notEstimable('fewer than three arms', arms)
  const circular = circularFromScores(beats.map(row => row.filter(Boolean).length))
  const most = arms % 2 === 1 ? (arms ** 3 - arms) / 24 : (arms ** 3 - 4 * arms) / 24
  const zeta = 1 - circular / most
  if (arms <= MOST_EXACT) {
    const counts = circularTriadDistribution(arms)
    const p = counts.slice(0, circular + 1).reduce((sum, count) => sum + count, 0) / 2 ** choose(arms, 2)
    return { ...testResult({ statistic: circular, p, n: arms, method: 'circular triads, exact' }), most, zeta }
  }
  const df = (arms * (arms - 1) * (arms - 2)) / (arms - 4) ** 2
  const statistic = (8 / (arms - 4)) * (choose(arms, 3) / 4 - circular + 0.5) + df
  const p = chiSquaredUpperTail(statistic, df)
  return { ...testResult({ statistic: circular, df, p, n: arms, method: 'circular triads, chi-squared' }), most, zeta }
}

/** Circular triads in the votes of one rater, or of all. */
export interface TriadCount {
  /** Triads of arms within a case whose three pairs all have a winner. */
  readonly triads: number
  readonly circular: number
  /** One-sided: choices at random have so few (they make a quarter circular); null without triads. */
  readonly test: TestResult | null
}

function testOf(triads: number, circular: number, independent: boolean): TestResult | null {
  if (triads === 0) return null
  if (independent) {
    const p = binomialLowerTail(circular, triads, 0.25)
    return testResult({ statistic: circular, p, n: triads, method: 'circular triads, exact binomial against 1/4' })
  }
  // Triads that share a pair are dependent but not correlated, so the variance is that of independent ones.
  const z = (triads / 4 - circular) / Math.sqrt((3 * triads) / 16)
  return testResult({ statistic: circular, p: normalUpperTail(z), n: triads, method: 'circular triads, normal' })
}

/**
 * Counts circular triads within each case and rater, by rater and overall. Several votes of a rater on the same pair of
 * a case count by their majority, and a pair without majority leaves its triads out. Under choices at random a triad is
 * circular with probability 1/4: exact binomial when no case and rater has more than one triad, else normal. Checked
 * against an enumeration in Python.
 */
export function circularTriadsByRater(votes: readonly PairwiseVote[]): {
  readonly raters: readonly (TriadCount & { readonly rater: string })[]
  readonly overall: TriadCount
} {
  const arms = armsOf(votes)
  const place = new Map(arms.map((arm, i) => [arm, i]))
  const blocks = new Map<string, { rater: string; lead: number[][] }>()
  for (const vote of sortedVotes(votes)) {
    const key = JSON.stringify([vote.case, vote.rater])
    const block = blocks.get(key) ?? { rater: vote.rater, lead: arms.map(() => arms.map(() => 0)) }
    blocks.set(key, block)
    const [left, right] = [place.get(vote.left) ?? 0, place.get(vote.right) ?? 0]
    const sign = vote.vote === 'left' ? 1 : vote.vote === 'right' ? -1 : 0
    block.lead[left][right] += sign
    block.lead[right][left] -= sign
  }
  const counted = [...blocks.values()].map(({ rater, lead }) => {
    let [triads, circular] = [0, 0]
    for (let a = 0; a < arms.length; a++) {
      for (let b = a + 1; b < arms.length; b++) {
        for (let c = b + 1; c < arms.length; c++) {
          const signs = [lead[a][b], lead[b][c], lead[c][a]].map(Math.sign)
          if (signs.includes(0)) continue
          triads++
          if (Math.abs(signs[0] + signs[1] + signs[2]) === 3) circular++
        }
      }
    }
    return { rater, triads, circular }
  })
  const countOf = (own: typeof counted): TriadCount => {
    const triads = own.reduce((sum, block) => sum + block.triads, 0)
    const circular = own.reduce((sum, block) => sum + block.circular, 0)
    return {
      triads,
      circular,
      test: testOf(
        triads,
        circular,
        own.every(block => block.triads < 2),
      ),
    }
  }
  const raters = [...new Set(counted.map(block => block.rater))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return {
    raters: raters.map(rater => ({ rater, ...countOf(counted.filter(block => block.rater === rater)) })),
    overall: countOf(counted),
  }
}
