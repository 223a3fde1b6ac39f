/** @file The results of the benchmark with the words to tell them in. */
import type { BenchmarkResults } from '../../benchmark/index.ts'
import { type Estimate, isEstimated } from '../../statistics/index.ts'
import type { Formats } from '../formats.ts'
import type { Words } from '../words/words.ts'

/** What sections of the benchmark are given. */
export interface BenchmarkView {
  readonly results: BenchmarkResults
  readonly words: Words
  readonly format: Formats
}

/** A share with its interval; for too few cases the counts. */
export function shareText(
  { words, format }: Pick<BenchmarkView, 'words' | 'format'>,
  found: { readonly estimate: Estimate; readonly successes?: number } | undefined,
): string {
  if (!found) return ''
  const { estimate, successes = 0 } = found
  if (isEstimated(estimate)) return format.estimate(estimate, 'share', false)
  return words.pyramid.counts(format.count(successes), format.count(estimate.n))
}
