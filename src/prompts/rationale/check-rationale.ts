/**
 * @file What a program can find wrong with a reasoning text: a number that is not in the record, a field with another
 * value than the recorded one, a decision that differs from the plan.
 */
import type { Completion } from '../../engines/index.ts'
import type { Plan, Specialty } from '../../specialty/index.ts'
import {
  comparisonBefore,
  type FoundNumber,
  isRounded,
  isThreshold,
  knownNumbers,
  labelBefore,
  narrow,
  numericLabels,
  type Quantity,
  quantitiesOf,
  type RationaleCase,
  readNumbers,
} from '../../specialty/stated-numbers/index.ts'
import { parseCompletion } from '../parse.ts'

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

/** The text with every occurrence of some phrases blanked out, all places kept. */
function without(phrases: readonly string[], text: string): string {
  return phrases.reduce((left, phrase) => left.replaceAll(phrase, ' '.repeat(phrase.length)), text)
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
  const numeric = numericLabels(specialty)
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
