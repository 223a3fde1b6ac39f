/** @file The ovarian response to expect (low, normal, high) from reserve markers and the last cycle. */
import type { FieldValue } from '../../specialty.ts'
import { conventionalYield, lastYield } from './last-cycle.ts'
import { number } from './number.ts'

/** How many eggs to expect: too few, an ordinary number, too many. */
export type ResponseClass = 'low' | 'normal' | 'high'

/** A field whose value speaks for a low or a high response, or, beside a sign of a low one, for an ordinary one. */
export interface ResponseSign {
  readonly field: 'amh' | 'afc' | 'eggsAtLastCycle' | 'pcos' | 'ohssBefore' | 'lastCycleCancelled'
  readonly towards: ResponseClass
}

/** The class, and every sign for it or against it; no sign at all means normal. */
export interface ExpectedResponse {
  readonly response: ResponseClass
  readonly signs: readonly ResponseSign[]
}

/**
 * Cut-offs, which clinics set differently. Low: POSEIDON. High: the upper ends of what clinics use (AMH 3.0-5.0 ng/mL, AFC
 * 15-24), because with the lower ones (3.4 and 20) half of all women before IVF are high (reference notes 1.3); more than 15
 * eggs, the lower bound of what clinics call excessive.
 */
export const responseThresholds = {
  lowAmhBelow: 1.2,
  lowAfcBelow: 5,
  /** At or below this a low response is a very low reserve. */
  veryLowAfcAtMost: 2,
  lowEggsAtMost: 3,
  highAmhFrom: 5,
  highAfcFrom: 24,
  /** Both together are a high response too (ASRM 2023 counts AMH from 3.4 alone). */
  highAmhWithAfcFrom: 3.4,
  highAfcWithAmhFrom: 20,
  highEggsAbove: 15,
  /** An AFC or a yield that speaks against a low response. */
  ordinaryAfcFrom: 12,
  ordinaryEggsFrom: 10,
} as const

/**
 * The response to expect of a record's fields (AMH in ng/mL, AFC as a count, dose in IU/day). Where signs disagree the
 * response is taken as normal, whose dose does little harm either way. Missing values give no sign. Source: POSEIDON;
 * reference notes section 2 (the handling of disagreement is ours).
 */
export function expectedResponse(fields: Readonly<Record<string, FieldValue>>): ExpectedResponse {
  const cut = responseThresholds
  const amh = number(fields.amh)
  const afc = number(fields.afc)
  const eggs = lastYield(fields)
  const known = number(fields.doseAtLastCycle) !== null
  const fewEggs = known && (conventionalYield(fields) ?? cut.ordinaryEggsFrom) <= cut.lowEggsAtMost
  const together = (amh ?? 0) >= cut.highAmhWithAfcFrom && (afc ?? 0) >= cut.highAfcWithAmhFrom
  const signs: ResponseSign[] = []
  if (fewEggs) signs.push({ field: 'eggsAtLastCycle', towards: 'low' })
  if (eggs !== null && eggs > cut.highEggsAbove) signs.push({ field: 'eggsAtLastCycle', towards: 'high' })
  if (fields.ohssBefore === 'severe' || fields.ohssBefore === 'mild or moderate')
    signs.push({ field: 'ohssBefore', towards: 'high' })
  if (fields.lastCycleCancelled === 'OHSS risk') signs.push({ field: 'lastCycleCancelled', towards: 'high' })
  if (fields.pcos === true) signs.push({ field: 'pcos', towards: 'high' })
  if (amh !== null && amh < cut.lowAmhBelow) signs.push({ field: 'amh', towards: 'low' })
  if (amh !== null && (amh >= cut.highAmhFrom || together)) signs.push({ field: 'amh', towards: 'high' })
  if (afc !== null && afc < cut.lowAfcBelow) signs.push({ field: 'afc', towards: 'low' })
  if (afc !== null && (afc >= cut.highAfcFrom || together)) signs.push({ field: 'afc', towards: 'high' })
  const low = signs.filter(({ towards }) => towards === 'low').map(({ field }) => field)
  // What was seen in a stimulation weighs more than a marker.
  if (low.length > 0 && !fewEggs) {
    if (afc !== null && afc >= cut.ordinaryAfcFrom && afc < cut.highAfcFrom)
      signs.push({ field: 'afc', towards: 'normal' })
    if (eggs !== null && eggs >= cut.ordinaryEggsFrom && eggs <= cut.highEggsAbove)
      signs.push({ field: 'eggsAtLastCycle', towards: 'normal' })
  }
  const directions = new Set(signs.map(sign => sign.towards))
  return { response: directions.size === 1 ? signs[0].towards : 'normal', signs }
}
