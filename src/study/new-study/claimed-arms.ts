/** @file The arms that the claims of a new study are about, which are those that its review shows. */
import { PHYSICIAN } from '../../review/index.ts'
import type { NewArm } from './answers.ts'

/** The arms of the question. */
export interface ClaimedArms {
  /** The one that training should have brought furthest towards the record. */
  readonly accurate: NewArm
  /** The one that clinicians may prefer all the same; null where there is only one arm. */
  readonly preferred: NewArm | null
  /** The one that is held against the recorded decision. */
  readonly overRecord: NewArm
  /** Arms of the review, the recorded decision last. Every two are compared: one that stood in more pairs would be known by that. */
  readonly shown: readonly string[]
}

/** As published: GRPO agrees more, SFT is preferred, over the recorded decisions too. The base is shown only when there is nothing else. */
export function claimedArms(arms: readonly NewArm[]): ClaimedArms {
  const accurate = arms[arms.length - 1]
  const others = arms.slice(0, -1)
  const preferred = others.includes('sft') ? 'sft' : (others.at(-1) ?? null)
  const overRecord = arms.includes('sft') ? 'sft' : accurate
  const isShown = preferred !== null && preferred !== 'base'
  return { accurate, preferred, overRecord, shown: [...(isShown ? [preferred, accurate] : [overRecord]), PHYSICIAN] }
}
