/** @file A judge beside clinicians, with judges whose behaviour is known. SIMULATED. */
import { expect, test } from 'vitest'
import { simulatedReview } from '../../review/fixtures/simulated-review.ts'
import type { Choice, Preference, RaterRemark, Rating } from '../../review/index.ts'
import { isEstimated, type Estimate, weightedKappa } from '../../statistics/index.ts'
import { randomStream } from '../../support/index.ts'
import type { HarmAnswer, Judgement, JudgeSummary, Unreadable } from '../judgement.ts'
import { kappaBesideClinicians } from './beside-clinicians.ts'
import { compareJudge } from './compare-judge.ts'

const arms = ['sft', 'grpo', 'physician']
const cases = Array.from({ length: 60 }, (_, i) => `case-${i}`)
const review = simulatedReview({ quality: { sft: 1.4, grpo: -0.4, physician: 0.4 }, cases, raters: 3, seed: 4 })
const settings = { level: 0.95, resamples: 400, seed: 1 }

interface Behaviour {
  readonly score: (caseId: string, arm: string, criterion: string) => number
  readonly choose: (caseId: string, left: string, right: string) => Choice
  readonly harm?: (caseId: string, arm: string) => HarmAnswer
}

/** Everything that a judge of such a behaviour says, once. */
function judgementsOf({ score, choose, harm = () => 'none' }: Behaviour, repeat = 0): Judgement[] {
  const common = { repeat, request: 'r' }
  return cases.flatMap(caseId => [
    ...arms.map((arm): Judgement => {
      const scores = ['reasoningClarity', 'feasibility'].map(criterion => ({
        criterion,
        layer: null,
        score: score(caseId, arm, criterion),
      }))
      return { task: 'rating', caseId, arm, ...common, scores, harm: harm(caseId, arm) }
    }),
    ...arms.flatMap(left =>
      arms.flatMap((right): Judgement[] => {
        if (left === right) return []
        const choices = [{ criterion: 'overall', choice: choose(caseId, left, right) }]
        return [{ task: 'pair', caseId, left, right, ...common, choices, harms: { left: 'none', right: 'none' } }]
      }),
    ),
  ])
}

const summary: JudgeSummary = {
  judge: 'big',
  model: 'm',
  server: '127.0.0.1:1',
  settings: { temperature: 0, topP: 1, maxNewTokens: 10, repeats: 1, seed: 1, language: 'en' },
  ownArms: [],
  cases: cases.length,
  questions: { rating: 180, pair: 360 },
  unreadable: 0,
  requests: 540,
}

function compare(
  judgements: readonly Judgement[],
  given: {
    readonly ratings?: readonly Rating[]
    readonly preferences?: readonly Preference[]
    readonly remarks?: readonly RaterRemark[] | null
    readonly unreadable?: readonly Unreadable[]
    readonly ownArms?: readonly string[]
  } = {},
) {
  const {
    ratings = review.ratings,
    preferences = review.preferences,
    remarks = null,
    unreadable = [],
    ownArms = [],
  } = given
  const clusterOf = (caseId: string) => caseId
  const own = { ...summary, ownArms }
  return compareJudge({
    summary: own,
    judgements,
    unreadable,
    ratings,
    preferences,
    remarks,
    scale: [1, 5],
    clusterOf,
    settings,
  })
}

const covers = (estimate: Estimate, value: number) =>
  isEstimated(estimate) && estimate.interval[0] <= value && value <= estimate.interval[1]
const numberOf = (estimate: Estimate) => (isEstimated(estimate) ? estimate.value : Number.NaN)

/** What the first clinician said, as a judge. */
const likeFirst: Behaviour = {
  score: (caseId, arm, criterion) =>
    review.ratings.find(
      one => one.raterId === 'rater-1' && one.caseId === caseId && one.arm === arm && one.criterion === criterion,
    )!.score,
  choose: (caseId, left, right) => {
    const vote = review.preferences.find(
      one =>
        one.raterId === 'rater-1' &&
        one.caseId === caseId &&
        [left, right].includes(one.left) &&
        [left, right].includes(one.right),
    )!
    if (vote.choice === 'tie' || vote.choice === 'both bad') return vote.choice
    const arm = vote.choice === 'left' ? vote.left : vote.right
    return arm === left ? 'left' : 'right'
  },
}

const coin = randomStream(9, 'coin')
const coinFlip: Behaviour = {
  score: () => 1 + coin.integer(5),
  choose: () => (coin.uniform() < 0.5 ? 'left' : 'right'),
}

