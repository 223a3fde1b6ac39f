/** @file Reads a mapping file and checks it against the specialty: complete, of fitting values, and blind to outcomes. */
import type { DecisionLayer, Field, Specialty } from '../../specialty/index.ts'
import { refusePrototypeKey } from '../../specialty/register/index.ts'
import { didYouMean, InputError, readSettingsFile, type SettingsFile } from '../../support/index.ts'
import { canonicalCell, readDecisionValue, readFieldValue } from './cell.ts'
import { checkDecisionUnit, checkNumberField } from './check-unit.ts'
import { type MappingDeclaration, mappingSchema } from './mapping-file.ts'
import { foldedColumn, isThisCycles, outcomeColumns, saysDecision } from './outcome-columns.ts'

/** A mapping that fits its specialty. */
export type Mapping = SettingsFile<MappingDeclaration>

/** One place in a mapping that names a source column. */
export interface ColumnUse {
  readonly column: string
  readonly role: 'id' | 'include' | 'field' | 'decision'
  readonly path: readonly PropertyKey[]
}

/** The word that stands for "number the rows" where a column of ids could stand. */
export const ROW = 'row'

/** True when ids are not read from the source: its rows are numbered. */
export const isNumbered = (idColumns: readonly string[]): boolean => idColumns.length === 1 && idColumns[0] === ROW

/** Every column that a mapping reads, and where it says so. */
export function columnUses(mapping: MappingDeclaration): ColumnUse[] {
  const { recordId, coupleId, include, fields, reasoning, decisions } = mapping
  const uses: ColumnUse[] = []
  const add = (column: string, role: ColumnUse['role'], ...path: PropertyKey[]) => uses.push({ column, role, path })
  for (const [name, columns] of Object.entries({ recordId, coupleId })) {
    columns.forEach((column, index) => {
      if (!isNumbered(columns)) add(column, 'id', name, ...(columns.length > 1 ? [index] : []))
    })
  }
  include.forEach(({ column }, index) => {
    add(column, 'include', 'include', index, 'column')
  })
  for (const [name, { column, unit }] of Object.entries(fields)) {
    add(column, 'field', 'fields', name, 'column')
    if (typeof unit === 'object') add(unit.column, 'field', 'fields', name, 'unit', 'column')
  }
  if (reasoning) add(reasoning.column, 'field', 'reasoning', 'column')
  for (const [name, decision] of Object.entries(decisions ?? {})) {
    if (decision.cases === undefined) {
      const { column, unit } = decision
      add(column, 'decision', 'decisions', name, 'column')
      if (typeof unit === 'object') add(unit.column, 'decision', 'decisions', name, 'unit', 'column')
    } else
      decision.cases.forEach(({ when }, index) => {
        for (const column of Object.keys(when)) {
          add(column, 'decision', 'decisions', name, 'cases', index, 'when', column)
        }
      })
  }
  return uses
}

function refuse(mapping: Mapping, path: readonly PropertyKey[], problem: string, remedy: string): never {
  throw new InputError(problem, mapping.placeOf(path), remedy)
}

/** The two lists of a specialty that a mapping must go through, and where it says that the source lacks one. */
const SECTIONS = {
  fields: { kind: 'field', lacking: 'notInSource' },
  decisions: { kind: 'layer', lacking: 'decisionsNotInSource' },
} as const

/** @param names what the specialty has; @param known names that may stand under `lacking` although it has them no more. */
function checkNames(
  mapping: Mapping,
  section: keyof typeof SECTIONS,
  names: readonly string[],
  known: readonly string[] = [],
): void {
  const { kind, lacking } = SECTIONS[section]
  const mapped = Object.keys(mapping.value[section] ?? {})
  const absent = mapping.value[lacking]
  absent.forEach((name, index) => {
    const path = [lacking, index]
    if (known.includes(name)) return
    if (!names.includes(name)) refuse(mapping, path, `the specialty has no ${kind} "${name}"`, didYouMean(name, names))
    if (mapped.includes(name)) refuse(mapping, path, `${kind} "${name}" is mapped too`, 'say one of the two')
  })
  for (const name of mapped) {
    if (!names.includes(name)) {
      refuse(mapping, [section, name], `the specialty has no ${kind} "${name}"`, didYouMean(name, names))
    }
  }
  if (mapping.value[section] === undefined) return
  const open = names.filter(name => !mapped.includes(name) && !absent.includes(name))
  if (open.length === 0) return
  const listed = open.map(name => `"${name}"`).join(', ')
  refuse(
    mapping,
    [section],
    open.length === 1
      ? `${kind} ${listed} of the specialty is not mapped`
      : `${open.length} ${kind}s of the specialty are not mapped: ${listed}`,
    `say which column holds ${open.length === 1 ? 'it, or list it' : 'each, or list them'} under \`${lacking}\``,
  )
}

