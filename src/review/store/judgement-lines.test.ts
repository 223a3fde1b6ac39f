/** @file Lines of the export: arms by the key, what is left out and counted, which guess counts. */
import { expect, test } from 'vitest'
import { judgementSchema } from './judgement.ts'
import { criterionName } from '../review-data.ts'
import { judgementLines } from './judgement-lines.ts'
import type { MemberRow, SlotRow } from './rows.ts'

const member: MemberRow = {
  personId: 'ann',
  role: 'reviewer',
  centre: 'north',
  raterKind: 'clinician',
  profile: null,
  active: true,
  invitedBy: [],
}
const rating = (guess: string) =>
  judgementSchema.parse({
    task: 'rating',
    scores: [{ criterion: 'use', layer: 'dose', score: 4 }],
    guesses: [{ side: 'only', guess }],
  })
const slotOf = (slotId: string, judged: number, more: Partial<SlotRow>): SlotRow => ({
  slotId,
  raterId: 'ann',
  order: judged,
  caseId: 'c1',
  visit: 1,
  stratum: null,
  task: 'rating',
  training: false,
  caseText: null,
  feedback: null,
  shown: [{ side: 'only', text: 't' }],
  repeatOf: null,
  status: 'done',
  tab: null,
  openedAt: '2026-11-28T09:00:00.000Z',
  firstJudgedAt: '2026-11-28T09:02:30.000Z',
  judgedAt: '2026-11-28T09:02:30.000Z',
  judged,
  judgement: rating('model'),
  revealed: false,
  ...more,
})

test('judgementLines counts what it leaves out, and keeps the first guess of an arm', () => {
  const pair = judgementSchema.parse({
    task: 'pairwise',
    choices: [{ criterion: 'overall', choice: 'left' }],
    guesses: [
      { side: 'left', guess: 'physician' },
      { side: 'right', guess: 'unknown' },
    ],
    harms: [{ side: 'right', severity: 'severe' }],
    comment: 'about both',
  })
  const sides = [
    { side: 'left', text: 't' },
    { side: 'right', text: 'u' },
  ] as const
  const slots = [
    slotOf('s2', 9, { task: 'pairwise', shown: sides, judgement: pair, judgedAt: '2026-11-28T10:00:00.000Z' }),
    slotOf('s1', 5, {}),
    slotOf('s3', 11, { repeatOf: 's1', judgement: rating('unknown') }),
    slotOf('s4', 3, { training: true }),
    slotOf('s5', 4, { status: 'withdrawn' }),
    slotOf('s6', 0, { status: 'waiting', judged: null, judgement: null }),
    slotOf('s7', 0, { status: 'withdrawn', judged: null, judgement: null }),
    // Told in an emergency before it was judged.
    slotOf('s8', 0, { status: 'withdrawn', revealed: true, judged: null, judgement: null }),
  ]
  const arms = new Map([
    ['s1', { only: 'sft' }],
    ['s2', { left: 'sft', right: 'grpo' }],
    ['s3', { only: 'sft' }],
  ])
  const lines = judgementLines(slots, new Map([['ann', member]]), arms, new Map([['s2', 'was told']]))
  expect(
    lines.ratings.map(({ slotId, arm, criterion, repeat, seconds }) => [slotId, arm, criterion, repeat, seconds]),
  ).toEqual([
    ['s1', 'sft', 'use (dose)', false, 150],
    ['s3', 'sft', 'use (dose)', true, 150],
  ])
  expect(lines.preferences).toMatchObject([
    { left: 'sft', right: 'grpo', choice: 'left', changed: true, unblinded: 'was told', centre: 'north' },
  ])
  // The comparison comes after the rating: its guess of the same arm is the later one.
  expect(lines.guesses.map(({ arm, guess, repeat }) => [arm, guess, repeat])).toEqual([
    ['sft', 'model', false],
    ['grpo', 'unknown', false],
    ['sft', 'unknown', true],
  ])
  expect(lines.remarks.map(({ arm, harm, comment }) => [arm, harm, comment])).toEqual([
    ['sft', null, 'about both'],
    ['grpo', 'severe', 'about both'],
  ])
  expect(lines.leftOut).toEqual({ withdrawn: 3, withdrawnJudged: 1, training: 1, laterGuesses: 1, notJudged: 1 })
})

test('a repeat that another rater took over is her own first sight', () => {
  const slots = [slotOf('s1', 5, {}), slotOf('s2', 9, { repeatOf: 's1' })]
  const arms = new Map(slots.map(({ slotId }) => [slotId, { only: 'sft' }]))
  const members = new Map(['ann', 'bea'].map(personId => [personId, { ...member, personId }]))
  const repeatsOf = (all: readonly SlotRow[]) =>
    judgementLines(all, members, arms, new Map()).ratings.map(({ repeat }) => repeat)
  expect(repeatsOf(slots)).toEqual([false, true])
  expect(repeatsOf([slots[0], { ...slots[1], raterId: 'bea' }])).toEqual([false, false])
})

test('criterionName names a layer in brackets', () => {
  expect([criterionName('use', null), criterionName('use', 'dose')]).toEqual(['use', 'use (dose)'])
})
