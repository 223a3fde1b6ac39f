/** @file Which of several sampled completions becomes the rejected one of a pair. */
import type { Completion } from '../../engines/index.ts'
import type { Plan, Specialty } from '../../specialty/index.ts'
import type { Rejected } from './pair.ts'
import { UNREADABLE, wrongOn } from './wrong-layers.ts'

/** Why a prompt gives no pair. */
export type NoPair = 'all right' | 'none ended'

/** What the choice is made from. */
export interface Candidates {
  readonly specialty: Specialty
  /** The recorded decision. */
  readonly reference: Plan
  /** Text of the chosen completion. */
  readonly chosen: string
  readonly samples: readonly Pick<Completion, 'text' | 'finish'>[]
}

/**
 * The first sample that ended, reads as a plan and is wrong on at least one layer; failing that, the first unreadable
 * one that ended; failing that, why there is none. A readable mistake goes first because it teaches the decision, an
 * unreadable one only the form. Samples that were cut, that are blank, or that equal the chosen text (blanks around it
 * aside) are passed over. `none ended`: no sample ended with text, as with no samples at all; `all right`: those that did
 * state the recorded plan.
 */
export function rejectedOf({ specialty, reference, chosen, samples }: Candidates): Rejected | { none: NoPair } {
  const ended = samples.filter(({ text, finish }) => finish === 'end' && text.trim() !== '')
  const judged = ended
    .filter(({ text }) => text.trim() !== chosen.trim())
    .map(({ text }) => ({ text, wrongOn: wrongOn(specialty, reference, text) }))
    .filter(rejected => rejected.wrongOn.length > 0)
  const readable = judged.find(rejected => rejected.wrongOn[0] !== UNREADABLE)
  return readable ?? judged[0] ?? { none: ended.length === 0 ? 'none ended' : 'all right' }
}
