/** @file Rare situations that a YAML file declares: conditions on fields, all of which must hold. */
import { didYouMean, InputError, type SettingsFile } from '../../support/index.ts'
import type { FieldCondition, FieldValue, RareSituation } from '../specialty.ts'
import type { RegisterDeclaration } from './schema.ts'

type Declaration = SettingsFile<RegisterDeclaration>
type When = NonNullable<RegisterDeclaration['rareSituations']>[number]['when']

/** Whether a value meets a condition: one of the listed values, or a number within inclusive limits; null never does. */
export function meetsCondition(value: FieldValue | undefined, condition: FieldCondition): boolean {
  if (value === undefined || value === null) return false
  if ('oneOf' in condition) return condition.oneOf.includes(value)
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = condition
  return typeof value === 'number' && value >= atLeast && value <= atMost
}

/** A condition in the values of its field; throws InputError on one that no record can meet. */
function conditionOf(declaration: Declaration, path: readonly PropertyKey[], name: string, written: When[string]) {
  const { fields } = declaration.value
  const refuse = (problem: string, remedy: string): never => {
    throw new InputError(problem, declaration.placeOf(path), remedy)
  }
  const field = fields[name] ?? refuse(`no field "${name}"`, didYouMean(name, Object.keys(fields)))
  if (typeof written === 'object' && !Array.isArray(written)) {
    if (field.type !== 'number') refuse(`field "${name}" is a ${field.type}, which has no limits`, 'list its values')
    const { atLeast, atMost } = written as { atLeast?: number; atMost?: number }
    if (atLeast === undefined && atMost === undefined) refuse('expected a limit, got none', 'add atLeast or atMost')
    return { ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) }
  }
  const oneOf = [written as string | number | boolean].flat().map((value): string | number | boolean => {
    if (field.type === 'number')
      return typeof value === 'number' ? value : refuse(`"${value}" is not a number`, 'mend it')
    if (field.type === 'flag') {
      const text = String(value)
      if (text === 'true' || text === 'yes') return true
      return text === 'false' || text === 'no' ? false : refuse(`"${text}" is neither yes nor no`, 'write yes or no')
    }
    const text = String(value)
    return field.values.includes(text)
      ? text
      : refuse(`"${text}" is not a value of "${name}"`, didYouMean(text, field.values))
  })
  return { oneOf }
}

/**
 * The declared rare situations, each with `when` in it so that a change of it counts as one; undefined when there are
 * none. Throws InputError with line and column on an unknown field or value, on limits of what is no number, and on a
 * name that stands twice.
 */
export function declaredSituations(declaration: Declaration): readonly RareSituation[] | undefined {
  const seen = new Set<string>()
  return declaration.value.rareSituations?.map(({ name, label, when }, i): RareSituation => {
    const path = ['rareSituations', i]
    if (seen.has(name)) {
      throw new InputError(`"${name}" is listed twice`, declaration.placeOf([...path, 'name']), 'keep one')
    }
    seen.add(name)
    const conditions = Object.entries(when).map(([field, written]): [string, FieldCondition] => [
      field,
      conditionOf(declaration, [...path, 'when', field], field, written),
    ])
    if (conditions.length === 0) {
      throw new InputError(
        'expected at least one condition, got none',
        declaration.placeOf([...path, 'when']),
        'add one',
      )
    }
    const holds: RareSituation['holds'] = fields =>
      conditions.every(([field, condition]) => meetsCondition(fields[field], condition))
    return { name, label, when: Object.fromEntries(conditions), holds }
  })
}
