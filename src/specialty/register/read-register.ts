/** @file Reads a declared specialty and checks what a schema cannot: that its parts agree with each other. */
import { didYouMean, InputError, type Place, readSettingsFile, type SettingsFile } from '../../support/index.ts'
import type { DecisionLayer, Field, Specialty } from '../specialty.ts'
import { refusePrototypeKey } from './prototype-key.ts'
import { declaredSituations } from './rare-situations.ts'
import { type RegisterDeclaration, registerSchema } from './schema.ts'

type Path = readonly PropertyKey[]
type Declaration = SettingsFile<RegisterDeclaration>

const declarations = new WeakMap<Specialty, Declaration>()

/** Where a specialty says what stands at `path`: file, line and column of a declared one, else its name. */
export function placeInDeclaration(specialty: Specialty, path: Path): Place {
  const field = path.map(String).join('.')
  return declarations.get(specialty)?.placeOf(path) ?? { field: `${field} of specialty ${specialty.name}` }
}

function refuse(declaration: Declaration, path: Path, problem: string, remedy: string): never {
  throw new InputError(problem, declaration.placeOf(path), remedy)
}

/** Column and label comparison that a change of case or a doubled space does not escape. */
const folded = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim()

function checkUnique(declaration: Declaration, path: Path, values: readonly string[]): void {
  const seen = new Set<string>()
  values.forEach((value, index) => {
    if (seen.has(folded(value))) refuse(declaration, [...path, index], `"${value}" is listed twice`, 'keep one')
    seen.add(folded(value))
  })
}

function checkRange(declaration: Declaration, path: Path, [low, high]: readonly [number, number]): void {
  if (low >= high) refuse(declaration, path, `expected a range [low, high], got [${low}, ${high}]`, 'swap the ends')
}

function checkNames(declaration: Declaration, section: 'fields' | 'decisionLayers'): void {
  const entries = Object.entries<{ readonly label: string }>(declaration.value[section])
  // A register without decisions has no layers either.
  if (entries.length === 0 && section === 'decisionLayers' && declaration.value.decisionColumns.length === 0) return
  if (entries.length === 0) refuse(declaration, [section], 'expected at least one entry, got none', 'add one')
  const labels = new Map<string, string>()
  for (const [name, { label }] of entries) {
    // A name such as `constructor` would be found on every plain object.
    if (!/^[a-z][A-Za-z0-9]*$/.test(name) || name in {}) {
      refuse(declaration, [section, name], `"${name}" cannot be a name`, 'use camelCase letters and digits')
    }
    const other = labels.get(folded(label))
    if (other !== undefined) {
      refuse(declaration, [section, name, 'label'], `"${name}" has the label of "${other}"`, 'give each its own')
    }
    labels.set(folded(label), name)
  }
}

/** A layer may depend on an earlier layer with options, by options that this one has. */
function checkCondition(declaration: Declaration, name: string, earlier: readonly string[]): void {
  const { decisionLayers } = declaration.value
  const condition = decisionLayers[name].appliesWhen
  if (!condition) return
  const path = ['decisionLayers', name, 'appliesWhen']
  const place = [...path, 'layer']
  const known = Object.keys(decisionLayers)
  if (!known.includes(condition.layer)) {
    refuse(declaration, place, `no layer "${condition.layer}"`, didYouMean(condition.layer, known))
  }
  if (!earlier.includes(condition.layer)) {
    refuse(declaration, place, `layer "${condition.layer}" does not stand before "${name}"`, 'move it up')
  }
  const governing = decisionLayers[condition.layer]
  if (governing.type === 'numeric') {
    refuse(declaration, place, `layer "${condition.layer}" is numeric`, 'name a layer with options')
  }
  condition.values.forEach((value, index) => {
    if (governing.options.includes(value)) return
    const problem = `"${value}" is not an option of "${condition.layer}"`
    refuse(declaration, [...path, 'values', index], problem, didYouMean(value, governing.options))
  })
}

function checkLayers(declaration: Declaration): void {
  const { fields, decisionLayers } = declaration.value
  const earlier: string[] = []
  for (const [name, layer] of Object.entries(decisionLayers)) {
    const path = ['decisionLayers', name]
    if (name in fields) refuse(declaration, path, `"${name}" is a field already`, 'rename the layer')
    if (layer.type === 'numeric') {
      checkRange(declaration, [...path, 'range'], layer.range)
      const steps = (layer.range[1] - layer.range[0]) / layer.step
      if (Math.abs(steps - Math.round(steps)) > 1e-9) {
        refuse(declaration, [...path, 'step'], 'the range is not a whole number of steps', 'change step or range')
      }
    } else checkUnique(declaration, [...path, 'options'], layer.options)
    checkCondition(declaration, name, earlier)
    earlier.push(name)
  }
}

