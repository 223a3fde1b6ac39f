/** @file How common a case's combination of key fields and decision is: head, mid or tail. */
import type { FieldValue, Plan } from '../specialty/index.ts'

/** How common a case's combination is. */
export type Stratum = 'head' | 'mid' | 'tail'

/** The strata, most common first. */
export const STRATA: readonly Stratum[] = ['head', 'mid', 'tail']

const HEAD_SHARE = 0.5
const MID_SHARE = 0.9

/** A plan as one line, `layer=value` in alphabetical order of the layers. */
export function decisionCombination(decision: Plan): string {
  return Object.entries(decision)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([layer, value]) => `${layer}=${value}`)
    .join(', ')
}

/** A case's combination as one line: the named fields, in their order, before its decision; without names the decision. */
export function caseCombination(
  { fields, decision }: { readonly fields: Readonly<Record<string, FieldValue>>; readonly decision: Plan },
  caseMixFields: readonly string[] = [],
): string {
  const mix = caseMixFields.map(name => `${name}=${fields[name] ?? 'not recorded'}`)
  return [...mix, decisionCombination(decision)].join(', ')
}

/**
 * The stratum of every combination among some records, most common first (ties by name): head until half of the records
 * are covered, mid until 90 %, tail the rest. The combination that crosses a line belongs to the stratum before it. A
 * combination that is not among the records has no entry, and counts as tail.
 */
export function combinationStrata(combinations: Iterable<string>): Map<string, { records: number; stratum: Stratum }> {
  const counts = new Map<string, number>()
  let total = 0
  for (const combination of combinations) {
    counts.set(combination, (counts.get(combination) ?? 0) + 1)
    total++
  }
  const ordered = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const strata = new Map<string, { records: number; stratum: Stratum }>()
  let covered = 0
  for (const [combination, records] of ordered) {
    const share = covered / total
    strata.set(combination, { records, stratum: share < HEAD_SHARE ? 'head' : share < MID_SHARE ? 'mid' : 'tail' })
    covered += records
  }
  return strata
}
