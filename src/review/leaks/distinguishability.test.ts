/** @file How well a machine tells arms apart, against truths that are known: equal, random, and plainly different texts. */
import { expect, test } from 'vitest'
import { type Estimate, isEstimated } from '../../statistics/index.ts'
import { randomStream } from '../../support/index.ts'
import { distinguishability } from './distinguishability.ts'
import type { PlanText } from './finding.ts'
import { heldOutGuesses } from './held-out-guesses.ts'

const ARMS = ['grpo', 'physician', 'sft']
const WORDS =
  'age reserve antagonist agonist dose tubes semen embryo transfer freeze luteal trigger follicle risk cycle'.split(' ')

/** Texts of all arms for so many couples; `write` gets the stream of the case. */
function texts(couples: number, write: (arm: string, words: (count: number) => string, i: number) => string, seed = 1) {
  return Array.from({ length: couples }, (_, i) =>
    ARMS.map((arm): PlanText => {
      const random = randomStream(seed, 'text', i, arm)
      const words = (count: number) => Array.from({ length: count }, () => random.choose(WORDS)).join(' ')
      return { id: `${arm}-${i}`, caseId: `case-${i}`, coupleId: `couple-${i}`, arm, text: write(arm, words, i) }
    }),
  ).flat()
}
const areaIn = (estimate: Estimate): number => {
  if (!isEstimated(estimate)) throw new Error(estimate.notEstimable)
  return estimate.value
}
const SMALL = { resamples: 200 }
/** Fewer columns and a firmer penalty, where it is not the power that is looked at. */
const QUICK = { resamples: 200, classifier: { columns: 512, c: 10 } }

test('equal texts give exactly one half, for every arm and overall, and names by chance', () => {
  const random = randomStream(1, 'equal')
  const shared = Array.from({ length: 30 }, () => Array.from({ length: 20 }, () => random.choose(WORDS)).join(' '))
  const found = distinguishability({ texts: texts(30, (_, __, i) => shared[i]), seed: 1, ...SMALL })
  for (const estimate of [...Object.values(found.armAgainstRest), found.overall]) {
    expect(estimate).toMatchObject({ value: 0.5, n: 90 })
  }
  expect(areaIn(found.named)).toBeCloseTo(1 / 3, 12)
  expect(found).toMatchObject({ texts: 90, couples: 30, chance: 1 / 3 })
})

test('texts of one distribution give one half on average, and their intervals hold it at about the nominal rate', () => {
  const runs = Array.from({ length: 24 }, (_, run) =>
    distinguishability({ texts: texts(40, (_, words) => words(20), 100 + run), seed: run, ...QUICK }),
  )
  const mean = runs.reduce((sum, { overall }) => sum + areaIn(overall), 0) / runs.length
  // One run has a standard deviation of about 0.04, the mean of 24 one of 0.008.
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.025)
  const holds = runs.filter(
    ({ overall }) => isEstimated(overall) && overall.interval[0] <= 0.5 && overall.interval[1] >= 0.5,
  )
  // Of 24 at 95 %: 20 or fewer with probability 0.03. The fits are not resampled, which makes intervals a little short.
  expect(holds.length).toBeGreaterThanOrEqual(19)
})

test('an arm with a word of its own is told from the rest, and the others less', () => {
  const own = texts(40, (arm, words) => (arm === 'physician' ? `${words(8)} pls ${words(8)}` : words(17)))
  const found = distinguishability({ texts: own, seed: 1, ...SMALL })
  expect(areaIn(found.armAgainstRest['physician'])).toBeGreaterThan(0.95)
  expect(areaIn(found.armAgainstRest['sft'])).toBeLessThan(0.85)
  expect(areaIn(found.overall)).toBeGreaterThan(0.7)
  expect(areaIn(found.named)).toBeGreaterThan(0.55)
})

test('layout alone tells, and Chinese texts too', () => {
  const lines = texts(20, (arm, words) => `${words(6)}${arm === 'sft' ? '\n\n' : ' '}${words(6)}`)
  expect(areaIn(distinguishability({ texts: lines, seed: 1, ...SMALL }).armAgainstRest['sft'])).toBeGreaterThan(0.9)
  const chinese = texts(20, (arm, _, i) => `女方${25 + i}岁，${arm === 'grpo' ? '建议' : '考虑'}拮抗剂方案。`)
  expect(areaIn(distinguishability({ texts: chinese, seed: 1, ...SMALL }).armAgainstRest['grpo'])).toBe(1)
})

test('a couple is held out as a whole: what is the same within a couple and new in each teaches nothing', () => {
  // Every text of a couple holds the couple's own word, and arms differ by nothing else but their labels.
  const own = texts(24, (_, words, i) => `couple${String.fromCharCode(97 + i)} ${words(10)}`)
  expect(Math.abs(areaIn(distinguishability({ texts: own, seed: 3, ...SMALL }).overall) - 0.5)).toBeLessThan(0.15)
})

test('the order of texts decides nothing, and the probabilities of a text add up to one', () => {
  const own = texts(12, (_, words) => words(10))
  const request = { texts: own, seed: 1, ...SMALL }
  expect(distinguishability({ ...request, texts: own.toReversed() })).toEqual(distinguishability(request))
  const { probabilities } = heldOutGuesses(own, { lengths: [1, 2], columns: 256, folds: 5, c: 1 }, 1)
  for (const row of probabilities) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10)
})

test('one arm, or fewer than ten couples, is not estimable', () => {
  const one = texts(20, (_, words) => words(5)).filter(({ arm }) => arm === 'sft')
  expect(distinguishability({ texts: one, seed: 1 }).overall).toEqual({ notEstimable: 'fewer than two arms', n: 20 })
  const few = distinguishability({ texts: texts(5, (_, words) => words(5)), seed: 1, ...SMALL })
  expect(few.overall).toMatchObject({ notEstimable: expect.stringContaining('fewer than 10 clusters') })
  expect(distinguishability({ texts: [], seed: 1 }).overall).toMatchObject({ n: 0 })
})
