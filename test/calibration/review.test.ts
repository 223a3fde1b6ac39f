/**
 * @file A whole review against a known truth: texts of a known quality, raters with known parameters, the real server and
 * store, lock, unblinding and the planned comparisons. SIMULATED: no clinician gave any of these judgements.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { analyseBlinding } from '../../src/analysis/blinding.ts'
import { outcomesOf } from '../../src/analysis/outcomes.ts'
import { type Answer, type Asked, answer } from '../../src/analysis/questions.ts'
import { intraRaterAgreement } from '../../src/analysis/rater-agreement.ts'
import { readPlan } from '../../src/review/reading/index.ts'
import {
  defaultPopulation,
  drawRater,
  type Population,
  scoreOf,
  simulateReview,
} from '../../src/review/simulated/index.ts'
import { openStore, type Store } from '../../src/review/store/index.ts'
import type { JudgementLines } from '../../src/review/store/key-holders.ts'
import { cohenKappa, isEstimated, pairTable } from '../../src/statistics/index.ts'
import { randomStream } from '../../src/support/index.ts'
import { embeddedFolder } from '../review/engines.ts'
import { type MadeUpStudy, manyCases, type TextQuality, withCases } from '../review/made-up-study.ts'
import { plainServer } from '../review/plain-accounts.ts'
import { allocationOf, openPlayed, raterIds, unblindPlayed } from '../review/played-review.ts'
import { ALPHA, bradleyCoverage, expectHits, limitsOfHits, type Range } from './simulation.ts'

const SEED = 20_261_128
/** Fixed, so that a test that has passed passes for ever. */
const SECRET = 'of a calibration, not of a review'
const settings = { alpha: ALPHA, level: 0.95, resamples: 499, seed: 1 }
const middling: TextQuality = { grounds: 0.5, falseNumbers: 0.3 }
const review = { training: 0, comparisons: 'overall', raters: 3, repeats: { share: 0, distance: 1 } }

/** Small reviews without a true difference: each has its own cases and raters, and all lie in one store. */
const RUNS = 100
const [CASES, RATERS] = [10, 3]
const nullStudy = manyCases({
  arms: { sft: middling, physician: middling },
  cases: RUNS * CASES,
  seed: SEED,
  review,
})

/** One larger review each: a true difference, raters who can tell the source, hidden repeats. */
const larger = { cases: 24, seed: SEED, review } as const
const unequal = manyCases({
  ...larger,
  from: 10_000,
  arms: { sft: { grounds: 1, falseNumbers: 0 }, physician: { grounds: 0.1, falseNumbers: 0.6 } },
})
const telling = manyCases({
  ...larger,
  from: 20_000,
  arms: { sft: { grounds: 1, falseNumbers: 0.2 }, physician: { grounds: 0, falseNumbers: 0.2 } },
})
const repeated = manyCases({
  ...larger,
  from: 30_000,
  arms: { sft: middling, physician: middling },
  review: { ...review, repeats: { share: 0.7, distance: 3 } },
})
const discerning: Population = { ...defaultPopulation, discernment: 0.7 }

const players = (first: number) => raterIds(6, first)
const scenes: readonly {
  readonly study: MadeUpStudy
  readonly raters: readonly string[]
  readonly population: Population
}[] = [
  ...Array.from({ length: RUNS }, (_, run) => ({
    study: withCases(nullStudy, run * CASES, CASES),
    raters: raterIds(RATERS, 1 + run * RATERS),
    population: defaultPopulation,
  })),
  { study: unequal, raters: players(601), population: defaultPopulation },
  { study: telling, raters: players(701), population: discerning },
  { study: repeated, raters: players(801), population: defaultPopulation },
]
const [sceneOfUnequal, sceneOfTelling, sceneOfRepeats] = scenes.slice(RUNS)

let store: Store
let lines: JudgementLines

beforeAll(async () => {
  store = await openStore({ folder: await embeddedFolder() })
  const allocations = scenes.map(({ study, raters }, scene) => allocationOf(study, raters, `${SECRET}, ${scene}`))
  await openPlayed(store, nullStudy, {
    slots: allocations.flatMap(({ slots }) => slots),
    texts: Object.assign({}, ...allocations.map(({ texts }) => texts)) as Record<string, string>,
    key: Object.assign({}, ...allocations.map(({ key }) => key)) as (typeof allocations)[number]['key'],
  })
  const { url, send, invitation } = plainServer(store)
  for (const population of [defaultPopulation, discerning]) {
    const own = scenes.filter(scene => scene.population === population).flatMap(({ raters }) => raters)
    const { specialty } = nullStudy
    const invitations = own.map(invitation)
    await simulateReview({ url, send, invitations, specialty, population, seed: SEED, atOnce: 300 })
  }
  lines = await unblindPlayed(store)
}, 900_000)

afterAll(() => store.close())

const of = ({ raters }: (typeof scenes)[number], { ratings, preferences, guesses }: JudgementLines = lines) => {
  const own = new Set(raters)
  const isOwn = ({ raterId }: { readonly raterId: string }) => own.has(raterId)
  return { ratings: ratings.filter(isOwn), preferences: preferences.filter(isOwn), guesses: guesses.filter(isOwn) }
}
const first = <Line extends { readonly repeat: boolean }>(all: readonly Line[]) => all.filter(({ repeat }) => !repeat)

const planned: readonly Asked[] = [
  { question: 'rating', criterion: 'reasoningClarity', first: 'sft', second: 'physician' },
  { question: 'rating', criterion: 'feasibility', first: 'sft', second: 'physician' },
  { question: 'preference', criterion: 'overall', first: 'sft', second: 'physician' },
]

