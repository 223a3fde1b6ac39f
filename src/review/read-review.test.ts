/** @file A review that was gathered elsewhere: what is read, and what stops the study. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filesConfig } from './config.ts'
import { reviewFiles, simulatedReview } from './fixtures/simulated-review.ts'
import { readReview } from './read-review.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-review-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const scope = { cases: new Set(['r1', 'r2', 'r3']), arms: ['sft', 'grpo'] }
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const read = (settings: object) => readReview(filesConfig.parse(settings), folder, scope)
const readRatings = (rows: string) => {
  write('ratings.csv', `case,rater,arm,criterion,score\n${rows}\n`)
  return read({ ratings: 'ratings.csv' })
}

test('readReview gives back every line of a simulated review', async () => {
  const quality = { sft: 0.4, grpo: 0, physician: 0 }
  const review = simulatedReview({ quality, cases: [...scope.cases], raters: 2, seed: 1, centres: ['north', 'south'] })
  for (const [name, text] of Object.entries(reviewFiles(review))) write(name, text)
  const found = await read({
    ratings: 'ratings.csv',
    preferences: 'preferences.csv',
    guesses: 'guesses.csv',
    simulated: true,
  })
  expect(found.ratings).toEqual(review.ratings)
  expect(found.preferences).toEqual(review.preferences)
  expect(found.guesses).toEqual(review.guesses)
  expect(found.summary).toMatchObject({
    simulated: true,
    arms: ['sft', 'grpo', 'physician'],
    raters: { clinicians: ['rater-1', 'rater-2'], judges: [] },
    cases: 3,
    firstRatedAt: null,
  })
})

test('readReview takes times with a zone, judges and repeats', async () => {
  write(
    'votes.csv',
    'case,rater,left,right,choice,rater_kind,rated_at,repeat\n' +
      'r1,ann,sft,grpo,Both bad,,2026-11-01T10:00:00+08:00,\n' +
      'r1,ann,grpo,sft,left,clinician,2026-11-02T10:00:00Z,yes\n' +
      'r1,gpt,grpo,sft,right,judge,,no\n',
  )
  const { preferences, summary } = await read({ preferences: 'votes.csv' })
  expect(preferences.map(({ choice, criterion, repeat }) => [choice, criterion, repeat])).toEqual([
    ['both bad', 'overall', false],
    ['left', 'overall', true],
    ['right', 'overall', false],
  ])
  expect(summary).toMatchObject({
    raters: { clinicians: ['ann'], judges: ['gpt'] },
    firstRatedAt: '2026-11-01T02:00:00.000Z',
    lastRatedAt: '2026-11-02T10:00:00.000Z',
  })
})

test.each([
  ['r9,ann,sft,clarity,3', 'row 1, field "case": expected a case of the test split, got another'],
  [
    'r1,ann,stf,clarity,3',
    'field "arm": expected an arm of the study or the physician, got another; did you mean "sft"?',
  ],
  ['r1,ann,nobody,clarity,3', 'got another; known names: sft, grpo, physician'],
  ['r1,ann,sft,clarity,6', 'field "score": expected a whole number from 1 to 5'],
  ['r1,ann,sft,clarity,3.5', 'expected a whole number from 1 to 5'],
  ['r1,ann,sft,clarity,', 'field "score": expected a value, got nothing'],
  ['r1,,sft,clarity,3', 'field "rater": expected a value, got nothing'],
  ['r1,ann,sft,clarity,3\nr1,ann,sft,clarity,4', 'row 2, field "rater": the same judgement stands twice'],
])('readReview refuses %j', async (rows, message) => {
  await expect(readRatings(rows)).rejects.toThrow(message)
})

test('readReview refuses a file without a column, a pair of one arm, and a time without a zone', async () => {
  write('votes.csv', 'case,rater,left,right\nr1,ann,sft,grpo\n')
  await expect(read({ preferences: 'votes.csv' })).rejects.toThrow(
    'expected a column "choice", got none; add it; every row needs case, rater, left, right, choice',
  )
  write('votes.csv', 'case,rater,left,right,chioce\nr1,ann,sft,grpo,left\n')
  await expect(read({ preferences: 'votes.csv' })).rejects.toThrow('got none; rename "chioce"')
  write('votes.csv', 'case,rater,left,right,choice\nr1,ann,sft,sft,left\n')
  await expect(read({ preferences: 'votes.csv' })).rejects.toThrow('expected two different arms')
  write('votes.csv', 'case,rater,left,right,choice,rated_at\nr1,ann,sft,grpo,left,2026-11-01 10:00\n')
  await expect(read({ preferences: 'votes.csv' })).rejects.toThrow('expected a time such as')
})

test('an error names a place and repeats no cell of the file', async () => {
  const secret = 'Mrs Long-Name'
  await expect(readRatings(`${secret},ann,sft,clarity,3`)).rejects.not.toThrow(secret)
  await expect(readRatings(`r1,ann,sft,clarity,${secret}`)).rejects.not.toThrow(secret)
})