test('a judge that flips a coin agrees with nobody, and prefers no place', () => {
  const { ratings, pairs, position } = compare(judgementsOf(coinFlip))
  for (const { kappa } of [...ratings.filter(({ criterion }) => criterion !== '(harm)'), ...pairs]) {
    expect(Math.abs(numberOf(kappa.judge))).toBeLessThan(0.12)
    expect(covers(kappa.judge, 0)).toBe(true)
    expect(numberOf(kappa.clinicians)).toBeGreaterThan(0.1)
    expect(covers(kappa.difference, 0)).toBe(false)
  }
  expect(covers(pairs[0].sameDirection, 0.5)).toBe(true)
  expect(covers(position[0].firstPreferred, 0.5)).toBe(true)
  expect(covers(position[0].changed, 0.5)).toBe(true)
})

test('a judge that says what one of three clinicians says agrees with clinicians more than they do with each other', () => {
  const { ratings, pairs, position } = compare(judgementsOf(likeFirst))
  for (const { kappa } of [...ratings.filter(({ criterion }) => criterion !== '(harm)'), ...pairs]) {
    expect(numberOf(kappa.judge)).toBeGreaterThan(numberOf(kappa.clinicians))
  }
  expect(numberOf(pairs[0].sameDirection)).toBeGreaterThan(0.8)
  expect(position[0]).toMatchObject({ changed: { value: 0, n: 180 }, firstPreferred: { value: 0.5 } })
})

test('a judge that always takes the first plan has no direction, and its position bias is whole', () => {
  const { pairs, position } = compare(judgementsOf({ score: () => 3, choose: () => 'left' }))
  expect(position).toMatchObject([{ changed: { value: 1, n: 180 }, firstPreferred: { value: 1, n: 360 } }])
  // 60 couples, all alike: the interval is that of 60 of 60 and not of none.
  expect(numberOf(position[0].changed)).toBe(1)
  expect(isEstimated(position[0].changed) && position[0].changed.interval[0]).toBeCloseTo(0.94, 2)
  expect(pairs[0].noDirection).toMatchObject({ value: 1 })
  expect(pairs[0].sameDirection).toEqual({ notEstimable: 'no pair on which both have a direction', n: 0 })
  expect(pairs[0].kappa.judge).toEqual({ notEstimable: 'all values are the same: no variation', n: 180 })
})

test('the mean difference is in points of the scale, whatever its lowest score is', () => {
  const shifted = { ...likeFirst, score: (...of: [string, string, string]) => Math.min(5, likeFirst.score(...of) + 1) }
  const [plain, higher] = [likeFirst, shifted].map(one =>
    compare(judgementsOf(one), { ratings: review.ratings.filter(({ raterId }) => raterId === 'rater-1') }),
  )
  expect(numberOf(plain.ratings[0].bias)).toBe(0)
  expect(numberOf(higher.ratings[0].bias)).toBeGreaterThan(0.5)
  expect(plain.ratings[0].kappa.clinicians).toEqual({ notEstimable: 'no two clinicians judged the same', n: 0 })
  expect(numberOf(plain.ratings[0].kappa.judge)).toBe(1)
})

test('harm is compared where the review has remarks: a rater who named none found none', () => {
  const line = {
    raterKind: 'clinician',
    centre: null,
    ratedAt: null,
    repeat: false,
    tags: [],
    hasComment: false,
  } as const
  const remarks = cases
    .filter((_, i) => i % 2 === 0)
    .map((caseId): RaterRemark => ({ ...line, caseId, raterId: 'rater-1', arm: 'sft', side: 'only', harm: 'severe' }))
  const ratings = review.ratings.filter(({ raterId }) => raterId === 'rater-1')
  const harm: Behaviour['harm'] = (caseId, arm) =>
    arm === 'sft' && cases.indexOf(caseId) % 2 === 0 ? 'severe' : 'none'
  const judged = (given: Parameters<typeof compare>[1]) =>
    compare(judgementsOf({ ...likeFirst, harm }), given).ratings.find(({ criterion }) => criterion === '(harm)')
  expect(judged({ ratings, remarks })).toMatchObject({ plans: 180, kappa: { judge: { value: 1 } }, bias: { value: 0 } })
  expect(judged({ ratings })).toMatchObject({
    plans: 0,
    kappa: { judge: { notEstimable: 'nothing was judged by both' } },
  })
})

test('own arms: a judge that always prefers and praises its own arm does so more than clinicians', () => {
  const partial: Behaviour = {
    score: (_, arm) => (arm === 'grpo' ? 5 : 2),
    choose: (_, left, right) => (left === 'grpo' ? 'left' : right === 'grpo' ? 'right' : 'tie'),
  }
  const { selfPreference } = compare(judgementsOf(partial), { ownArms: ['grpo'] })
  const pair = selfPreference.find(({ task }) => task === 'pair')!
  expect(pair.judge).toMatchObject({ value: 1, n: 120 })
  expect(numberOf(pair.clinicians)).toBeLessThan(0)
  expect(numberOf(pair.difference)).toBeCloseTo(1 - numberOf(pair.clinicians), 12)
  const clarity = selfPreference.find(({ task, criterion }) => task === 'rating' && criterion === 'reasoningClarity')!
  expect(clarity.judge).toMatchObject({ value: 3 })
  expect(numberOf(clarity.difference)).toBeGreaterThan(3)
  expect(compare(judgementsOf(partial)).selfPreference).toEqual([])
})

