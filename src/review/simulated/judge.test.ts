import { expect, test } from 'vitest'
import { randomStream } from '../../support/index.ts'
import { badPlan, goodPlan } from './fixtures/readings.ts'
import { choiceOf, guessOf, harmOf, scoreOf } from './judge.ts'
import { defaultPopulation, type Population } from './population.ts'
import { drawRater } from './rater.ts'
import { worthOf } from './worth.ts'

const DRAWS = 4000
/** Binomial 99.99 % limits around a share. */
const limits = (share: number) => 3.9 * Math.sqrt((share * (1 - share)) / DRAWS)

/** A rater without any trait of her own, of a population that differs from the default in some respects. */
const plain = (differs: Partial<Population> = {}) => {
  const population: Population = {
    ...defaultPopulation,
    severity: { mean: 0, sd: 0 },
    spread: { mean: 1, sd: 0 },
    likesLength: { mean: 0, sd: 0 },
    likesLeft: { mean: 0, sd: 0 },
    weightsDiffer: 0,
    lapses: 0,
    ...differs,
  }
  return { population, rater: drawRater(population, 1, 'R01') }
}

const shares = <Answer extends string | number | null>(draw: (random: ReturnType<typeof randomStream>) => Answer) => {
  const random = randomStream(2, 'draws')
  const counts = new Map<Answer, number>()
  for (let i = 0; i < DRAWS; i++) {
    const answer = draw(random)
    counts.set(answer, (counts.get(answer) ?? 0) + 1)
  }
  return (answer: Answer) => (counts.get(answer) ?? 0) / DRAWS
}

test('scoreOf gives the best plan the highest score and the worst nearly the lowest, without noise', () => {
  const judge = plain({ noise: 0 })
  const random = randomStream(1, 'any')
  expect(scoreOf(judge, goodPlan, 'feasibility', [1, 5], random)).toBe(5)
  // Three errors leave a quarter of what checks count for.
  expect(scoreOf(judge, badPlan, 'feasibility', [1, 5], random)).toBe(2)
  expect(scoreOf(judge, badPlan, 'reasoningClarity', [1, 5], random)).toBe(1)
  expect(scoreOf(judge, goodPlan, 'feasibility', [0, 10], random)).toBe(10)
})

test('severity takes points away, and a taste for length gives one for each doubling', () => {
  const { population, rater } = plain()
  const worth = (differs: object, words = 80) =>
    worthOf({ ...rater, ...differs }, population, { ...goodPlan, words }, 'feasibility')
  expect(worth({}) - worth({ severity: 1 })).toBeCloseTo(1)
  expect(worth({ likesLength: 0.5 }, 160) - worth({ likesLength: 0.5 })).toBeCloseTo(0.5)
  expect(worth({ likesLength: 0.5 }, 80 * 2 ** 9) - worth({ likesLength: 0.5 })).toBeCloseTo(1)
})

test('choiceOf ties equal plans as often as the population says, and takes sides evenly otherwise', () => {
  const share = shares(random => choiceOf(plain(), { left: goodPlan, right: goodPlan }, 'overall', random))
  expect(Math.abs(share('tie') - defaultPopulation.ties)).toBeLessThan(limits(defaultPopulation.ties))
  expect(Math.abs(share('left') - share('right'))).toBeLessThan(2 * limits(0.375))
})

test('choiceOf finds the better plan, and says when both are bad', () => {
  const judge = plain({ noise: 0.1 })
  const random = randomStream(1, 'any')
  expect(choiceOf(judge, { left: badPlan, right: goodPlan }, 'overall', random)).toBe('right')
  expect(choiceOf(judge, { left: goodPlan, right: badPlan }, 'overall', random)).toBe('left')
  expect(choiceOf(judge, { left: badPlan, right: badPlan }, 'reasoningClarity', random)).toBe('both bad')
})

test('choiceOf leans to the left as the rater does', () => {
  const judge = plain()
  const leaning = { ...judge, rater: { ...judge.rater, likesLeft: 2 } }
  const share = shares(random => choiceOf(leaning, { left: goodPlan, right: goodPlan }, 'overall', random))
  expect(share('left')).toBeGreaterThan(0.9)
})

test('a rater who never looks answers by chance', () => {
  const score = shares(random => scoreOf(plain({ lapses: 1 }), goodPlan, 'feasibility', [1, 5], random))
  for (const point of [1, 2, 3, 4, 5]) expect(Math.abs(score(point) - 0.2)).toBeLessThan(limits(0.2))
})

test('harmOf sees an error as often as the population says, and hardly any harm without one', () => {
  const seen = shares(random => harmOf(plain(), badPlan, random))
  expect(Math.abs(seen('severe') - defaultPopulation.seesHarm)).toBeLessThan(limits(0.7))
  const alarm = shares(random => harmOf(plain(), goodPlan, random))
  expect(Math.abs(alarm('mild') - defaultPopulation.falseAlarms)).toBeLessThan(limits(0.02))
})

test('guessOf says the same of any text without discernment, and follows the sign of the text with it', () => {
  const short = { ...goodPlan, words: 20 }
  const [of, ofShort] = [goodPlan, short].map(reading => shares(random => guessOf(plain(), reading, random).guess))
  // The same draws give the same answers: nothing of the text enters.
  for (const guess of ['physician', 'model', 'unknown'] as const) expect(ofShort(guess)).toBe(of(guess))
  expect(Math.abs(of('unknown') - defaultPopulation.doesNotKnow)).toBeLessThan(limits(0.35))
  const keen = plain({ discernment: 1 })
  const random = randomStream(1, 'any')
  expect(guessOf(keen, short, random).guess).toBe('physician')
  expect(guessOf(keen, goodPlan, random).guess).toBe('model')
})

test('drawRater gives the same rater by name, and others by other names and seeds', () => {
  const draw = (seed: number, name: string) => drawRater(defaultPopulation, seed, name)
  expect(draw(1, 'R01')).toEqual(draw(1, 'R01'))
  expect(draw(1, 'R02').severity).not.toBe(draw(1, 'R01').severity)
  expect(draw(2, 'R01').severity).not.toBe(draw(1, 'R01').severity)
})
