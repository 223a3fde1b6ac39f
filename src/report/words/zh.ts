/** @file The report in Chinese: all of its words, in the shape of the English ones. */
import { arms } from './zh/arms.ts'
import { benchmark } from './zh/benchmark.ts'
import { comparators } from './zh/comparators.ts'
import { made } from './zh/made.ts'
import { page } from './zh/page.ts'
import { question } from './zh/question.ts'
import { remarks } from './zh/remarks.ts'
import { review } from './zh/review.ts'
import { served } from './zh/served.ts'
import { terms } from './zh/terms.ts'
import type { en } from './en.ts'

/** Chinese. */
export const zh: typeof en = {
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
