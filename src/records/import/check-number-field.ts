/** @file Checks what a mapping says of a number: that it is one, and that its unit and bands lead to the field's. */
import type { Field } from '../../specialty/index.ts'
import { InputError, type SettingsFile } from '../../support/index.ts'
import type { MappingDeclaration } from './mapping-file.ts'
import { conversionToField } from './units.ts'

const ONLY_NUMBERS = ['unit', 'bands', 'molecularWeight'] as const

/**
 * Throws InputError with file, line and column when a field that is no number has a unit, bands or a molecular weight, when
 * a unit cannot be converted into the field's, and when bands with one end are named in a way that no cell is written.
 */
export function checkNumberField(mapping: SettingsFile<MappingDeclaration>, field: Field): void {
  const declared = mapping.value.fields[field.name]
  const refuse = (path: readonly PropertyKey[], problem: string, remedy: string): never => {
    throw new InputError(problem, mapping.placeOf(['fields', field.name, ...path]), remedy)
  }
  for (const key of ONLY_NUMBERS) {
    if (declared[key] === undefined || field.type === 'number') continue
    refuse([key], `field "${field.name}" is no number but a ${field.type}`, `remove \`${key}\``)
  }
  const { unit, molecularWeight } = declared
  if (unit === undefined) return
  if (field.unit === undefined) {
    refuse(['unit'], `field "${field.name}" has no unit in the specialty`, 'remove `unit`, or give the field one')
  }
  if (typeof unit !== 'string' || conversionToField(unit, field, { molecularWeight }) !== null) return
  refuse(
    ['unit'],
    `"${unit}" cannot be converted to "${field.unit}"`,
    molecularWeight === undefined
      ? 'check its spelling (UCUM); between mass and amount of substance, give `molecularWeight`'
      : 'check its spelling (UCUM)',
  )
}
