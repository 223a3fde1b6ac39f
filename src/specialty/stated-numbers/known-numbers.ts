/** @file The numbers that a text about a case may state: of the record, of the plan, and of the specialty's own words. */
import type { FieldValue, Plan, Specialty } from '../specialty.ts'
import { type FoundNumber, narrow, type PrintedNumber, readNumbers } from './read-numbers.ts'

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

/** Whether a number of a text is known: one of its readings in full. */
export type IsKnown = (text: string, found: FoundNumber) => boolean

const BEFORE = /(?:(\p{Script=Han})|(\p{L}+)|([<>≤≥]=?))[\s-]*$/u
const AFTER = /^[\s-]*(?:(\p{Script=Han})|(\p{L}+|%))/u
const FARTHEST = 24
/** Words of a limit, and the middle of a range: what follows is a rule, and no finding. */
const COMPARES =
  /(?:\b(?:over|under|above|below|than|least|most|beyond|exceed(?:s|ed|ing)?|until)|[<>≤≥]=?|[过于达足]|\d\s*[-–—~～至到])\s*$/iu
const COMPARES_AFTER =
  /^[\s-]*(?:[\p{L}%/]+\s+)?(?:or|and)\s+(?:more|over|older|above|less|under|younger|fewer|below|up)\b|^\s*\p{L}?\s*及?以[上下内]|^\s*[-–—~～至到]\s*\d/iu

/** The words on both sides of a number, in the singular; `years` and `year` are one. */
function neighbours(text: string, { start, end }: Pick<FoundNumber, 'start' | 'end'>): string[] {
  const word = (match: RegExpExecArray | null) =>
    (match?.[1] ?? match?.[2] ?? match?.[3])?.toLowerCase().replace(/s$/, '')
  const before = word(BEFORE.exec(text.slice(Math.max(0, start - FARTHEST), start)))
  const after = word(AFTER.exec(text.slice(end, end + FARTHEST)))
  return [...(before === undefined ? [] : [`${before} _`]), ...(after === undefined ? [] : [`_ ${after}`])]
}

/** Whether a number is a limit or an end of a range: `over 35`, `35 or older`, `35岁以上`, `5-7`. */
export function isThreshold(text: string, { start, end }: FoundNumber): boolean {
  return COMPARES.test(text.slice(Math.max(0, start - FARTHEST), start)) || COMPARES_AFTER.test(text.slice(end))
}

/** Numbers of the specialty's own words with their neighbours there: labels, values, options, vocabulary. */
function vocabularyNumbers(specialty: Specialty): Map<number, Set<string>> {
  const { fields, decisionLayers, instruction, vocabulary } = specialty
  const phrases = [
    instruction,
    ...(vocabulary?.() ?? []),
    ...fields.flatMap(({ label, values = [], valueLabels = {} }) =>
      [...values, ...Object.values(valueLabels), ''].map(value => `${label} ${value}`),
    ),
    ...decisionLayers.flatMap(({ label, options, optionLabels = {} }) =>
      [...options, ...Object.values(optionLabels), ''].map(option => `${label} ${option}`),
    ),
  ].map(narrow)
  const numbers = new Map<number, Set<string>>()
  for (const phrase of phrases) {
    for (const found of readNumbers(phrase)) {
      for (const { value } of found.readings.flat()) {
        const around = numbers.get(value) ?? new Set()
        for (const word of neighbours(phrase, found)) around.add(word)
        numbers.set(value, around)
      }
    }
  }
  return numbers
}

const numbersIn = (text: string): number[] =>
  readNumbers(text).flatMap(({ readings }) => readings.flatMap(list => list.map(({ value }) => value)))

/**
 * Prepares the question whether a number may stand in a text about a case. The record's numbers count in both unit
 * systems and rounded. A number of the specialty's own words counts as it is, and only as a limit (`over 35`) or beside a
 * word that stands beside it there too (`POSEIDON 4`, `3 failed cycles`): small numbers are in some rule nearly all.
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
    return (text, found) => {
      const around = neighbours(text, found)
      const isLimit = isThreshold(text, found)
      const isOne = (number: PrintedNumber) => {
        const words = vocabulary.get(number.value)
        if (words && (isLimit || around.some(word => words.has(word)))) return true
        return quantities.some(quantity => isRounded(number, quantity))
      }
      return found.readings.some(reading => reading.every(isOne))
    }
  }
}
