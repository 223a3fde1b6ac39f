/** @file Checks what a mapping says of numbers: that they are numbers, and that their unit leads to that of the specialty. */
import type { DecisionLayer, Field, Specialty } from '../../specialty/index.ts'
import { InputError, type SettingsFile } from '../../support/index.ts'
import { headerName } from './header-name.ts'
import type { MappingDeclaration } from './mapping-file.ts'
import type { DeclaredUnit } from './unit-of-row.ts'
import { conversionTo, type Substance, type UnitOwner, unitConversion } from './units.ts'

type Mapping = SettingsFile<MappingDeclaration>

const ONLY_NUMBERS = ['unit', 'unitChecked', 'bands', 'molecularWeight'] as const

function refuse(mapping: Mapping, path: readonly PropertyKey[], problem: string, remedy: string): never {
  throw new InputError(problem, mapping.placeOf(path), remedy)
}

/** @param path where the mapping says the unit; @param what how an error calls the field or layer. */
function checkUnit(
  mapping: Mapping,
  path: readonly PropertyKey[],
  what: string,
  unit: DeclaredUnit,
  to: UnitOwner & Substance,
): void {
  if (unit === undefined) return
  if (to.unit === undefined)
    refuse(mapping, path, `${what} has no unit in the specialty`, 'remove `unit`, or give it one')
  if (typeof unit !== 'string' || conversionTo(to, unit, to) !== null) return
  refuse(
    mapping,
    path,
    `"${unit}" cannot be converted to "${to.unit}"`,
    to.molecularWeight === undefined
      ? 'check its spelling (UCUM); between mass and amount of substance, give `molecularWeight`'
      : 'check its spelling (UCUM)',
  )
}

/** By how much a molecular weight may differ from what the field's own factor says: sources round both. */
const LARGEST_DIFFERENCE = 0.05

/** Refuses a molecular weight under which the field's other unit would be another amount than the field says. */
function checkMolecularWeight(mapping: Mapping, field: Field): void {
  const { molecularWeight } = mapping.value.fields[field.name]
  const { unit, otherUnit } = field
  if (molecularWeight === undefined || unit === undefined || otherUnit === undefined) return
  const byWeight = unitConversion(otherUnit.unit, unit, { molecularWeight })
  if (byWeight === null || Math.abs(byWeight(1) * otherUnit.factor - 1) <= LARGEST_DIFFERENCE) return
  refuse(
    mapping,
    ['fields', field.name, 'molecularWeight'],
    `1 ${unit} is ${otherUnit.factor} ${otherUnit.unit} in the specialty, and ${Number((1 / byWeight(1)).toPrecision(4))} by this molecular weight`,
    'remove it, or mend it (g/mol)',
  )
}

/**
 * Throws InputError with file, line and column when a field that is no number has a unit, bands or a molecular weight, and
 * when its unit cannot be converted into the field's, and when its molecular weight contradicts the field's factor.
 */
export function checkNumberField(mapping: Mapping, field: Field): void {
  const declared = mapping.value.fields[field.name]
  const path = ['fields', field.name]
  for (const key of ONLY_NUMBERS) {
    if (declared[key] === undefined || field.type === 'number') continue
    refuse(mapping, [...path, key], `field "${field.name}" is no number but a ${field.type}`, `remove \`${key}\``)
  }
  const { unit, molecularWeight } = declared
  checkUnit(mapping, [...path, 'unit'], `field "${field.name}"`, unit, { ...field, molecularWeight })
  checkMolecularWeight(mapping, field)
}

/** Throws InputError with file, line and column when the unit of a decision cannot be converted into that of its layer. */
export function checkDecisionUnit(mapping: Mapping, layer: DecisionLayer, unit: DeclaredUnit): void {
  const path = ['decisions', layer.name, 'unit']
  if (unit !== undefined && layer.type !== 'numeric') {
    refuse(mapping, path, `layer "${layer.name}" is no number but ${layer.type}`, 'remove `unit`')
  }
  checkUnit(mapping, path, `layer "${layer.name}"`, unit, { unit: layer.unit })
}

/**
 * Throws InputError with file, line and column when a number is read from a column whose name has a unit in which it would
 * be another number, and the mapping does not say which unit holds: pmol/L would pass for ng/mL.
 */
export function checkHeaderUnits(mapping: Mapping, { fields }: Specialty): void {
  for (const field of fields) {
    if (!Object.hasOwn(mapping.value.fields, field.name)) continue
    const { column, unit: declared, molecularWeight } = mapping.value.fields[field.name]
    if (field.type !== 'number' || field.unit === undefined || declared !== undefined) continue
    const { unit } = headerName(column)
    if (unit === null) continue
    const convert = conversionTo(field, unit, { molecularWeight })
    if (convert !== null && [1, 2].every(value => convert(value) === value)) continue
    refuse(
      mapping,
      ['fields', field.name, 'column'],
      `the name of column "${column}" says ${unit}, field "${field.name}" is in ${field.unit}`,
      `set \`unit: ${unit}\`, or \`unit: ${field.unit}\` if the numbers are in that`,
    )
  }
}
