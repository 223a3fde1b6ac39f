/** @file Conversion of a value from the unit of the source into the unit of the field, by UCUM. */
// @ts-expect-error The package has no types.
import ucum from '@lhncbc/ucum-lhc'
import type { Field } from '../../specialty/index.ts'
import { ucumSpelling } from './unit-aliases.ts'

/** Turns a number in one unit into a number in another. */
export type Conversion = (value: number) => number

/** What a conversion between amounts of substance and of mass needs to know. */
export interface Substance {
  /** In g/mol. */
  readonly molecularWeight?: number
}

/** The part of the package that is used here. */
interface UcumUtilities {
  convertUnitTo(
    from: string,
    value: number,
    to: string,
    substance: { readonly molecularWeight?: number },
  ): { readonly status: string; readonly toVal: number | null }
  validateUnitString(unit: string): { readonly status: string }
}

const utilities = (ucum as { UcumLhcUtils: { getInstance(): UcumUtilities } }).UcumLhcUtils.getInstance()

/** True when UCUM, or the list of spellings, knows a text as a unit. */
export function isKnownUnit(text: string): boolean {
  return text.trim() !== '' && utilities.validateUnitString(ucumSpelling(text)).status === 'valid'
}

/**
 * Significant digits that a converted value keeps: more than any laboratory reports, few enough to drop the rounding
 * noise of floating point (5 10*3/uL is 4.999999999999999 10*9/L).
 */
const DIGITS = 12

const rounded = (value: number): number => Number(value.toPrecision(DIGITS))

/** International units are defined per substance: UCUM converts none, not even mIU/mL to IU/L. */
const ARBITRARY = /\[(IU|iU|arb'U)\]/g

function ucumConvert(value: number, from: string, to: string, molecularWeight: number | undefined): number | null {
  const [a, b] = [from, to].map(unit => unit.match(ARBITRARY)?.join('') ?? '')
  if (a !== b) return null
  // Of one and the same substance they differ by their prefixes and volumes alone, as katals would.
  const [source, target] = [from, to].map(unit => unit.replace(ARBITRARY, 'kat'))
  const weight = molecularWeight === undefined ? {} : { molecularWeight }
  const { status, toVal } = utilities.convertUnitTo(source, value, target, weight)
  return status === 'succeeded' && toVal !== null && Number.isFinite(toVal) ? toVal : null
}

/**
 * The conversion from one unit to another, or null when they do not measure the same. Equal spellings need not be units at
 * all. Linear conversions (all but temperatures, and logarithms, which UCUM is then asked for each value) are a product.
 */
export function unitConversion(from: string, to: string, { molecularWeight }: Substance = {}): Conversion | null {
  const [source, target] = [ucumSpelling(from), ucumSpelling(to)]
  if (source === target) return value => value
  const [none, one, two] = [0, 1, 2].map(value => ucumConvert(value, source, target, molecularWeight))
  if (none === null || one === null || two === null) return null
  const slope = one - none
  if (Math.abs(two - none - 2 * slope) > 1e-9 * Math.max(1, Math.abs(two))) {
    return value => rounded(ucumConvert(value, source, target, molecularWeight) as number)
  }
  return value => rounded(none + slope * value)
}

/** What has a unit to convert to: a field, or a decision layer. */
export type UnitOwner = Pick<Field, 'unit' | 'otherUnit'>

/**
 * The conversion from a source's unit to a field's or layer's: by UCUM, by the substance's molecular weight, or by the factor
 * of the field's other unit. Null when none of them leads there, or it has no unit.
 */
export function conversionTo(to: UnitOwner, from: string, substance: Substance = {}): Conversion | null {
  if (to.unit === undefined) return null
  const direct = unitConversion(from, to.unit, substance)
  if (direct !== null || to.otherUnit === undefined) return direct
  const { unit, factor } = to.otherUnit
  const toOther = unitConversion(from, unit)
  return toOther === null ? null : value => rounded(toOther(value) / factor)
}