/** A layer that stays cannot apply when a layer that is left out has some value. */
function checkLeftOutLayers(mapping: Mapping, layers: readonly DecisionLayer[]): void {
  const { decisionsNotInSource } = mapping.value
  decisionsNotInSource.forEach((name, index) => {
    const dependent = layers.filter(
      layer => layer.appliesWhen?.layer === name && !decisionsNotInSource.includes(layer.name),
    )
    if (dependent.length === 0) return
    const listed = dependent.map(layer => `"${layer.name}"`).join(', ')
    refuse(
      mapping,
      ['decisionsNotInSource', index],
      `whether ${listed} applies depends on layer "${name}"`,
      `map "${name}", or list ${listed} here too`,
    )
  })
}

/** What a mapping can say of a column that only reads like an outcome. */
const VOUCH =
  'map a column that was known before; if this one was, give it a name that says so (Previous ..., 上周期...) or list it under `notOutcomes`'

/** Refuses every way in which an outcome, or the decision itself, could reach a prompt. */
function checkColumnRoles(mapping: Mapping, specialty: Specialty): void {
  const outcomeOf = outcomeColumns(specialty)
  const vouched = new Set(mapping.value.notOutcomes)
  const uses = columnUses(mapping.value)
  const declared = specialty.decisionColumns && new Set(specialty.decisionColumns.map(foldedColumn))
  const decided = new Set(declared)
  for (const { role, column } of uses) if (role === 'decision') decided.add(foldedColumn(column))
  for (const { column, role, path } of uses) {
    const name = foldedColumn(column)
    const named = outcomeOf(column)
    // How many embryos were transferred is known afterwards, and is the decision all the same.
    const isOpen = role === 'decision' && saysDecision(specialty, named)
    if (named?.isListed && !isOpen) {
      refuse(
        mapping,
        path,
        `column "${column}" is an outcome, known only after the decision`,
        'map a column that was known before',
      )
    }
    // An id stands in a record as a hash, which tells nothing.
    if (named && role !== 'id' && isThisCycles(named) && !isOpen && !vouched.has(column)) {
      refuse(
        mapping,
        path,
        `column "${column}" is named like an outcome (${named.outcome}), known only after the decision`,
        VOUCH,
      )
    }
    if (role === 'field' && decided.has(name)) {
      refuse(
        mapping,
        path,
        `column "${column}" records the decision, which would then stand in the prompt`,
        'map a column that was known before',
      )
    }
    if (role === 'decision' && declared && !declared.has(name)) {
      refuse(
        mapping,
        path,
        `column "${column}" is not among the specialty's decisionColumns`,
        'add it there if it records the decision',
      )
    }
  }
}

/**
 * An id stands in a record as a hash only. A number may be read from one of several columns that make an id together,
 * since the number of a cycle within its couple tells nobody apart.
 */
function checkIdsUnread(mapping: Mapping, specialty: Specialty): void {
  const { recordId, coupleId } = mapping.value
  const isNumber = (name: PropertyKey) => specialty.fields.some(field => field.name === name && field.type === 'number')
  for (const { column, role, path } of columnUses(mapping.value)) {
    if (role !== 'field' && role !== 'decision') continue
    const ids = [recordId, coupleId].filter(columns => !isNumbered(columns) && columns.includes(column))
    const onlyPart = ids.every(columns => columns.length > 1)
    if (ids.length === 0 || (onlyPart && path[0] === 'fields' && isNumber(path[1]))) continue
    refuse(
      mapping,
      path,
      `column "${column}" holds an id, which would stand unhashed beside its hash`,
      'map another column, or take the id from another one',
    )
  }
}

