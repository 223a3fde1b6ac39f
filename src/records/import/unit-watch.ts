/** @file Whether the numbers of a column look like another unit of their field than the one in which they are read. */
import type { Field, Specialty } from '../../specialty/index.ts'
import { median } from '../../statistics/index.ts'
import { readNumberText } from './cell.ts'
import { headerName } from './header-name.ts'
import type { MappingDeclaration } from './mapping-file.ts'
import { type Conversion, conversionTo } from './units.ts'

/** A column whose numbers are usual only in another unit. */
export interface DoubtfulUnit {
  readonly field: string
  readonly column: string
  /** In which they are read. */
  readonly unit: string
  /** In which they would be usual. */
  readonly otherUnit: string
  /** Of the column's numbers as they stand there. */
  readonly median: number
  /** The name of the column says the unit: only a person's word settles it. */
  readonly headerSays: boolean
}

/** Takes the rows of a cohort. */
export interface UnitWatch {
  add(cells: readonly string[]): void
  doubts(): readonly DoubtfulUnit[]
}

/** Numbers that are looked at: enough for a median, and no whole column in memory. */
const MOST = 2000
/** Of fewer, a median says little. */
const FEWEST = 8

/** Where the median of a clinic lies; a number that says nothing unusual is one of a clinic's middle, too. */
const usualMedian = ({ typicalMedian, usual }: Field) => typicalMedian ?? usual

const isWithin = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high

/** By how much, as a logarithm, a median must be nearer to the middle of what is usual in another unit than in a stated one. */
const NEARER = 0.4

/** How far a median is from the middle of a range, as a logarithm: 0 in its geometric middle. */
const farness = (value: number, [low, high]: readonly [number, number]): number =>
  Math.abs(Math.log(value / Math.sqrt(low * high)))

/**
 * Whether another unit suits a median better. One that is usual as it stands is believed, unless only the header says the
 * unit, both are usual, and the other is much the nearer to the middle: AMH of 3 pmol/L is 0.4 ng/mL.
 */
function suitsBetter(own: number, other: number, usual: readonly [number, number], headerSays: boolean): boolean {
  if (!isWithin(other, usual)) return false
  if (!isWithin(own, usual)) return true
  return headerSays && usual[0] > 0 && farness(own, usual) - farness(other, usual) >= NEARER
}

/** Whether two conversions into one unit are of the same unit, however it is written. */
const isSame = (one: Conversion, other: Conversion): boolean =>
  [1, 7].every(value => Math.abs(one(value) - other(value)) <= 1e-6 * Math.abs(one(value)))

/** One column that is watched. */
interface Watched {
  readonly field: Field
  readonly usual: readonly [number, number]
  readonly column: string
  readonly index: number
  readonly unit: string
  readonly convert: Conversion
  readonly headerSays: boolean
  readonly values: number[]
}

function watchedColumn(field: Field, mapping: MappingDeclaration, columns: readonly string[]): Watched[] {
  const usual = usualMedian(field)
  if (!Object.hasOwn(mapping.fields, field.name) || field.type !== 'number') return []
  const { column, unit: declared, bands, unitChecked, molecularWeight } = mapping.fields[field.name]
  if (unitChecked || bands !== undefined || typeof declared === 'object') return []
  if (field.unit === undefined || field.otherUnit === undefined || usual === undefined) return []
  const header = headerName(column).unit
  const toField = (unit: string) => conversionTo(field, unit, { molecularWeight })
  const byHeader = header === null ? null : toField(header)
  // A mapping that says a unit where the name says none, or another, is a person's word.
  if (declared !== undefined && byHeader === null) return []
  const unit = declared ?? header ?? field.unit
  const convert = toField(unit)
  if (convert === null || (byHeader !== null && !isSame(convert, byHeader))) return []
  const index = columns.indexOf(column)
  return [{ field, usual, column, index, unit, convert, headerSays: byHeader !== null, values: [] }]
}

/**
 * Watches number fields of which the specialty knows two units, unless the mapping vouches for the unit: by `unit` where
 * the column's name says none or another, else by `unitChecked`. In doubt is a column whose median is usual in the other
 * unit and not in its own: AMH of 15 read as ng/mL, which as pmol/L is 2.1 ng/mL.
 */
export function unitWatch(specialty: Specialty, mapping: MappingDeclaration, columns: readonly string[]): UnitWatch {
  const watched = specialty.fields.flatMap(field => watchedColumn(field, mapping, columns))
  return {
    add(cells) {
      for (const { index, values } of watched) {
        if (values.length >= MOST) continue
        const reading = readNumberText((cells[index] ?? '').trim())
        if ('value' in reading) values.push(reading.value)
      }
    },
    doubts: () =>
      watched.flatMap(({ field, usual, column, unit, convert, headerSays, values }): DoubtfulUnit[] => {
        if (values.length < FEWEST) return []
        const middle = median(values)
        const otherUnit = [field.unit, field.otherUnit?.unit].find(candidate => {
          const other = candidate === undefined ? null : conversionTo(field, candidate)
          return (
            other !== null && !isSame(convert, other) && suitsBetter(convert(middle), other(middle), usual, headerSays)
          )
        })
        return otherUnit === undefined
          ? []
          : [{ field: field.name, column, unit, otherUnit, median: middle, headerSays }]
      }),
  }
}
