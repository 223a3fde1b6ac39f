/** @file Which columns a mapping reads as numbers and as nothing else: what stands there becomes a number or is refused. */
import type { Specialty } from '../../specialty/index.ts'

/**
 * The columns that feed only fields and layers of numbers. No text of theirs reaches a record, so they need no scan, and a
 * scan would take a band such as `1-2-10` for a date. None when nothing reads a column.
 */
export function numberColumns(
  uses: readonly { readonly column: string; readonly path: readonly PropertyKey[] }[],
  { fields, decisionLayers }: Specialty,
): ReadonlySet<string> {
  const isNumber = ([section, name, part]: readonly PropertyKey[]): boolean =>
    part === 'column' &&
    ((section === 'fields' && fields.some(field => field.name === name && field.type === 'number')) ||
      (section === 'decisions' && decisionLayers.some(layer => layer.name === name && layer.type === 'numeric')))
  const others = new Set(uses.filter(({ path }) => !isNumber(path)).map(({ column }) => column))
  return new Set(uses.map(({ column }) => column).filter(column => !others.has(column)))
}
