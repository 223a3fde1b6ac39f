/** @file POSEIDON groups and the Bologna criteria of a low ovarian response. */
import type { FieldValue } from '../../specialty.ts'
import { conventionalYield } from './last-cycle.ts'
import { number } from './number.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** Groups 1 and 2: good markers and a poor (a, under 4 eggs) or suboptimal (b, 4 to 9) yield; 3 and 4: low markers. */
export type PoseidonGroup = '1a' | '1b' | '2a' | '2b' | '3' | '4'

/** Whether a reserve marker is low by POSEIDON (AFC < 5 or AMH < 1.2 ng/mL); false when neither is recorded. */
export function hasLowMarker(fields: Fields): boolean {
  const amh = number(fields.amh)
  const afc = number(fields.afc)
  return (afc !== null && afc < 5) || (amh !== null && amh < 1.2)
}

/**
 * The POSEIDON group of a woman, null when she belongs to none or her age is not recorded. Age cut 35 (POSEIDON, Front
 * Endocrinol 2018). Groups 1 and 2 need the yield of a conventional stimulation; one cancelled for OHSS risk is none.
 */
export function poseidonGroup(fields: Fields): PoseidonGroup | null {
  const age = number(fields.femaleAge)
  if (age === null) return null
  if (hasLowMarker(fields)) return age < 35 ? '3' : '4'
  const eggs = conventionalYield(fields)
  if (eggs === null || eggs > 9) return null
  const yieldClass = eggs < 4 ? 'a' : 'b'
  return age < 35 ? `1${yieldClass}` : `2${yieldClass}`
}

/**
 * Bologna: at least two of age 40 or another risk, 3 eggs or fewer on a conventional dose (150 IU), and AFC < 7 or AMH
 * < 1.1 ng/mL; or two such cycles. Cut-offs are the upper ones of the published ranges (AFC 5-7, AMH 0.5-1.1).
 */
export function meetsBologna(fields: Fields): boolean {
  const age = number(fields.femaleAge) ?? 0
  const eggs = conventionalYield(fields)
  const afc = number(fields.afc)
  const amh = number(fields.amh)
  const atRisk =
    age >= 40 ||
    fields.ovarianSurgery === true ||
    fields.gonadotoxicTherapy === true ||
    fields.ovarianInsufficiencyInFamily === true ||
    fields.fmr1 === 'premutation'
  const poorCycle = eggs !== null && eggs <= 3 && number(fields.doseAtLastCycle) !== null
  const poorMarker = (afc !== null && afc < 7) || (amh !== null && amh < 1.1)
  const criteria = Number(atRisk) + Number(poorCycle) + Number(poorMarker)
  return criteria >= 2 || (number(fields.poorResponseCycles) ?? 0) >= 2
}
