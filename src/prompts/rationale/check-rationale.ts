/**
 * @file What a program can find wrong with a reasoning text: a number that is not in the record, a field with another
 * value than the recorded one, a decision that differs from the plan.
 */
import type { Completion } from '../../engines/index.ts'
import type { Plan, Specialty } from '../../specialty/index.ts'
import { parseCompletion } from '../parse.ts'
import {
  isRounded,
  isThreshold,
  knownNumbers,
  type Quantity,
  quantitiesOf,
  type RationaleCase,
} from './known-numbers.ts'
import { type FoundNumber, narrow, readNumbers } from './read-numbers.ts'

/** A text that was checked; reasons read `kind: detail`, the kinds are few and fixed, and none means accepted. */
export interface CheckedText {
  /** The reasoning alone; null when none could be told apart. */
  readonly text: string | null
  readonly reasons: readonly string[]
}

/** Checks bound to a specialty. */
export interface RationaleChecks {
  /** A text without a plan. */
  text(of: RationaleCase, text: string): readonly string[]
  /** A model's answer, which must end by itself and repeat the plan. */
  answer(of: RationaleCase, answer: Pick<Completion, 'text' | 'finish'>): CheckedText
}

/** The kind of a reason, for counting. */
export function kindOf(reason: string): string {
  return reason.split(':')[0]
}

/** Between a label and its value: `AMH of 1.2`, `AMH：1.2`, `AMH为1.2`. */
const LINK = /^\s*(?:=|:|：|为|是|约|of|is|was|at)?\s*(?:约|about)?\s*$/i
/** A comparison right before its number: `AMH under 1.2`, `BMI高于35`. */
const BELOW = /(?:\b(?:under|below|less than|fewer than|lower than)|<|低于|小于|不足|不到)\s*$/i
const ABOVE = /(?:\b(?:over|above|more than|higher than|exceeds|exceeding)|>|高于|大于|超过)\s*$/i

/** Where a comparison before a place begins, and whether a value fulfils it; null when there is none. */
function comparisonBefore(
  text: string,
  place: number,
): { start: number; holds(value: number, limit: number): boolean } | null {
  const before = text.slice(0, place)
  const below = BELOW.exec(before)
  if (below) return { start: below.index, holds: (value, limit) => value < limit }
  const above = ABOVE.exec(before)
  return above && { start: above.index, holds: (value, limit) => value > limit }
}

/** The text with every occurrence of some phrases blanked out, all places kept. */
function without(phrases: readonly string[], text: string): string {
  return phrases.reduce((left, phrase) => left.replaceAll(phrase, ' '.repeat(phrase.length)), text)
}

/** A number of the record or of the plan, by its label. */
interface Labelled {
  readonly name: string
  readonly label: string
  readonly isLayer: boolean
}

/** Longest label that ends right before a place with nothing but a link between; null when none does. */
function labelBefore(fields: readonly Labelled[], text: string, place: number): Labelled | null {
  const before = text.slice(0, place).toLowerCase()
  for (const field of fields) {
    const at = before.lastIndexOf(field.label.toLowerCase())
    if (at < 0 || !LINK.test(before.slice(at + field.label.length))) continue
    // `urea` is no label in `creaturea 5`; Chinese has no such borders.
    if (/[a-z]/.test(before.charAt(at)) && /[a-z]/.test(before.charAt(at - 1))) continue
    return field
  }
  return null
}

const differs = (found: FoundNumber, quantities: readonly Quantity[]) =>
  !found.readings.some(list => list.length > 0 && quantities.some(quantity => isRounded(list[0], quantity)))

/** Whether a recorded number, in one unit system or the other, fulfils what the text says of it. */
const fulfils = (
  found: FoundNumber,
  { holds }: { holds(value: number, limit: number): boolean },
  quantities: readonly Quantity[],
) => found.readings.some(list => list.length > 0 && quantities.some(({ amount }) => holds(amount, list[0].value)))

