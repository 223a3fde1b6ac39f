/** @file Leaks of a review that nobody but programs will read: accepted without a look, and said to be. */
import { existsSync } from 'node:fs'
import type { Surroundings } from '../records/index.ts'
import { readLeakDecisions } from '../review/preparation/index.ts'
import { readTextFile, timestamp, writeFileAtomically } from '../support/index.ts'
import { remakeMaterial } from './review-leaks.ts'
import type { StudyReview } from './review-place.ts'
import type { RunOptions } from './run.ts'

/**
 * Accepts every open leak of a simulated review, in the file of decisions, where each says that nobody looked at it; then
 * makes the material with them. Returns how many there were.
 */
export async function acceptLeaks(
  review: StudyReview,
  surroundings: Surroundings,
  options: RunOptions,
): Promise<number> {
  const { findings } = await remakeMaterial(review, surroundings, options)
  const open = findings.filter(finding => finding.open)
  if (open.length === 0) return 0
  const { leaksFile } = review
  // Reading them first tells of a mistake in the file before anything is added to it.
  readLeakDecisions(leaksFile)
  const entries = open.flatMap(({ id }) => [
    `- finding: ${id}`,
    '  accept: SIMULATED REVIEWERS, nobody looked at it',
    '  by: bedside review simulate',
    `  at: ${timestamp()}`,
  ])
  const before = existsSync(leaksFile) ? `${readTextFile(leaksFile).trimEnd()}\n` : ''
  writeFileAtomically(leaksFile, `${before}${entries.join('\n')}\n`)
  await remakeMaterial(review, surroundings, options)
  return open.length
}
