/** @file How large the sides of a new study's split and its review are, for the couples or rows that there are. */
import { InputError } from '../../support/index.ts'
import { FEWEST_COUPLES } from './answers.ts'

/** Couples of each side, and cases of the review. */
export interface NewSizes {
  /** Null: all that the other sides leave. */
  readonly train: number | null
  readonly validation: number
  readonly test: number
  /** Cases of the review; 0 without one. */
  readonly cases: number
}

const [MOST_TRAINED, MANY] = [8000, 12_000]
const [MOST_VALIDATED, MOST_TESTED] = [200, 600]
const REVIEWED = 60

/**
 * Sizes for so many couples, or rows of which each is at most one couple. Test takes 15 % and validation 5 %, within what
 * two cores can answer; the test side grows where the review wants more cases. Throws InputError where there are too few.
 * @param cases of the review; 0 for none, null for as many as are tested, 60 at most.
 */
export function newSizes(couples: number, cases: number | null): NewSizes {
  if (couples < FEWEST_COUPLES) {
    throw new InputError(
      `expected at least ${FEWEST_COUPLES} records for a study, got ${couples}`,
      { field: '--records' },
      'name a larger file, or look at this one with `bedside import`',
    )
  }
  const usual = Math.min(MOST_TESTED, Math.floor(couples * 0.15))
  const most = Math.floor(couples / 2)
  if (cases !== null && cases > most) {
    throw new InputError(
      `expected at most ${most} cases in the review, half of ${couples} records, got ${cases}`,
      { field: '--cases' },
      'ask for fewer, or bring more records',
    )
  }
  return {
    train: couples > MANY ? MOST_TRAINED : null,
    // Two of them train each reviewer.
    validation: Math.min(MOST_VALIDATED, Math.max(2, Math.floor(couples * 0.05))),
    test: Math.max(usual, cases ?? 0),
    cases: cases ?? Math.min(REVIEWED, usual),
  }
}