/** Labels of the layers at which two plans differ. */
function differingLayers(specialty: Specialty, one: Plan, other: Plan): string[] {
  return specialty.decisionLayers.filter(({ name }) => one[name] !== other[name]).map(({ label }) => label)
}

/**
 * Prepares the checks of a specialty. A number must be one of the record (in either unit system, rounded to its printed
 * precision and by a tenth at the most, a fortieth in the unit system that the record does not use), of the plan, or of
 * the specialty's own words, as a limit or beside a word that stands beside it there. A number right behind the label of a
 * number field or a numeric layer must be its value; a threshold (`35 or older`, `5-7`) is none. A comparison behind the
 * label of a number field (`AMH below 1.2`) must hold of its value. A model's answer must end by itself, hold reasons, and repeat the recorded plan as its plan block.
 */
export function rationaleChecks(specialty: Specialty): RationaleChecks {
  const knownTo = knownNumbers(specialty)
  const numeric = [
    ...specialty.fields
      .filter(({ type }) => type === 'number')
      .map(({ name, label }) => ({ name, label, isLayer: false })),
    ...specialty.decisionLayers
      .filter(({ type }) => type === 'numeric')
      .map(({ name, label }) => ({ name, label, isLayer: true })),
  ].sort((a, b) => b.label.length - a.label.length)
  const units = [...specialty.fields.flatMap(({ unit, otherUnit }) => [unit, otherUnit?.unit]), 'kg/m2', 'm2']
    .filter(unit => unit !== undefined && /\d/.test(unit))
    .sort((a, b) => b!.length - a!.length) as string[]
  const quotable = (specialty.vocabulary?.() ?? []).filter(phrase => /\d/.test(phrase))

  const text = ({ fields, decision }: RationaleCase, given: string): string[] => {
    const plain = without(units, narrow(given))
    const own = without(quotable, plain)
    const isKnown = knownTo({ fields, decision })
    const reasons = new Set<string>()
    for (const found of readNumbers(plain)) {
      if (!isKnown(plain, found)) reasons.add(`number not in the record: ${found.text}`)
      if (own.slice(found.start, found.end).trim() === '') continue
      const comparison = comparisonBefore(plain, found.start)
      const compared = comparison && labelBefore(numeric, plain, comparison.start)
      if (comparison && compared && !compared.isLayer) {
        const value = fields[compared.name]
        if (typeof value !== 'number') reasons.add(`value that is not recorded: ${compared.label}`)
        else if (!fulfils(found, comparison, quantitiesOf(specialty, compared.name, value))) {
          reasons.add(`value differs from the record: ${compared.label}`)
        }
      }
      if (isThreshold(plain, found)) continue
      const field = labelBefore(numeric, plain, found.start)
      if (field === null) continue
      if (field.isLayer) {
        const decided = decision[field.name]
        const quantities = typeof decided === 'number' ? [{ amount: decided, rounding: 0 }] : []
        if (differs(found, quantities)) reasons.add(`decision differs: ${field.label}`)
        continue
      }
      const value = fields[field.name]
      if (typeof value !== 'number') reasons.add(`value that is not recorded: ${field.label}`)
      else if (differs(found, quantitiesOf(specialty, field.name, value))) {
        reasons.add(`value differs from the record: ${field.label}`)
      }
    }
    return [...reasons]
  }
  return {
    text,
    answer(of, { text: whole, finish }) {
      if (finish === 'length') return { text: null, reasons: ['cut off: the answer reached maxNewTokens'] }
      const parsed = parseCompletion(specialty, whole)
      if ('errors' in parsed) return { text: null, reasons: parsed.errors.map(error => `plan not readable: ${error}`) }
      const { plan, reasoning } = parsed
      const reasons = differingLayers(specialty, plan, of.decision).map(label => `decision differs: ${label}`)
      if (reasoning === null) return { text: null, reasons: [...reasons, 'no reasons: nothing stands before the plan'] }
      return { text: reasoning, reasons: [...reasons, ...text(of, reasoning)] }
    },
  }
}
