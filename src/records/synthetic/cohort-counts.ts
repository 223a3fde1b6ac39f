/** @file Counts over a part of a synthetic cohort, which add up to those of the whole whatever the parts. */
import type { PatientRecord } from '../patient-record.ts'

/** Missing values by field, values by layer, records. */
export interface CohortCounts {
  records: number
  readonly missing: Record<string, number>
  readonly decisions: Record<string, Record<string, number>>
}

/** Counts of no record. */
export function emptyCounts(): CohortCounts {
  return { records: 0, missing: {}, decisions: {} }
}

/** Counts one record in place. */
export function countRecord(counts: CohortCounts, { fields, decision }: PatientRecord): void {
  counts.records++
  for (const name in fields) if (fields[name] === null) counts.missing[name] = (counts.missing[name] ?? 0) + 1
  for (const layer in decision) {
    counts.decisions[layer] ??= {}
    const values = counts.decisions[layer]
    values[decision[layer]] = (values[decision[layer]] ?? 0) + 1
  }
}

/** Adds the counts of another part in place. */
export function addCounts(sum: CohortCounts, part: CohortCounts): void {
  sum.records += part.records
  for (const [name, count] of Object.entries(part.missing)) sum.missing[name] = (sum.missing[name] ?? 0) + count
  for (const [layer, values] of Object.entries(part.decisions)) {
    sum.decisions[layer] ??= {}
    const all = sum.decisions[layer]
    for (const [value, count] of Object.entries(values)) all[value] = (all[value] ?? 0) + count
  }
}