/** An empty cell is looked up nowhere: what it means has a key of its own. */
function refuseEmptyKey(mapping: Mapping, path: readonly PropertyKey[], values: object | undefined, remedy: string) {
  for (const source of Object.keys(values ?? {})) {
    if (canonicalCell(source) !== '') continue
    refuse(mapping, [...path, source], 'an empty cell cannot be a key of `values`, which would never be read', remedy)
  }
}

function checkFieldValues(mapping: Mapping, field: Field): void {
  const { values, empty } = mapping.value.fields[field.name]
  refuseEmptyKey(mapping, ['fields', field.name, 'values'], values, 'write `empty: ...` beside `values`')
  const targets = Object.entries(values ?? {}).map(([source, target]) => ({ path: ['values', source], target }))
  if (empty !== undefined) targets.push({ path: ['empty'], target: empty })
  for (const { path: place, target } of targets) {
    const path = ['fields', field.name, ...place]
    const reading = readFieldValue(field, String(target))
    if ('reason' in reading) {
      const remedy = field.type === 'category' ? didYouMean(String(target), field.values ?? []) : reading.reason
      refuse(mapping, path, `"${target}" is not a value of field "${field.name}"`, remedy)
    }
  }
}

function checkDecisionValues(mapping: Mapping, layer: DecisionLayer): void {
  const decision = mapping.value.decisions?.[layer.name]
  if (decision === undefined) return
  const path = ['decisions', layer.name]
  const check = (value: string, place: readonly PropertyKey[]) => {
    const reading = readDecisionValue(layer, value)
    if ('reason' in reading) {
      const remedy = layer.type === 'numeric' ? reading.reason : didYouMean(value, layer.options)
      refuse(mapping, place, `"${value}" is not a value of layer "${layer.name}"`, remedy)
    }
  }
  if (decision.cases !== undefined) {
    decision.cases.forEach(({ when, value }, index) => {
      const place = [...path, 'cases', index]
      check(value, [...place, 'value'])
      if (Object.keys(when).length === 0) refuse(mapping, place, 'expected a condition', 'name a column')
    })
  } else {
    const column = JSON.stringify(decision.column)
    refuseEmptyKey(
      mapping,
      [...path, 'values'],
      decision.values,
      `write it as a case: \`cases: [{ when: { ${column}: [""] }, value: ... }]\`, with a case for every other cell`,
    )
    for (const [source, value] of Object.entries(decision.values ?? {})) check(value, [...path, 'values', source])
    checkDecisionUnit(mapping, layer, decision.unit)
  }
}

/**
 * Reads a mapping and checks it against the specialty, before any row is read. Throws InputError with file, line and
 * column when it has unknown keys, leaves out or invents a field or layer, maps to a value that a field or layer does
 * not have, leaves out a layer that another one depends on, reads an outcome column anywhere, or lets a field read a column that records the decision or an id.
 */
export function readMapping(file: string, specialty: Specialty): Mapping {
  const mapping = readSettingsFile(file, mappingSchema)
  refusePrototypeKey(file)
  const { fields, decisionLayers } = specialty
  const namesOf = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)
  checkNames(mapping, 'fields', namesOf(fields))
  checkNames(mapping, 'decisions', namesOf(decisionLayers), namesOf(specialty.leftOut ?? []))
  checkLeftOutLayers(mapping, decisionLayers)
  const layers = mapping.value.decisions === undefined ? [] : decisionLayers
  checkColumnRoles(mapping, specialty)
  checkIdsUnread(mapping, specialty)
  for (const field of fields) {
    if (!Object.hasOwn(mapping.value.fields, field.name)) continue
    checkFieldValues(mapping, field)
    checkNumberField(mapping, field)
  }
  for (const layer of layers) checkDecisionValues(mapping, layer)
  return mapping
}
