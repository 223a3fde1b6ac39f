/** @file Whether more guesses than by chance were right: of studies with blind raters, alpha says so of some arm. SIMULATED. */
import { expect, test } from 'vitest'
import type { Guess } from '../review/index.ts'
import { randomStream } from '../support/index.ts'
import { lowerLimitOf } from './blinding.ts'

const clusterOf = (caseId: string) => caseId
const ARMS = ['icl', 'sft', 'dpo', 'grpo', 'physician']

/** Three raters guess of each plan; `right` is the chance that they do so rightly, and a plan has a look of its own. */
function guessesOf(arm: string, right: number, study: number): readonly Guess[] {
  const random = randomStream(5, 'blind', arm, String(study))
  const source = arm === 'physician' ? 'physician' : 'model'
  const other = source === 'model' ? 'physician' : 'model'
  return Array.from({ length: 40 }, (_, i) => i).flatMap(i => {
    const look = right + (random.uniform() - 0.5) * 0.8
    return [1, 2, 3].map((rater): Guess => {
      const guess = random.uniform() < look ? source : other
      const line = { caseId: `case-${i}`, raterId: `R${rater}`, raterKind: 'clinician' as const, centre: null }
      return { ...line, arm, guess, guessedArm: null, ratedAt: null, repeat: false }
    })
  })
}

const isShown = (guesses: readonly Guess[], alpha: number) => {
  const found = lowerLimitOf(guesses, alpha, clusterOf)
  return 'value' in found && found.value > 0
}

test('of 200 studies with five arms and blind raters, about alpha have an arm with more right guesses than chance', () => {
  const studies = Array.from({ length: 200 }, (_, study) => ARMS.map(arm => guessesOf(arm, 0.5, study)))
  const share = (alpha: number) => studies.filter(arms => arms.some(own => isShown(own, alpha))).length / 200
  // 0.05 plus three standard errors; one arm alone at alpha each would give 1 - 0.95^5 = 0.226.
  expect(share(0.05 / 5)).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 200))
  expect(share(0.05)).toBeGreaterThan(0.15)
})

test('guesses that are right more often are found, and few couples say that they are few', () => {
  expect(isShown(guessesOf('sft', 0.7, 1), 0.01)).toBe(true)
  expect(lowerLimitOf(guessesOf('sft', 0.7, 1).slice(0, 27), 0.01, clusterOf)).toEqual({
    ...{ notEstimable: 'fewer than 10 couples (9)', n: 27 },
  })
})
