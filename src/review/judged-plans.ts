/** @file Whether the plans that raters judged are those of the study as it is now. */
import { counted, InputError, sha256 } from '../support/index.ts'
import type { PreparedCase, PreparedPlan } from './preparation/material.ts'
import type { ShownText } from './review-data.ts'
import { readReviewFile } from './review-file.ts'

/** Reads `shown.csv` of an export. Throws InputError for a row that is none. */
export function readShownTexts(file: string): Promise<readonly ShownText[]> {
  return readReviewFile(
    file,
    ['case', 'arm', 'sha256'],
    (row): ShownText => ({ caseId: row.text('case'), arm: row.optional('arm'), sha256: row.text('sha256') }),
  )
}

/**
 * Throws InputError when a plan or a record that was judged is another one in the material of the study: votes about plans that are
 * gone say nothing of those that took their place.
 */
export function requireJudgedPlans(
  shown: readonly ShownText[],
  material: { readonly cases: readonly PreparedCase[]; readonly plans: readonly PreparedPlan[] },
): void {
  const nameOf = (caseId: string, arm: string | null) => JSON.stringify([caseId, arm])
  const hashOf = (sheet: unknown) => sha256(JSON.stringify(sheet))
  const now = new Map([
    ...material.cases.map(({ caseId, sheet }) => [nameOf(caseId, null), hashOf(sheet)] as const),
    ...material.plans.map(({ caseId, arm, sheet }) => [nameOf(caseId, arm), hashOf(sheet)] as const),
  ])
  const others = new Map<string, Set<string>>()
  for (const { caseId, arm, sha256: hash } of shown) {
    if (now.get(nameOf(caseId, arm)) === hash) continue
    const what = arm === null ? 'the record' : `the plan of ${arm}`
    others.set(what, (others.get(what) ?? new Set()).add(caseId))
  }
  if (others.size === 0) return
  const said = [...others].map(([what, cases]) => `${what} in ${counted(cases.size, 'case')}`).join(', ')
  throw new InputError(
    `expected what the raters judged, got another: ${said}`,
    { field: 'review' },
    'the study was made again since the cases were given out; set it back as it was, or begin another review',
  )
}
