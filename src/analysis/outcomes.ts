/** @file What every arm came to on every case of the benchmark, the recorded decision included. */
import type { Score } from '../benchmark/index.ts'

/** A test case. */
export interface StudyCase {
  readonly caseId: string
  /** The couple: cases of one couple are resampled together. */
  readonly cluster: string
  readonly stratum: string
}

/** What one arm came to on one case at one layer. */
export interface Outcome {
  readonly agrees: boolean
  /** Null where the specialty has no rules for it. */
  readonly withinRules: boolean | null
  /** What was predicted, as text; null when nothing usable was. */
  readonly predicted: string | null
}

/** All outcomes, by arm, layer and case. */
export interface Outcomes {
  /** In the order of their ids, so that the order of a file decides nothing. */
  readonly cases: readonly StudyCase[]
  readonly arms: readonly string[]
  of(arm: string, layer: string, caseId: string): Outcome | undefined
}

const keyOf = (arm: string, layer: string, caseId: string) => JSON.stringify([arm, layer, caseId])

/** Outcomes of the named arms from the lines of the benchmark. */
export function outcomesOf(scores: Iterable<Score>, arms: readonly string[]): Outcomes {
  const cases = new Map<string, StudyCase>()
  const outcomes = new Map<string, Outcome>()
  for (const { arm, layer, recordId, coupleId, stratum, correct, withinRules, predicted } of scores) {
    if (!arms.includes(arm)) continue
    cases.set(recordId, { caseId: recordId, cluster: coupleId, stratum })
    const outcome = { agrees: correct, withinRules, predicted: predicted === null ? null : String(predicted) }
    outcomes.set(keyOf(arm, layer, recordId), outcome)
  }
  return {
    cases: [...cases.values()].sort((a, b) => (a.caseId < b.caseId ? -1 : 1)),
    arms,
    of: (arm, layer, caseId) => outcomes.get(keyOf(arm, layer, caseId)),
  }
}