function answerOf(asked: Asked, scene: (typeof scenes)[number]): Answer {
  const { ratings, preferences } = of(scene)
  return answer(asked, {
    outcomes: outcomesOf([], []),
    ratings: first(ratings),
    preferences: first(preferences),
    scale: [1, 5],
    clusterOf: caseId => caseId,
    ties: 'half',
    settings,
  })
}

const blindingOf = (scene: (typeof scenes)[number]) =>
  analyseBlinding(first(of(scene).guesses), {
    arms: ['sft', 'physician'],
    clusterOf: caseId => caseId,
    settings,
    preferences: [],
  })

/** Exact tests of few discrete values cannot use all of alpha; half of it they do. */
const nearlyAlpha: Range = [0.4 * ALPHA, ALPHA]

test.each(planned)('with no true difference, $question $criterion is significant at the nominal rate', asked => {
  const ps = scenes.slice(0, RUNS).map(scene => {
    const { test: found } = answerOf(asked, scene)
    return 'p' in found ? found.p : 1
  })
  expectHits(ps.filter(p => p <= ALPHA).length, RUNS, nearlyAlpha, `${asked.question}, no true difference`)
  // Not only in its tail: a half of the p values are below a half, or somewhat fewer.
  expectHits(ps.filter(p => p <= 0.5).length, RUNS, [0.35, 0.5], `${asked.question}, p below 0.5`)
})

test('with no true difference, the blinding index of every arm covers 0 at its level', () => {
  const found = scenes.slice(0, RUNS).flatMap(scene => blindingOf(scene).arms)
  const covering = found.filter(({ bang }) => 'interval' in bang && bang.interval[0] <= 0 && bang.interval[1] >= 0)
  // Guesses of one rater on the arms of a case are drawn apart: all arms of all runs count.
  expectHits(covering.length, found.length, bradleyCoverage, 'Bang index covers 0')
})

test('a difference in the quality of the texts is found, in its direction', () => {
  // Feasibility hangs on the decisions, which are the recorded ones in every text: there is little to find.
  for (const asked of planned.filter(one => !('criterion' in one && one.criterion === 'feasibility'))) {
    const { estimate, test: found } = answerOf(asked, sceneOfUnequal)
    expect(isEstimated(estimate) && estimate.interval[0], asked.question).toBeGreaterThan(0)
    expect('p' in found && found.p, asked.question).toBeLessThan(0.01)
  }
})

test('raters who can tell the source give an index that says so, of both arms', () => {
  for (const { arm, bang } of blindingOf(sceneOfTelling).arms) {
    // They follow the sign of the text in 7 of 10 guesses, and the rest is chance.
    expect('interval' in bang && bang.interval[0], arm).toBeGreaterThan(0.4)
    expect('value' in bang && Math.abs(bang.value - 0.7), arm).toBeLessThan(0.2)
  }
})

/** Agreement of first and second scores when both are drawn anew by the same raters on the same texts. */
function impliedKappas(draws: number): number[] {
  const { specialty, material } = repeated
  const sheetOf = new Map(material.cases.map(({ caseId, sheet }) => [caseId, sheet]))
  const readingOf = new Map(
    material.plans.map(({ caseId, arm, sheet }) => [
      `${caseId} ${arm}`,
      readPlan(sheetOf.get(caseId)!, sheet, specialty),
    ]),
  )
  const again = of(sceneOfRepeats).ratings.filter(({ repeat }) => repeat)
  const judgeOf = new Map(
    sceneOfRepeats.raters.map(id => [
      id,
      { population: defaultPopulation, rater: drawRater(defaultPopulation, SEED, id) },
    ]),
  )
  return Array.from({ length: draws }, (_, draw) => {
    const random = randomStream(SEED, 'implied agreement', draw)
    const drawn = () =>
      again.map(({ raterId, caseId, arm, criterion }) =>
        scoreOf(judgeOf.get(raterId)!, readingOf.get(`${caseId} ${arm}`)!, criterion, [1, 5], random),
      )
    const place = (scores: readonly number[]) => scores.map(score => score - 1)
    const kappa = cohenKappa(pairTable(place(drawn()), place(drawn()), 5), 'quadratic', 0.95)
    return 'value' in kappa ? kappa.value : Number.NaN
  })
}

test('hidden repeats agree as far as the noise of the raters lets them', () => {
  const { ratings, preferences } = of(sceneOfRepeats)
  const request = { scale: [1, 5] as const, clusterOf: (caseId: string) => caseId, settings }
  const all = intraRaterAgreement(ratings, preferences, request).find(
    ({ about, raterId }) => about === 'rating' && raterId === null,
  )
  const implied = impliedKappas(1000).sort((a, b) => a - b)
  const observed = all && 'value' in all.kappa ? all.kappa.value : Number.NaN
  expect(ratings.filter(({ repeat }) => repeat).length).toBeGreaterThan(300)
  // Of 1,000 drawn the outermost five on each side are left out: 99 %.
  expect(observed, `implied ${implied[5]} to ${implied[994]}`).toBeGreaterThan(implied[5])
  expect(observed, `implied ${implied[5]} to ${implied[994]}`).toBeLessThan(implied[994])
})

test('the limits of these tests would notice a rate that is twice the nominal one', () => {
  const [, most] = limitsOfHits(RUNS, nearlyAlpha)
  expect(most).toBeLessThan(0.15 * RUNS)
})
