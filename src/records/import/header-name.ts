/** @file What a column's name says: the thing, its unit when one stands at its end, and whether it is of the man. */
import { isKnownUnit } from './units.ts'

/** A column's name taken apart. */
export interface HeaderName {
  /** The name without what stands in brackets at its end, and without a unit at its end. */
  readonly thing: string
  /** The unit that stands there: `AMH(ng/mL)`, `AMH ng/mL`, `AMH, ng/mL`, `AMH_ng/mL` and `amh_ng_ml` give `ng/mL`. */
  readonly unit: string | null
}

/** In brackets of any script. */
const BRACKETED = /^(.*?)\s*[([（【［]\s*([^)\]）】］]+?)\s*[)\]）】］]\s*$/
/** What stands in brackets and is no unit: answers, counts, sides, codes. */
const NO_UNIT = /^(y\/n|yes\/no|0\/1|r\/i|m\/f|l|r|n|no|f|m)$/i
/** After a space, a comma or an underscore: a quotient, or a word that is a unit and nothing else in a name. */
const TRAILING = /^(.*?)[\s,_]+([^\s,_]*\/[^\s,_]+|kg|cm|mm|mL|IU|mmHg|years|yrs|months|inch|lbs|%)$/i
/** As names of variables write a quotient. */
const UNDERSCORED = /^(.*?)_((?:[mu]?iu|[mnpu]?mol|[mnpu]?g)_[dmu]?l)$/i
/** Sides and answers such as `L/R`; of quotients of two letters only this one is a unit. */
const isLetters = (text: string): boolean => /^[a-z]\/[a-z]$/i.test(text) && !/^g\/l$/i.test(text)

/** Takes apart a name that ends with a unit outside of brackets. */
function trailingUnit(name: string): HeaderName {
  const [, quotientOf, parts] = UNDERSCORED.exec(name) ?? []
  const [, thing, unit] = parts === undefined ? (TRAILING.exec(name) ?? []) : ['', quotientOf, parts.replace('_', '/')]
  if (!thing || unit === undefined || isLetters(unit) || NO_UNIT.test(unit) || !isKnownUnit(unit)) {
    return { thing: name.trim(), unit: null }
  }
  return { thing: thing.trim(), unit }
}

/** Takes a column's name apart. */
export function headerName(column: string): HeaderName {
  const [, thing, inside] = BRACKETED.exec(column) ?? []
  if (thing === undefined || inside === undefined) return trailingUnit(column.trim())
  return !NO_UNIT.test(inside) && isKnownUnit(inside)
    ? { thing: thing.trim(), unit: inside }
    : trailingUnit(thing.trim())
}

const MALE = /\b(male|man|men|husband|partner|semen|sperm)\b|男|丈夫|精|남편|남성|배우자|정자|정액/i

/** True when a name (also in camelCase) is about the man of a couple. */
export const isOfMan = (name: string): boolean =>
  MALE.test(name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[._]/g, ' '))
