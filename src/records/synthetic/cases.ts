/** @file The synthetic cases of the infertility specialty: couples of invented clinics, one by one from a seed. */

import { explainPlan, type Language } from '../../specialty/infertility/index.ts'
import { randomStream } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { type Clinic, drawClinic } from './clinic.ts'
import { drawCouple } from './couple.ts'
import { type Outcome, simulateOutcome } from './cycle.ts'
import type { Diagnoses } from './diagnosis.ts'
import { chance } from './draws.ts'
import { decide } from './physician.ts'

/** How many couples, from which seed and clinics, and how their reasons are told. */
export interface SyntheticCohortOptions {
  readonly couples: number
  readonly seed: number
  /** Number of clinics, which take turns; 1 when unset. */
  readonly clinics?: number
  /** Number of the first clinic, so that a cohort can have clinics that another of the same seed has not; 1 when unset. */
  readonly firstClinic?: number
  /** Share of records whose reasons are told in full, the others being hurried notes; 0.7 when unset. */
  readonly goldShare?: number
  /** Share of records that depart from the admissible set at one layer; 0.035 when unset (section 6: 2-5 %). */
  readonly departureShare?: number
  /** Power of the clinics' habits; 1 when unset. More makes clinics that keep to their favourites, for pre-training. */
  readonly firmness?: number
  /** Language of the reasons; English when unset. */
  readonly language?: Language
}

/** A record, and what is known of its couple beside it, which never stands in the record. */
export interface SyntheticCase {
  readonly record: PatientRecord
  /** How the index treatment ended, by outcome field; empty when there was none. */
  readonly outcome: Outcome
  /** Layers at which the recorded plan departs from the admissible set. */
  readonly departures: readonly string[]
  /** Causes that were drawn, from which the fields follow. */
  readonly diagnoses: Diagnoses
}

/**
 * Yields synthetic couples number `from` to `couples`, one record each. Couple i depends on the seed, the clinics and i
 * only, so a longer cohort begins with a shorter one and a part can be made alone. `couples: 0` yields nothing.
 */
export function* syntheticCases(options: SyntheticCohortOptions, from = 1): Generator<SyntheticCase> {
  const {
    couples,
    seed,
    clinics = 1,
    firstClinic = 1,
    goldShare = 0.7,
    departureShare = 0.035,
    firmness = 1,
    language = 'en',
  } = options
  const drawn = new Map<number, Clinic>()
  for (let i = from; i <= couples; i++) {
    const number = firstClinic + ((i - 1) % clinics)
    let clinic = drawn.get(number)
    if (!clinic) {
      clinic = { ...drawClinic(seed, number), firmness }
      drawn.set(number, clinic)
    }
    const random = randomStream(seed, 'synthetic couple', i, number)
    const { fields, truth, diagnoses } = drawCouple(random, clinic)
    const { plan, facts, admissible, departures } = decide(random, fields, clinic, departureShare)
    const outcome = simulateOutcome(random, truth, plan)
    const depth = chance(random, goldShare) ? 'gold' : 'shallow'
    const reasoning = explainPlan({ fields, plan, facts, depth, language, departures, admissible, random })
    const id = String(i).padStart(6, '0')
    const record: PatientRecord = {
      recordId: `syn-${id}`,
      coupleId: `syn-couple-${id}`,
      clinicId: clinic.id,
      fields,
      decision: plan,
      reasoning,
      synthetic: true,
    }
    yield { record, outcome, departures, diagnoses }
  }
}

/** The records of a synthetic cohort alone, in order. */
export function* syntheticCohort(options: SyntheticCohortOptions): Generator<PatientRecord> {
  for (const { record } of syntheticCases(options)) yield record
}
