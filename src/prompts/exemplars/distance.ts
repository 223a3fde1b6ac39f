/** @file How unlike two cases are by what was known of them: Gower's distance over the fields of a specialty. */
import type { Field, FieldValue, Specialty } from '../../specialty/index.ts'
import { gowerScale } from '../../statistics/index.ts'
import type { ExemplarCase } from './exemplar.ts'

type Fields = ExemplarCase['fields']

/** Adds one field's part of the distance between a case and every other case to `sums`. */
type AddField = (fields: Fields, sums: Float64Array) => void

function numberField({ name }: Field, cases: readonly { readonly fields: Fields }[]): AddField {
  const numberOf = (value: FieldValue | undefined) => (typeof value === 'number' ? value : Number.NaN)
  const values = Float64Array.from(cases, ({ fields }) => numberOf(fields[name]))
  const scale = gowerScale(values)
  return (fields, sums) => {
    const own = numberOf(fields[name])
    const isMissing = Number.isNaN(own)
    for (let i = 0; i < values.length; i++) {
      const other = values[i]
      if (isMissing || Number.isNaN(other)) sums[i] += isMissing === Number.isNaN(other) ? 0 : 1
      else if (own !== other) sums[i] += scale === 0 ? 1 : Math.min(1, Math.abs(own - other) / scale)
    }
  }
}

function namedField({ name }: Field, cases: readonly { readonly fields: Fields }[]): AddField {
  const codes = new Map<FieldValue, number>()
  const values = Int32Array.from(cases, ({ fields }) => {
    const value = fields[name] ?? null
    const code = codes.get(value) ?? codes.size
    codes.set(value, code)
    return code
  })
  return (fields, sums) => {
    const own = codes.get(fields[name] ?? null) ?? -1
    for (let i = 0; i < values.length; i++) if (values[i] !== own) sums[i]++
  }
}

/**
 * Prepares the distances from a case to each of `cases`, in their order: the mean over the specialty's fields of a number
 * in [0, 1], after Gower (1971), "A general coefficient of similarity and some of its properties". Categories and flags:
 * 0 when equal, else 1. Numbers: their difference in interquartile ranges of `cases`, at most 1, so that one extreme
 * value does not make all others alike (D'Orazio 2021, "Distances with mixed-type variables, some modified Gower's
 * coefficients"); Gower divides by the range, which stands in where the interquartile range is 0. Unlike Gower, who
 * leaves them out, two missing values are alike (0) and a missing one is unlike any other (1): in a clinic, a test that
 * was not done tells something. A specialty without fields gives 0 everywhere, no cases an empty array.
 */
export function gowerDistances(
  specialty: Specialty,
  cases: readonly { readonly fields: Fields }[],
): (fields: Fields) => Float64Array {
  const parts = specialty.fields.map(field =>
    field.type === 'number' ? numberField(field, cases) : namedField(field, cases),
  )
  return fields => {
    const sums = new Float64Array(cases.length)
    for (const add of parts) add(fields, sums)
    return parts.length === 0 ? sums : sums.map(sum => sum / parts.length)
  }
}
