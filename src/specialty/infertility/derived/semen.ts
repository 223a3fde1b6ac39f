/** @file What a semen analysis comes to: total motile count and class. */
import type { FieldValue } from '../../specialty.ts'
import { number } from './number.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** From all limits met to no sperm at all; `severe` calls for ICSI. */
export type SemenClass = 'normal' | 'reduced' | 'severe' | 'azoospermia'

/** Lower fifth percentiles of the WHO manual, 6th edition (2021). */
export const whoLimits = { volume: 1.4, concentration: 16, progressive: 30 } as const

/** Total progressively motile sperm count, millions: volume (mL) x concentration (M/mL) x share; null when one is missing. */
export function totalMotileCount(fields: Fields): number | null {
  const volume = number(fields.semenVolume)
  const concentration = number(fields.spermConcentration)
  const progressive = number(fields.progressiveMotility)
  if (volume === null || concentration === null || progressive === null) return null
  return (volume * concentration * progressive) / 100
}

/**
 * The class of the semen: azoospermia as recorded, or a concentration of 0; severe under 5 M/mL, 10 % progressive or a motile count of 1 M;
 * reduced when volume, concentration or progressive motility is under its WHO limit; normal when both are recorded and neither is;
 * null otherwise. Morphology alone does not count: three men in four are under its limit (reference notes 1.4).
 */
export function semenClass(fields: Fields): SemenClass | null {
  if (fields.azoospermia === 'obstructive' || fields.azoospermia === 'non-obstructive') return 'azoospermia'
  const concentration = number(fields.spermConcentration)
  if (concentration === 0) return 'azoospermia'
  const progressive = number(fields.progressiveMotility)
  const motile = totalMotileCount(fields)
  const under = (value: number | null, limit: number) => value !== null && value < limit
  if (under(concentration, 5) || under(progressive, 10) || under(motile, 1)) return 'severe'
  const reduced =
    under(concentration, whoLimits.concentration) ||
    under(progressive, whoLimits.progressive) ||
    under(number(fields.semenVolume), whoLimits.volume)
  if (reduced) return 'reduced'
  return concentration === null || progressive === null ? null : 'normal'
}
