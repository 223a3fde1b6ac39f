/** @file A first synthetic cohort for the infertility specialty; every record is marked synthetic. */
import { randomStream } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { drawCouple } from './couple.ts'
import { decide, planOf } from './physician.ts'
import { renderReasoning } from './reasoning.ts'

/** How many couples, and from which seed. */
export interface SyntheticCohortOptions {
  readonly couples: number
  readonly seed: number
}

/**
 * Yields synthetic couples one by one, one record each, in the fields of the infertility specialty. Couple i depends
 * on the seed and on i only, so a longer cohort begins with a shorter one. Recipe: reference notes, section 6,
 * simplified. `couples: 0` yields nothing.
 */
export function* syntheticCohort({ couples, seed }: SyntheticCohortOptions): Generator<PatientRecord> {
  for (let i = 1; i <= couples; i++) {
    const fields = drawCouple(randomStream(seed, 'synthetic couple', i))
    const choices = decide(randomStream(seed, 'synthetic physician', i), fields)
    const number = String(i).padStart(6, '0')
    yield {
      recordId: `syn-${number}`,
      coupleId: `syn-couple-${number}`,
      fields,
      decision: planOf(choices),
      reasoning: renderReasoning(randomStream(seed, 'synthetic reasoning', i), fields, choices),
      synthetic: true,
    }
  }
}
