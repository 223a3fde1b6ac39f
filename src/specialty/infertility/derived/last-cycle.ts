/** @file What the last cycle says of the ovaries: only a yield of a stimulation that was carried through. */
import type { FieldValue } from '../../specialty.ts'
import { number } from './number.ts'

/** Below this dose, IU/day, few eggs say nothing of the ovaries. */
const CONVENTIONAL_DOSE_FROM = 150

/**
 * Eggs of the last cycle where they tell the response: null when none are recorded, or when eggs were lost or left for
 * another reason than the ovaries (cancelled for OHSS risk or a premature ovulation, empty follicles).
 */
export function lastYield(fields: Readonly<Record<string, FieldValue>>): number | null {
  const other = fields.lastCycleCancelled === 'OHSS risk' || fields.lastCycleCancelled === 'premature ovulation'
  return other || fields.emptyFollicles === true ? null : number(fields.eggsAtLastCycle)
}

/** The same, unless the cycle is known to have been natural or mild, or of less than 150 IU/day. */
export function conventionalYield(fields: Readonly<Record<string, FieldValue>>): number | null {
  const gentle = fields.protocolAtLastCycle === 'natural' || fields.protocolAtLastCycle === 'mild'
  const dose = number(fields.doseAtLastCycle)
  return gentle || (dose !== null && dose < CONVENTIONAL_DOSE_FROM) ? null : lastYield(fields)
}
