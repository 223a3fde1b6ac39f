/** @file Remarks by arm: the worst harm once a plan, tags and comments of a slot, denominators from the judgements. SIMULATED. */
import { expect, test } from 'vitest'
import type { Preference, RaterRemark, Rating } from '../review/index.ts'
import { analyseRemarks } from './remarks.ts'

const who = { raterId: 'ann', raterKind: 'clinician', centre: null, ratedAt: null, repeat: false } as const
const rating = (caseId: string, arm: string): Rating => ({ ...who, caseId, arm, criterion: 'use', score: 3 })
const pair = (caseId: string, left: string, right: string): Preference => ({
  ...{ ...who, caseId, left, right },
  ...{ criterion: 'overall', choice: 'left' },
})
const remark = (caseId: string, arm: string, more: Partial<RaterRemark>): RaterRemark => ({
  ...{ ...who, caseId, arm, side: 'only', harm: null, tags: [], hasComment: false },
  ...more,
})
const request = {
  arms: ['sft', 'grpo'],
  clusterOf: (caseId: string) => caseId,
  settings: { alpha: 0.05, level: 0.95, resamples: 500, seed: 1 },
}

test('a plan counts once with its worst harm, and a slot of a pair for both of its plans', () => {
  const ratings = [rating('c1', 'sft'), rating('c2', 'sft')]
  const remarks = [
    remark('c1', 'sft', { harm: 'mild', tags: ['dose'] }),
    remark('c1', 'sft', { side: 'left', harm: 'severe', tags: ['dose'], hasComment: true }),
    remark('c1', 'grpo', { side: 'right', tags: ['dose'], hasComment: true }),
  ]
  const [sft, grpo] = analyseRemarks(remarks, ratings, [pair('c1', 'sft', 'grpo'), pair('c3', 'grpo', 'sft')], request)
  expect(sft.judged).toBe(3)
  expect(sft.harms.map(({ harm, plans }) => [harm, plans])).toEqual([
    ['any', 1],
    ['mild', 0],
    ['moderate', 0],
    ['severe', 1],
  ])
  expect(sft.harms[0].share).toMatchObject({ value: 1 / 3, n: 3, method: 'Wilson' })
  expect(sft.tags).toEqual([{ tag: 'dose', alone: 1, inPairs: 1 }])
  expect([grpo.judged, grpo.harms[0].plans, grpo.tags, grpo.comments]).toEqual([
    2,
    0,
    [{ tag: 'dose', alone: 0, inPairs: 1 }],
    { alone: 0, inPairs: 1 },
  ])
})

test('without judgements there is nothing to divide by', () => {
  const [sft] = analyseRemarks([], [], [], request)
  expect([sft.judged, sft.harms[0].share]).toEqual([0, { notEstimable: 'no case', n: 0 }])
})
