/** @file The numbers that a text about a case may state: of the record, of the plan, and of the specialty's own words. */
import type { FieldValue, Plan, Specialty } from '../../specialty/index.ts'
import { type FoundNumber, type PrintedNumber, readNumbers } from './read-numbers.ts'

/** The case that a text is about. */
export interface RationaleCase {
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly decision: Plan
}

/** The largest share by which rounding may change a recorded number: 9.2 is 9, but 0.6 is not 1. */
const MOST_ROUNDED = 0.1
/** The same for a number in the other unit system, which nobody has seen: 6.71 pmol/L is 6.7, but not 7. */
const MOST_ROUNDED_CONVERTED = 0.025
const EQUAL = 1e-9

/** A number of the case, and the share by which rounding may change it. */
export interface Quantity {
  readonly amount: number
  readonly rounding: number
}

/** Whether a printed number is this quantity, rounded to the decimals that are printed, and by its share at the most. */
export function isRounded({ value, decimals }: PrintedNumber, { amount, rounding }: Quantity): boolean {
  const difference = Math.abs(Math.abs(amount) - value)
  return (
    difference <= EQUAL * Math.max(1, value) ||
    (difference <= 0.5 * 10 ** -decimals * (1 + EQUAL) && difference <= rounding * Math.abs(amount))
  )
}

/** A recorded number in both unit systems. */
export function quantitiesOf(specialty: Specialty, name: string, value: number): Quantity[] {
  const other = specialty.fields.find(field => field.name === name)?.otherUnit
  return [
    { amount: value, rounding: MOST_ROUNDED },
    ...(other ? [{ amount: value * other.factor, rounding: MOST_ROUNDED_CONVERTED }] : []),
  ]
}

/** Whether one of the readings is known in full. */
export type IsKnown = (found: FoundNumber) => boolean

/** Numbers in words that belong to the specialty: labels, values, options, units, the instruction, its vocabulary. */
function vocabularyNumbers(specialty: Specialty): Set<number> {
  const { fields, decisionLayers, instruction, vocabulary } = specialty
  const words = [
    instruction,
    ...(vocabulary?.() ?? []),
    ...fields.flatMap(({ label, values = [], valueLabels = {} }) => [label, ...values, ...Object.values(valueLabels)]),
    ...decisionLayers.flatMap(({ label, options, optionLabels = {} }) => [
      label,
      ...options,
      ...Object.values(optionLabels),
    ]),
  ]
  return new Set(words.flatMap(numbersIn))
}

const numbersIn = (text: string): number[] =>
  readNumbers(text).flatMap(({ readings }) => readings.flatMap(list => list.map(({ value }) => value)))

/**
 * Prepares the question whether a number may stand in a text about a case. The record's numbers count in both unit
 * systems and rounded, the specialty's own words only as they are.
 */
export function knownNumbers(specialty: Specialty): (of: RationaleCase) => IsKnown {
  const vocabulary = vocabularyNumbers(specialty)
  return ({ fields, decision }) => {
    const quantities: Quantity[] = []
    const add = (amount: number) => quantities.push({ amount, rounding: MOST_ROUNDED })
    for (const { name } of specialty.fields) {
      const value = fields[name]
      if (typeof value === 'number') quantities.push(...quantitiesOf(specialty, name, value))
      else if (typeof value === 'string') numbersIn(value).forEach(add)
    }
    for (const value of Object.values(decision)) {
      if (typeof value === 'number') add(value)
      else numbersIn(value).forEach(add)
    }
    const isOne = (number: PrintedNumber) =>
      vocabulary.has(number.value) || quantities.some(quantity => isRounded(number, quantity))
    return ({ readings }) => readings.some(reading => reading.every(isOne))
  }
}
