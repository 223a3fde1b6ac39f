/** @file What a judgement must be under the settings of a review. */
import { expect, test } from 'vitest'
import { faultOfJudgement, judgementSchema, settingsSchema } from './judgement.ts'
import { parseInput } from './parse-input.ts'

const settings = settingsSchema.parse({ study: 's', scale: [1, 5], criteria: ['clarity', 'use'], layers: ['dose'] })
/** Of the same visit: `other`, which shows one plan. */
const sidesOf = (slotId: string) => (slotId === 'other' ? (['only'] as const) : [])
const rating = { task: 'rating', sides: ['only'], sidesOf } as const
const pairwise = { task: 'pairwise', sides: ['left', 'right'], sidesOf } as const
const scores = [
  { criterion: 'clarity', score: 1 },
  { criterion: 'use', score: 5 },
]
const fault = (judgement: unknown, slot: typeof rating | typeof pairwise) =>
  faultOfJudgement(judgementSchema.parse(judgement), settings, slot)?.message ?? null

test('a whole rating and a whole comparison are taken', () => {
  expect(fault({ task: 'rating', scores }, rating)).toBeNull()
  const withLayer = [...scores, { criterion: 'use', layer: 'dose', score: 2 }]
  expect(fault({ task: 'rating', scores: withLayer, guesses: [{ side: 'only', guess: 'model' }] }, rating)).toBeNull()
  const choices = [{ criterion: 'overall', choice: 'both bad' }]
  expect(fault({ task: 'pairwise', choices, harms: [{ side: 'left', severity: 'mild' }] }, pairwise)).toBeNull()
  const guesses = [
    { side: 'left', guess: 'model' },
    { slotId: 'other', side: 'only', guess: 'unknown' },
  ]
  expect(fault({ task: 'pairwise', choices, guesses }, pairwise)).toBeNull()
})

test.each([
  ['the other task', { task: 'pairwise', choices: [] }, rating, 'expected "rating"'],
  ['a score too high', { task: 'rating', scores: [scores[0], { criterion: 'use', score: 6 }] }, rating, 'from 1 to 5'],
  ['a criterion that lacks', { task: 'rating', scores: [scores[0]] }, rating, 'a score for each of clarity, use'],
  ['one too many', { task: 'rating', scores: [...scores, { criterion: 'x', score: 1 }] }, rating, 'for nothing else'],
  ['one twice', { task: 'rating', scores: [...scores, scores[0]] }, rating, 'got two'],
  [
    'an unknown layer',
    { task: 'rating', scores: [...scores, { criterion: 'use', layer: 'x', score: 1 }] },
    rating,
    'layers',
  ],
  [
    'a side not shown',
    { task: 'rating', scores, guesses: [{ side: 'left', guess: 'model' }] },
    rating,
    'a side of this slot',
  ],
  [
    'a guess of another visit',
    { task: 'rating', scores, guesses: [{ slotId: 'stranger', side: 'only', guess: 'model' }] },
    rating,
    'of the same visit',
  ],
  ['no choice', { task: 'pairwise', choices: [] }, pairwise, 'one choice for each of overall'],
  [
    'two harms of one side',
    {
      task: 'pairwise',
      choices: [{ criterion: 'overall', choice: 'tie' }],
      harms: [
        { side: 'left', severity: 'mild' },
        { side: 'left', severity: 'severe' },
      ],
    },
    pairwise,
    'one answer a side',
  ],
] as const)('%s is refused', (_, judgement, slot, message) => {
  expect(fault(judgement, slot)).toContain(message)
})

test('what has another shape is refused with its field and without its value', () => {
  const secret = 'Mrs Long-Name'
  for (const judgement of [
    { task: 'rating', scores: [{ criterion: 'clarity', score: secret }] },
    { task: 'rating', scores, [secret]: 1 },
    { task: 'pairwise', choices: [{ criterion: 'overall', choice: secret }] },
    { task: secret },
  ]) {
    let message = ''
    try {
      parseInput(judgementSchema, judgement, 'judgement')
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toMatch(/^field "judgement/)
    expect(message).not.toContain(secret)
  }
})