function checkColumns(declaration: Declaration): void {
  const { decisionColumns, decisionLayers, outcomes } = declaration.value
  if (decisionColumns.length === 0 && Object.keys(decisionLayers).length > 0) {
    const problem = 'expected the columns that record the decisions, got none'
    refuse(declaration, ['decisionColumns'], problem, 'list every column that records or gives away the plan')
  }
  checkUnique(declaration, ['outcomes'], outcomes)
  checkUnique(declaration, ['decisionColumns'], decisionColumns)
  const forbidden = new Set(outcomes.map(folded))
  decisionColumns.forEach((column, index) => {
    if (forbidden.has(folded(column))) {
      refuse(declaration, ['decisionColumns', index], `"${column}" is listed under outcomes too`, 'keep it in one list')
    }
  })
}

/** Letters and digits alone, so that `liveBirth`, `Live birth` and `live_birth` are one name. */
const bareName = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** A field stands in the prompt: one that is named or labelled as an outcome is one, whatever column it is read from. */
function checkFieldsAreNoOutcomes(declaration: Declaration): void {
  const { fields, outcomes } = declaration.value
  const forbidden = new Map(outcomes.map(column => [bareName(column), column]))
  for (const [name, { label }] of Object.entries(fields)) {
    const outcome = forbidden.get(bareName(name)) ?? forbidden.get(bareName(label))
    if (outcome !== undefined) {
      const problem = `field "${name}" is called what "${outcome}" under outcomes is called`
      refuse(declaration, ['fields', name], problem, 'remove the field, or name it after what was known before')
    }
  }
}

/** Fields of a case's combination must have few values: a number would make almost every case the only one of its kind. */
function checkCaseMixFields(declaration: Declaration): void {
  const { fields, caseMixFields = [] } = declaration.value
  checkUnique(declaration, ['caseMixFields'], caseMixFields)
  caseMixFields.forEach((key, index) => {
    const known = Object.keys(fields).filter(name => fields[name].type !== 'number')
    if (known.includes(key)) return
    const problem = key in fields ? `field "${key}" is a number` : `no field "${key}"`
    refuse(declaration, ['caseMixFields', index], problem, `name categories and flags; ${didYouMean(key, known)}`)
  })
}

/**
 * Reads a specialty file. Throws InputError with file, line and column on the first thing wrong in it: broken YAML,
 * unknown keys, names, labels or options that stand twice, a range upside down, a layer that depends on an unknown or
 * later one, a baseline field that is not declared, a field of the case mix that is a number, a rare situation that
 * cannot hold, a column that is both decision and outcome, a field that is called like an outcome, decision layers without
 * the columns that record them.
 */
export function readRegisterSpecialty(file: string): Specialty {
  const declaration = readSettingsFile(file, registerSchema)
  refusePrototypeKey(file)
  const { name, title, instruction, fields, decisionLayers, outcomes, decisionColumns, baselineFields } =
    declaration.value
  const { caseMixFields, notes } = declaration.value
  checkNames(declaration, 'fields')
  checkNames(declaration, 'decisionLayers')
  for (const [key, field] of Object.entries(fields)) {
    if (field.type === 'number') checkRange(declaration, ['fields', key, 'range'], field.range)
    if (field.type === 'category') checkUnique(declaration, ['fields', key, 'values'], field.values)
  }
  checkLayers(declaration)
  checkColumns(declaration)
  checkFieldsAreNoOutcomes(declaration)
  checkUnique(declaration, ['baselineFields'], baselineFields)
  baselineFields.forEach((key, index) => {
    const known = Object.keys(fields)
    if (!known.includes(key)) {
      refuse(declaration, ['baselineFields', index], `no field "${key}"`, didYouMean(key, known))
    }
  })
  checkCaseMixFields(declaration)
  const rareSituations = declaredSituations(declaration)
  const specialty: Specialty = {
    name,
    title,
    instruction,
    fields: Object.entries(fields).map(([key, field]): Field => ({ name: key, ...field })),
    decisionLayers: Object.entries(decisionLayers).map(
      ([key, layer]): DecisionLayer =>
        layer.type === 'numeric' ? { name: key, options: [], ...layer } : { name: key, ...layer },
    ),
    outcomes,
    decisionColumns,
    baselineFields,
    ...(caseMixFields && { caseMixFields }),
    ...(rareSituations && { rareSituations }),
    notes,
  }
  declarations.set(specialty, declaration)
  return specialty
}
