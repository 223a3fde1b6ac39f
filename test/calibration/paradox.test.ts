/** @file Size of the intersection-union test of the paradox, with raters who share cases and couples who share habits. */
import { expect, test } from 'vitest'
import type { Vote } from '../../src/analysis/case-votes.ts'
import type { CasePair } from '../../src/analysis/paired-comparison.ts'
import { paradoxOf } from '../../src/analysis/paradox.ts'
import { randomStream } from '../../src/support/index.ts'
import { ALPHA, atMostAlpha, countHits, exactSize, expectHits } from './simulation.ts'

/** What is true: how much more often the accurate arm agrees, and how much more often the other one is liked. */
interface Truth {
  readonly agreement: readonly [preferred: number, accurate: number]
  /** Logit of a vote for the preferred arm, and how it differs between cases. */
  readonly liked: number
  readonly caseSd: number
  readonly casesOfCouple: number
}

const settings = { alpha: ALPHA, level: 0.95, resamples: 499, seed: 1 }
// More than 20 couples even with two cases each: below that all sign flips are gone through, which takes long.
const CASES = 48
const RATERS = 3

function paradoxUnder(truth: Truth, run: number) {
  const random = randomStream(20_261_128, 'paradox', JSON.stringify(truth), run)
  const pairs: CasePair[] = []
  const votes: Vote[] = []
  const clusters = new Map<string, string>()
  for (let couple = 0; couple < CASES / truth.casesOfCouple; couple++) {
    const taste = truth.caseSd * random.normal()
    for (let place = 0; place < truth.casesOfCouple; place++) {
      const caseId = `case-${couple}-${place}`
      clusters.set(caseId, `couple-${couple}`)
      const [first, second] = truth.agreement.map(share => Number(random.uniform() < share))
      pairs.push({ caseId, cluster: `couple-${couple}`, first, second })
      for (let rater = 0; rater < RATERS; rater++) {
        const draw = random.uniform()
        const wins = random.uniform() < 1 / (1 + Math.exp(-truth.liked - taste))
        const value = draw < 0.15 ? 0 : wins ? 1 : -1
        votes.push({ caseId, raterId: `r${rater}`, centre: null, value, firstOnLeft: rater % 2 === 0 })
      }
    }
  }
  return paradoxOf({
    preferred: 'sft',
    accurate: 'grpo',
    accuracyPairs: pairs,
    votes,
    margin: 0.1,
    clusterOf: caseId => clusters.get(caseId) ?? caseId,
    settings,
    stream: [String(run)],
  })
}

const RUNS = 400
const rejections = (truth: Truth) => countHits(RUNS, run => (paradoxUnder(truth, run).p ?? 1) <= ALPHA)

test.each([1, 2])(
  'with the gain in agreement certain and no preference, it rejects at alpha (cases a couple: %i)',
  casesOfCouple => {
    const truth = { agreement: [0.05, 0.95], liked: 0, caseSd: 1, casesOfCouple } as const
    expectHits(rejections(truth), RUNS, exactSize, `no preference, ${casesOfCouple} cases a couple`)
  },
)

test('with a certain preference and no gain in agreement it rejects at most alpha', () => {
  const truth = { agreement: [0.5, 0.5], liked: 4, caseSd: 1, casesOfCouple: 1 } as const
  expectHits(rejections(truth), RUNS, atMostAlpha, 'no gain in agreement')
})

test('with neither it hardly ever rejects, and its label is undetermined', () => {
  const truth = { agreement: [0.5, 0.5], liked: 0, caseSd: 1, casesOfCouple: 2 } as const
  const labels = Array.from({ length: RUNS }, (_, run) => paradoxUnder(truth, run).label)
  expectHits(labels.filter(label => label === 'paradox').length, RUNS, [0, ALPHA], 'neither')
  // Non-translation and concordance each ask for a gain in agreement that is shown, on one of two sides.
  expectHits(labels.filter(label => label !== 'undetermined').length, RUNS, [0, 2 * ALPHA], 'any label')
})

test('a true paradox is found, so that the tests above can fail', () => {
  const truth = { agreement: [0.2, 0.7], liked: 1.2, caseSd: 0.5, casesOfCouple: 1 } as const
  const found = countHits(100, run => paradoxUnder(truth, run).label === 'paradox')
  expect(found).toBeGreaterThan(80)
})
