/** @file Which columns of a source are outcomes by their names, and which of them a mapping may read all the same. */
import type { NamedOutcome, Specialty } from '../../specialty/index.ts'

/**
 * A column name as compared with the specialty's lists: neither case nor spaces nor signs are a way round a rule, and a
 * built-in specialty's `liveBirth` is the export's `Live birth`.
 */
export function foldedColumn(name: string): string {
  const text = name.toLowerCase()
  return text.replace(/[^\p{L}\p{N}]/gu, '') || text.trim()
}

/** An outcome that a column is named by. */
export interface OutcomeColumn extends NamedOutcome {
  /** One of the specialty's list to the letter: no mapping can vouch for it. */
  readonly isListed: boolean
}

/** A reader of column names for a specialty: which outcome one says, or null. */
export function outcomeColumns(specialty: Specialty): (column: string) => OutcomeColumn | null {
  const listed = new Map(specialty.outcomes.map(outcome => [foldedColumn(outcome), outcome]))
  return column => {
    const outcome = listed.get(foldedColumn(column))
    if (outcome !== undefined) return { outcome, saysHistory: false, isField: false, isListed: true }
    const named = specialty.outcomeNamed?.(column) ?? null
    return named && { ...named, isListed: false }
  }
}

/** Whether a name is an outcome's and nothing in it says that it was known before. */
export const isThisCycles = (named: OutcomeColumn | null): boolean =>
  named !== null && !named.saysHistory && !named.isField

/** Whether decisions may read an outcome: it says what was decided. */
export const saysDecision = ({ decidedOutcomes = [] }: Specialty, named: OutcomeColumn | null): boolean =>
  named !== null && decidedOutcomes.includes(named.outcome)
