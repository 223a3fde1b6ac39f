/** @file What an import tells of itself: which rows were read, left out and why, and how the records are distributed. */
import type { DeidentificationReport } from '../deidentify/index.ts'
import { NOT_DONE, type Specialty } from '../../specialty/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { type PlanCheckCounts, planCheckTally } from './plan-check-tally.ts'

/** `records/import-report.json`. Holds counts and names, never a patient's row. */
export interface ImportReport {
  readonly synthetic: boolean
  /** What was taken out, moved and hashed; absent for a synthetic cohort. */
  readonly deidentification?: DeidentificationReport
  /** Name of the file, or `synthetic cohort`. */
  readonly source: string
  readonly rows: number
  readonly imported: number
  readonly couples: number
  readonly quarantined: {
    readonly rows: number
    /** Share of the rows that belong to the cohort (imported or quarantined). */
    readonly share: number
    readonly reasons: readonly { readonly field: string; readonly reason: string; readonly rows: number }[]
  }
  readonly notInCohort: {
    readonly rows: number
    /** The first condition that a row failed, in the order in which they are tried. */
    readonly conditions: readonly {
      readonly condition: string
      readonly rows: number
      /**
       * Only of rows left out because a later layer has no decision: rows by their value of the first layer, to be
       * compared with `decisions`. Rows whose share differs by what was decided make the cohort a selection.
       */
      readonly byDecision?: Readonly<Record<string, number>>
    }[]
  }
  readonly fields: Readonly<
    Record<
      string,
      {
        readonly missing: number
        readonly missingShare: number
        /** Records that say that it was not examined, when there are any; not counted as missing. */
        readonly notDone?: number
        /** Records whose number stands for a band, when there are any. */
        readonly fromBands?: number
      }
    >
  >
  /** Records in which the layer applies, and how many have each value. */
  readonly decisions: Readonly<
    Record<
      string,
      {
        readonly applicable: number
        readonly values: Readonly<Record<string, number>>
        /** Records in which the layer does not apply and the source says something of it, which was dropped; absent: none. */
        readonly notApplicable?: number
      }
    >
  >
  /** What the specialty's plan checks find in the recorded plans; absent of a specialty without checks. */
  readonly planChecks?: PlanCheckCounts
  /** What is probably not meant in mapping or source, each with what to do; absent: nothing was found. */
  readonly warnings?: readonly string[]
  /** What a reader must know before trusting the split; null when there is nothing. */
  readonly note: string | null
}

/** Takes rows one by one and keeps only counts. */
export interface ImportTally {
  /** @param fromBands fields whose number stands for a band; @param notApplicable layers of which something was dropped. */
  add(record: PatientRecord, fromBands?: readonly string[], notApplicable?: readonly string[]): void
  /** @param firstDecision value of the first decision layer, when the row has one and lacks a later one. */
  leaveOut(condition: string, firstDecision?: string): void
  quarantine(field: string, reason: string): void
  /** Rows seen so far that belong to the cohort. */
  counts(): { readonly rows: number; readonly imported: number; readonly quarantined: number }
  /** The most frequent reasons for quarantine, worst first. */
  worst(count: number): readonly { readonly field: string; readonly reason: string; readonly rows: number }[]
  /** The condition that left out most rows; null when none did. */
  worstCondition(): { readonly condition: string; readonly rows: number } | null
  report(about: Pick<ImportReport, 'synthetic' | 'source' | 'note' | 'deidentification' | 'warnings'>): ImportReport
}

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

const byCount = <K>(counts: ReadonlyMap<K, number>): [K, number][] => [...counts].sort(([, a], [, b]) => b - a)

/**
 * Opens a tally for a specialty. `conditions` are listed in the report in this order, also when they left out nothing.
 * Of couples it keeps the ids, of everything else only counts.
 */
export function importTally(specialty: Specialty, conditions: readonly string[]): ImportTally {
  const reasons = new Map<string, number>()
  const outside = new Map<string, number>(conditions.map(condition => [condition, 0]))
  const outsideByDecision = new Map<string, Map<string, number>>()
  const known = specialty.fields.map(({ name }) => ({ name, missing: 0, notDone: 0, fromBands: 0 }))
  const knownByName = new Map(known.map(counts => [counts.name, counts]))
  const decisions = new Map(
    specialty.decisionLayers.map(({ name, options }) => [name, new Map<string, number>(options.map(o => [o, 0]))]),
  )
  const dropped = new Map<string, number>()
  const checks = planCheckTally(specialty)
  const couples = new Set<string>()
  let imported = 0
  let quarantined = 0
  let left = 0
  const worst = (count: number) =>
    byCount(reasons)
      .slice(0, count)
      .map(([key, rows]) => {
        const [field, reason] = JSON.parse(key) as [string, string]
        return { field, reason, rows }
      })
  return {
    add(record, fromBands = [], notApplicable = []) {
      const { coupleId, fields, decision } = record
      imported++
      checks.add(record)
      for (const layer of notApplicable) increment(dropped, layer)
      couples.add(coupleId)
      for (const counts of known) {
        const value = fields[counts.name] ?? null
        if (value === null) counts.missing++
        else if (value === NOT_DONE) counts.notDone++
      }
      for (const name of fromBands) {
        const counts = knownByName.get(name)
        if (counts) counts.fromBands++
      }
      for (const [layer, values] of decisions) {
        if (decision[layer] !== undefined) increment(values, String(decision[layer]))
      }
    },
    leaveOut(condition, firstDecision) {
      left++
      increment(outside, condition)
      if (firstDecision === undefined) return
      const options = specialty.decisionLayers[0].options
      const counts = outsideByDecision.get(condition) ?? new Map<string, number>(options.map(option => [option, 0]))
      increment(counts, firstDecision)
      outsideByDecision.set(condition, counts)
    },
    quarantine(field, reason) {
      quarantined++
      increment(reasons, JSON.stringify([field, reason]))
    },
    counts: () => ({ rows: imported + quarantined + left, imported, quarantined }),
    worst,
    worstCondition() {
      const [most] = byCount(outside)
      return most === undefined || most[1] === 0 ? null : { condition: most[0], rows: most[1] }
    },
    report: about => ({
      ...about,
      rows: imported + quarantined + left,
      imported,
      couples: couples.size,
      quarantined: {
        rows: quarantined,
        share: quarantined === 0 ? 0 : quarantined / (imported + quarantined),
        reasons: worst(reasons.size),
      },
      notInCohort: {
        rows: left,
        conditions: [...outside].map(([condition, rows]) => {
          const counts = outsideByDecision.get(condition)
          return { condition, rows, ...(counts && { byDecision: Object.fromEntries(counts) }) }
        }),
      },
      fields: Object.fromEntries(
        known.map(({ name, missing, notDone, fromBands }) => [
          name,
          {
            missing,
            missingShare: imported === 0 ? 0 : missing / imported,
            ...(notDone > 0 && { notDone }),
            ...(fromBands > 0 && { fromBands }),
          },
        ]),
      ),
      decisions: Object.fromEntries(
        [...decisions].map(([layer, values]) => [
          layer,
          {
            applicable: [...values.values()].reduce((sum, count) => sum + count, 0),
            values: Object.fromEntries(values),
            ...(dropped.has(layer) && { notApplicable: dropped.get(layer) }),
          },
        ]),
      ),
      planChecks: checks.counts(),
    }),
  }
}
