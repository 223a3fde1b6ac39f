/** @file What a column's name says: the thing, its unit when one stands in brackets, and whether it is of the man. */
import { isKnownUnit } from '../units.ts'

/** A column's name taken apart. */
export interface HeaderName {
  /** The name without what stands in brackets at its end. */
  readonly thing: string
  /** What stands there, when it is a unit: `AMH(ng/mL)` gives `ng/mL`. */
  readonly unit: string | null
}

/** In brackets of any script, or after a comma or an underscore. */
const BRACKETED = /^(.*?)\s*[([（【［]\s*([^)\]）】］]+?)\s*[)\]）】］]\s*$/
/** What stands in brackets and is no unit: answers, counts, sides, codes. */
const NO_UNIT = /^(y\/n|yes\/no|0\/1|r\/i|m\/f|l|r|n|no|f|m)$/i

/** Takes a column's name apart. */
export function headerName(column: string): HeaderName {
  const [, thing, inside] = BRACKETED.exec(column) ?? []
  if (thing === undefined || inside === undefined) return { thing: column.trim(), unit: null }
  return { thing: thing.trim(), unit: !NO_UNIT.test(inside) && isKnownUnit(inside) ? inside : null }
}

const MALE = /\b(male|man|men|husband|partner|semen|sperm)\b|男|丈夫|精|남편|남성|배우자|정자|정액/i

/** True when a name (also in camelCase) is about the man of a couple. */
export const isOfMan = (name: string): boolean =>
  MALE.test(name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[._]/g, ' '))
