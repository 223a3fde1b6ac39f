/** @file The report in English: all of its words. Numbers and names come in as text that is already formatted. */
import { arms } from './en/arms.ts'
import { benchmark } from './en/benchmark.ts'
import { comparators } from './en/comparators.ts'
import { made } from './en/made.ts'
import { page } from './en/page.ts'
import { question } from './en/question.ts'
import { remarks } from './en/remarks.ts'
import { review } from './en/review.ts'
import { served } from './en/served.ts'
import { terms } from './en/terms.ts'

/** English. */
export const en = {
  ...terms,
  ...question,
  ...review,
  ...remarks,
  ...served,
  ...comparators,
  ...benchmark,
  ...page,
  ...made,
  ...arms,
}
