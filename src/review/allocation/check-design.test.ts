/** @file Designs that are impossible: each is refused before anything is made, in one line that says what to do. */
import { expect, test } from 'vitest'
import { InputError } from '../../support/index.ts'
import { allocate } from './allocate.ts'
import { request, reviewCase } from './fixtures/requests.ts'
import type { AllocationRequest } from './study-design.ts'

const everybody = request().raters.map(({ id }) => id)
const known = (raters: readonly string[]) => [reviewCase(1), reviewCase(2, { knownBy: raters })]

test.each<[string, Partial<AllocationRequest>, string]>([
  ['no cases', { cases: [] }, 'expected at least one, got none'],
  ['no raters', { raters: [] }, 'expected at least one, got none'],
  ['no arms', { arms: [] }, 'expected at least one, got none'],
  ['a case twice', { cases: [reviewCase(1), reviewCase(1)] }, 'got "case-1" twice'],
  ['an arm twice', { arms: ['sft', 'sft'] }, 'got "sft" twice'],
  ['too few raters', { design: { kind: 'blocks', ratersPerCase: 13 } }, 'expected at least 13 for 13 a case, got 12'],
  ['no raters a case', { design: { kind: 'blocks', ratersPerCase: 0 } }, 'expected a whole number from 1, got 0'],
  ['a case that everybody knows', { cases: known(everybody) }, 'the couple of case case-2, got none'],
  ['a case that too many know', { cases: known(everybody.slice(2)) }, 'expected 3 raters who do not know'],
  [
    'a couple that all know between two cases',
    {
      design: { kind: 'crossed' },
      cases: [
        reviewCase(1, { coupleId: 'c', knownBy: everybody.slice(0, 6) }),
        reviewCase(2, { coupleId: 'c', knownBy: everybody.slice(6) }),
      ],
    },
    'expected a rater who does not know the couple of case case-1, got none',
  ],
  ['more repeats than cases', { repeats: { share: 1.1, distance: 5 } }, 'expected a share from 0 to 1, got 1.1'],
  [
    'repeats without room',
    { repeats: { share: 1, distance: 5 } },
    'expected room for 30 repeats 5 cases later, got 30',
  ],
  ['too few cases a rater', { mostCases: 29 }, 'expected room for 360 readings of 120 cases, got 348'],
  ['crossed with too few cases a rater', { design: { kind: 'crossed' }, mostCases: 100 }, 'got 1200'],
  ['nothing asked', { tasks: { ratings: null, pairs: null } }, 'expected ratings or pairs, got neither'],
  ['a pair of one arm', { arms: ['sft'] }, 'expected two arms or more'],
  ['a pair of unknown arms', { tasks: { ratings: null, pairs: { of: [['sft', 'gpro']] } } }, 'did you mean "grpo"'],
  ['a pair with itself', { tasks: { ratings: null, pairs: { of: [['sft', 'sft']] } } }, 'two different arms'],
  [
    'a pair twice',
    {
      tasks: {
        ratings: null,
        pairs: {
          of: [
            ['sft', 'grpo'],
            ['grpo', 'sft'],
          ],
        },
      },
    },
    'got "grpo and sft" twice',
  ],
  ['more plans than arms', { tasks: { ratings: { perCase: 4 }, pairs: null } }, 'from 1 to 3, got 4'],
  [
    'training that lacks',
    { training: { cases: [], perRater: 2 } },
    'expected 2 that rater rater-0 does not know, got 0',
  ],
  [
    'training with a couple of the cases',
    { training: { cases: [reviewCase(1000, { coupleId: 'couple-1' })], perRater: 1 } },
    'expected other couples than those of the cases',
  ],
  ['a secret that can be guessed', { secret: '7' }, 'expected 16 characters or more, got 1'],
  ['a seed that is none', { seed: 0.5 }, 'expected a whole number, got 0.5'],
])('allocate refuses %s', (_, change, message) => {
  expect(() => allocate(request(change))).toThrow(InputError)
  expect(() => allocate(request(change))).toThrow(message)
  expect(() => allocate(request(change))).not.toThrow(/\n/)
})
