/** @file k-anonymity: how many couples share the values by which somebody who knows them could find them again. */
import type { Field, FieldValue } from '../../specialty/index.ts'

/** How the couples stand over the combinations of their quasi-identifiers (Sweeney 2002). */
export interface AnonymityTable {
  /** Names of the fields that were combined. */
  readonly quasiIdentifiers: readonly string[]
  readonly records: number
  /** Combinations that occur. */
  readonly classes: number
  /** Couples in the smallest class; null when there are no records or no quasi-identifiers. */
  readonly smallest: number | null
  /** Records in classes of fewer than this many couples. */
  readonly below: readonly { readonly couples: number; readonly records: number; readonly share: number }[]
}

/** Takes records one by one; keeps the ids of couples per class and no record. */
export interface AnonymityTally {
  add(record: { readonly coupleId: string; readonly fields: Readonly<Record<string, FieldValue>> }): void
  table(): AnonymityTable
}

const LIMITS = [2, 3, 5, 10] as const

const KNOWN_TO_OTHERS =
  /\bage\b|\byear\b|\bdate\b|ethnic|\brace\b|\bnation|region|province|\bstate\b|country|district|religion|occupation|profession|education|marital|年龄|年份|日期|民族|国籍|省|地区|职业|学历|文化程度|婚姻|宗教/iu

/**
 * The fields that others may know of a couple: age, dates and years, ethnicity, region, occupation and the like, by name
 * or label; the lengths of things (`gestational age`, `years of infertility`) are none.
 */
export function defaultQuasiIdentifiers(fields: readonly Field[]): readonly string[] {
  return fields
    .filter(({ name, label }) => {
      const said = `${name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')} ${label}`
      return KNOWN_TO_OTHERS.test(said) && !/gestation|embryo|duration|years of|menarche|孕|胎|不孕年|初潮/iu.test(said)
    })
    .map(({ name }) => name)
}

/**
 * Opens a table over quasi-identifiers. A class is one combination of values, not recorded being a value of its own; its
 * size is the number of different couples in it, so that a couple with ten cycles does not hide itself. Without
 * quasi-identifiers, and without records, nothing is estimated: no class, `smallest` null.
 */
export function anonymityTally(quasiIdentifiers: readonly string[]): AnonymityTally {
  const classes = new Map<string, { records: number; couples: Set<string> }>()
  let records = 0
  return {
    add({ coupleId, fields }) {
      records++
      if (quasiIdentifiers.length === 0) return
      const key = JSON.stringify(quasiIdentifiers.map(name => fields[name] ?? null))
      const found = classes.get(key)
      if (found === undefined) classes.set(key, { records: 1, couples: new Set([coupleId]) })
      else {
        found.records++
        found.couples.add(coupleId)
      }
    },
    table() {
      const sizes = [...classes.values()].map(({ records: count, couples }) => ({ count, couples: couples.size }))
      return {
        quasiIdentifiers,
        records,
        classes: sizes.length,
        smallest: sizes.length === 0 ? null : sizes.reduce((least, { couples }) => Math.min(least, couples), Infinity),
        below: LIMITS.map(limit => {
          const count = sizes.reduce((sum, size) => sum + (size.couples < limit ? size.count : 0), 0)
          return { couples: limit, records: count, share: records === 0 ? 0 : count / records }
        }),
      }
    },
  }
}
