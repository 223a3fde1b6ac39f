/** @file How many recorded plans fail which of the specialty's plan checks: counts alone. */
import type { PlanCheck, Specialty } from '../../specialty/index.ts'
import type { PatientRecord } from '../patient-record.ts'

/** What the checks found in the recorded plans of an import. */
export interface PlanCheckCounts {
  /** Records in which at least one check of this severity fired. */
  readonly withError: number
  readonly withWarning: number
  /** Only checks that fired, most frequent first. */
  readonly checks: readonly {
    readonly id: string
    readonly severity: PlanCheck['severity']
    readonly says: string
    readonly records: number
  }[]
}

/** Takes records one by one. */
export interface PlanCheckTally {
  add(record: PatientRecord): void
  /** Undefined when the specialty has no checks. */
  counts(): PlanCheckCounts | undefined
}

/** Opens a tally; a record without any decision has no plan to check. */
export function planCheckTally({ planChecks = [] }: Specialty): PlanCheckTally {
  const fired = planChecks.map(check => ({ check, records: 0 }))
  let [withError, withWarning] = [0, 0]
  return {
    add({ fields, decision, reasoning }) {
      if (Object.keys(decision).length === 0) return
      const planCase = { fields, plan: decision, reasoning }
      const found = new Set<PlanCheck['severity']>()
      for (const count of fired) {
        if (!count.check.fires(planCase)) continue
        count.records++
        found.add(count.check.severity)
      }
      if (found.has('error')) withError++
      if (found.has('warning')) withWarning++
    },
    counts: () =>
      planChecks.length === 0
        ? undefined
        : {
            withError,
            withWarning,
            checks: fired
              .filter(({ records }) => records > 0)
              .sort((a, b) => b.records - a.records)
              .map(({ check: { id, severity, says }, records }) => ({ id, severity, says, records })),
          },
  }
}
