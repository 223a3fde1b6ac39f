/** @file A judgement that fits a slot and the settings of its review, for tests: says nothing of the plans. SIMULATED. */
import type { Judgement, ReviewSettings, ShownSlot } from '../../src/review/store/index.ts'

/** The same score for everything, a tie, and "do not know" about every plan that the slot shows. */
export function anyJudgement(
  { criteria, comparisons, scale }: ReviewSettings,
  { task, shown }: Pick<ShownSlot, 'task' | 'shown'>,
  score = scale[0] + 2,
): Judgement {
  const remarks = {
    comment: '',
    tags: [],
    harms: [],
    guesses: shown.map(({ side }) => ({ slotId: null, side, guess: 'unknown' as const, sureness: null })),
  }
  return task === 'rating'
    ? { task, scores: criteria.map(criterion => ({ criterion, layer: null, score })), ...remarks }
    : {
        task,
        choices: comparisons.map(criterion => ({ criterion, choice: score % 2 === 0 ? 'left' : 'tie' })),
        ...remarks,
      }
}
