/** @file From sheets back to fields and decisions: the inverse of printing them. */
import {
  type DecisionLayer,
  type Field,
  type FieldValue,
  NOT_DONE,
  type PlanCase,
  type Specialty,
} from '../../specialty/index.ts'
import type { CaseSheet, PlanSheet } from '../api/index.ts'

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

/** A printed number; `1,200` has a comma of thousands. Null for anything else. */
function printedNumber(text: string): number | null {
  const plain = text.trim().replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
  return /^[-−]?\d+(\.\d+)?$/.test(plain) ? Number(plain.replace('−', '-')) : null
}

/** A number in the field's own unit; null when its unit is neither of the two that the field has. */
function numberIn({ unit = '', otherUnit }: Field, value: string, printedUnit: string): number | null {
  const number = printedNumber(value)
  if (number === null || same(printedUnit, unit) || printedUnit.trim() === '') return number
  return otherUnit && same(printedUnit, otherUnit.unit) ? number / otherUnit.factor : null
}

/** The value that a row prints; null when it says that nothing is recorded, or nothing that the field can be. */
function fieldValue(field: Field, value: string, unit: string, { phrases }: Specialty): FieldValue {
  const { type, values = [], valueLabels = {} } = field
  // A value's own word comes first: a Chinese infection screen that is missing reads like one that was not done.
  const option = values.find(one => same(valueLabels[one] ?? one, value)) ?? values.find(one => same(one, value))
  if (type === 'category' && option !== undefined) return option
  if ([NOT_DONE, phrases?.notDone ?? NOT_DONE].some(words => same(words, value))) return NOT_DONE
  if (type === 'number') return numberIn(field, value, unit)
  if (type === 'category') return null
  if (same(value, phrases?.yes ?? 'yes')) return true
  return same(value, phrases?.no ?? 'no') ? false : null
}

/** The value of a decision that is printed with its unit; undefined when it is none that the layer can take. */
function layerValue({ type, options, optionLabels = {} }: DecisionLayer, value: string): string | number | undefined {
  if (type === 'numeric') return printedNumber(value.trim().split(/\s/)[0]) ?? undefined
  return options.find(one => same(optionLabels[one] ?? one, value)) ?? options.find(one => same(one, value))
}

/**
 * The fields, plan and reasons that sheets show, as plan checks and rules take them. A row that cannot be read back, or that
 * the specialty does not have, counts as not recorded; a decision, as not stated.
 */
export function planCaseOf(record: CaseSheet, plan: PlanSheet, specialty: Specialty): PlanCase {
  const fields = Object.fromEntries(specialty.fields.map(({ name }): [string, FieldValue] => [name, null]))
  const fieldNamed = new Map(specialty.fields.map(field => [field.name, field]))
  for (const { field: name, fields: several = [], value, unit } of record.groups.flatMap(({ rows }) => rows)) {
    for (const one of several.filter(other => fieldNamed.has(other))) {
      if (name === 'not-done') fields[one] = NOT_DONE
      if (name === 'unremarkable') fields[one] = fieldNamed.get(one)?.unsaid ?? null
    }
    const field = fieldNamed.get(name)
    if (field) fields[name] = fieldValue(field, value, unit, specialty)
  }
  const layerNamed = new Map(specialty.decisionLayers.map(layer => [layer.name, layer]))
  const decided = plan.decisions.flatMap(({ layer: name, value }): [string, string | number][] => {
    const layer = layerNamed.get(name)
    const read = layer && value !== null ? layerValue(layer, value) : undefined
    return read === undefined ? [] : [[name, read]]
  })
  return { fields, plan: Object.fromEntries(decided), reasoning: plan.reasoning.trim() || null }
}
