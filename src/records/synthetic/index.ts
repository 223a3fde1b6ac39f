/** @file The synthetic cohort of the infertility specialty: invented clinics, couples and physicians. SYNTHETIC throughout. */
import { deriveFacts, explainPlan, type Language } from '../../specialty/infertility/index.ts'
import { randomStream } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { clinicOf } from './clinic.ts'
import { drawCouple } from './couple.ts'
import { type CycleOutcome, simulateCycle } from './cycle.ts'
import { happens } from './draws.ts'
import { decide } from './physician.ts'

export type { CycleOutcome } from './cycle.ts'

/** What decides a cohort. */
export interface SyntheticCohortOptions {
  readonly couples: number
  readonly seed: number
  /** How many clinics, in equal shares; by default one. */
  readonly clinics?: number
  /** Number of the first clinic; clinics of a number are the same in every cohort. */
  readonly firstClinic?: number
  /** Share of records with a full reasoning text; the others have a shallow one. By default 0.7. */
  readonly goldShare?: number
  readonly language?: Language
}

/** A record, and apart from it what is known only afterwards. */
export interface SyntheticCase {
  readonly record: PatientRecord
  readonly outcome: CycleOutcome
  /** Layers at which the physician departed from the admissible set. */
  readonly departures: readonly string[]
}

/** A clinic that the base model of Bedside has not seen: its own have lower numbers. */
export const DEFAULT_CLINIC = 100_000

/**
 * Yields synthetic couples one by one with one record each, the outcome of the decided cycle, and where the physician
 * departed. Couple i depends on i and on every option but `couples`, so a longer cohort begins with a shorter one. Recipe:
 * reference notes, section 6. `couples: 0` yields nothing.
 */
export function* syntheticCases(options: SyntheticCohortOptions): Generator<SyntheticCase> {
  const { couples, seed, clinics = 1, firstClinic = DEFAULT_CLINIC, goldShare = 0.7, language = 'en' } = options
  const all = Array.from({ length: clinics }, (_, i) => clinicOf(firstClinic + i))
  for (let i = 1; i <= couples; i++) {
    const clinic = all[(i - 1) % clinics]
    const random = randomStream(seed, 'synthetic couple', clinic.number, i)
    const { fields, coupleEffect } = drawCouple(random, clinic)
    const facts = deriveFacts(fields)
    const departs = happens(random, clinic.departures)
    const { plan, admissible, departures } = decide(random, fields, facts, clinic, { departs })
    const depth = happens(random, goldShare) ? 'gold' : 'shallow'
    const outcome = simulateCycle(random, fields, plan, coupleEffect)
    const number = String(i).padStart(6, '0')
    yield {
      record: {
        recordId: `syn-${number}`,
        coupleId: `syn-couple-${number}`,
        fields,
        decision: plan,
        reasoning: explainPlan({ fields, plan, facts, depth, language, departures, admissible, random }),
        synthetic: true,
      },
      outcome,
      departures,
    }
  }
}

/** The records of `syntheticCases` alone. */
export function* syntheticCohort(options: SyntheticCohortOptions): Generator<PatientRecord> {
  for (const { record } of syntheticCases(options)) yield record
}