test('without a review only what needs no clinician is known', () => {
  const { ratings, pairs, position, readability, selfPreference } = compare(judgementsOf(likeFirst), {
    ratings: [],
    preferences: [],
    ownArms: ['sft'],
  })
  const needing = [
    ...ratings.flatMap(({ kappa, bias }) => [kappa.judge, kappa.clinicians, kappa.difference, bias]),
    ...pairs.flatMap(({ kappa, sameDirection, noDirection }) => [
      kappa.judge,
      kappa.difference,
      sameDirection,
      noDirection,
    ]),
    ...selfPreference.flatMap(({ judge, clinicians, difference }) => [judge, clinicians, difference]),
  ]
  expect(needing.filter(isEstimated)).toEqual([])
  expect(position.every(({ changed }) => isEstimated(changed))).toBe(true)
  expect(readability).toMatchObject([
    { task: 'rating', asked: 180, share: { value: 0 } },
    { task: 'pair', asked: 360, share: { value: 0 } },
  ])
})

test('repeats of clinicians, and judges in the files of a review, change nothing', () => {
  const judgements = judgementsOf(likeFirst)
  const more = <Line extends Rating | Preference>(lines: readonly Line[]) => [
    ...lines,
    ...lines.map(line => ({ ...line, repeat: true })),
    ...lines.map(line => ({ ...line, raterId: 'elsewhere', raterKind: 'judge' as const })),
  ]
  const given = { ratings: more(review.ratings), preferences: more(review.preferences) }
  expect(compare(judgements, given)).toEqual(compare(judgements))
})

test('answers that cannot be read are counted by kind, and a pair that lacks an order is left out', () => {
  const all = judgementsOf(likeFirst)
  const isLost = (line: Judgement) => line.task === 'pair' && line.left === 'sft' && line.right === 'grpo'
  const unreadable = all.filter(isLost).map((line, i): Unreadable => {
    const { caseId, left, right } = line as Extract<Judgement, { task: 'pair' }>
    const kind = i % 3 === 0 ? 'refused' : 'not JSON'
    return { task: 'pair', caseId, left, right, repeat: 0, request: 'r', kind, says: '', text: null }
  })
  const { readability, position } = compare(
    all.filter(line => !isLost(line)),
    { unreadable },
  )
  expect(readability[1]).toMatchObject({ asked: 360, unreadable: { refused: 20, 'not JSON': 40 }, share: { n: 360 } })
  expect(numberOf(readability[1].share)).toBeCloseTo(60 / 360, 12)
  expect(position[0].changed.n).toBe(120)
})

test('repeats: the share of scores and choices that stay the same', () => {
  const changed = { ...likeFirst, choose: (): Choice => 'tie' }
  const { repeats } = compare([...judgementsOf(likeFirst), ...judgementsOf(changed, 1)])
  expect(repeats[0]).toMatchObject({ task: 'rating', same: { value: 1, n: 540 } })
  const ties = review.preferences.filter(({ raterId, choice }) => raterId === 'rater-1' && choice === 'tie').length
  expect(numberOf(repeats[1].same)).toBeCloseTo(ties / 180, 12)
})

test('kappaBesideClinicians with one clinician a unit is weightedKappa of their table', () => {
  const random = randomStream(2, 'units')
  const units = Array.from({ length: 40 }, (_, i) => {
    const judge = random.integer(5)
    return { cluster: `c${i}`, judge, clinicians: [random.uniform() < 0.5 ? judge : random.integer(5)] }
  })
  const table = new Float64Array(25)
  for (const { judge, clinicians } of units) table[judge * 5 + clinicians[0]]++
  const found = kappaBesideClinicians(units, 5, 'quadratic', { settings, stream: ['test'] })
  expect(numberOf(found.judge)).toBeCloseTo(weightedKappa(table, 'quadratic')!, 12)
})

test('null calibration: the interval of an independent judge covers 0 about as often as it says', () => {
  const random = randomStream(3, 'null')
  const runs = 120
  let covered = 0
  for (let run = 0; run < runs; run++) {
    const units = Array.from({ length: 40 }, (_, i) => ({
      cluster: `c${i >> 1}`,
      judge: random.integer(5),
      clinicians: [random.integer(5), random.integer(5)],
    }))
    const { judge } = kappaBesideClinicians(units, 5, 'quadratic', {
      settings: { ...settings, seed: run },
      stream: ['null'],
    })
    if (covers(judge, 0)) covered++
  }
  // Binomial(120, 0.95) is below 106 once in 1,000; twenty couples cost the bootstrap a little.
  expect(covered).toBeGreaterThanOrEqual(104)
})
