/** @file What the store says no with: an InputError that also tells, in one word, what stood against it. */
import { InputError } from '../../support/index.ts'

/** What stood against it: the person's role, the state of the review, a second person, the slot, the submission's key. */
export type RefusalCode = 'role' | 'state' | 'people' | 'slot' | 'key' | 'input'

/** A refusal of the store. Its message holds ids and names of fields, never a text of a case or of a person. */
export class Refusal extends InputError {
  readonly code: RefusalCode

  /** @param code what stood against it; @param problem what was expected and got; @param remedy what to do. */
  constructor(code: RefusalCode, problem: string, remedy = '', field?: string) {
    super(problem, field === undefined ? {} : { field }, remedy)
    this.code = code
  }
}

/** Throws the first refusal among the answers of guards; nothing when there is none. */
export function insist(...answers: readonly (Refusal | null)[]): void {
  for (const answer of answers) if (answer !== null) throw answer
}
