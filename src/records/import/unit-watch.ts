/** @file Whether the numbers of a column look like another unit of their field than the one in which they are read. */
import type { Field, Specialty } from '../../specialty/index.ts'
import { quantile } from '../../statistics/index.ts'
import { readNumberText } from './cell.ts'
import { headerName } from './header-name.ts'
import type { MappingDeclaration } from './mapping-file.ts'

/** A column whose numbers are usual only in another unit. */
export interface DoubtfulUnit {
  readonly field: string
  readonly column: string
  readonly unit: string
  /** In which they would be usual. */
  readonly otherUnit: string
  /** Of the column's numbers as they stand there. */
  readonly median: number
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

/**
 * Watches number fields of which the specialty knows two units and neither the mapping nor the column's name says which
 * holds. In doubt is a column whose median is usual in the other unit and not in the field's own: AMH of 15 read as ng/mL,
 * which as pmol/L is 2.1 ng/mL.
 */
export function unitWatch(specialty: Specialty, mapping: MappingDeclaration, columns: readonly string[]): UnitWatch {
  const watched = specialty.fields.flatMap(field => {
    if (!Object.hasOwn(mapping.fields, field.name) || field.type !== 'number') return []
    const { column, unit, bands } = mapping.fields[field.name]
    const isSaid = unit !== undefined || bands !== undefined || headerName(column).unit !== null
    if (isSaid || field.otherUnit === undefined || usualMedian(field) === undefined) return []
    return { field, column, index: columns.indexOf(column), values: [] as number[] }
  })
  return {
    add(cells) {
      for (const { index, values } of watched) {
        if (values.length >= MOST) continue
        const reading = readNumberText((cells[index] ?? '').trim())
        if ('value' in reading) values.push(reading.value)
      }
    },
    doubts: () =>
      watched.flatMap(({ field, column, values }): DoubtfulUnit[] => {
        const [range, other] = [usualMedian(field), field.otherUnit]
        if (range === undefined || other === undefined || values.length < FEWEST) return []
        const middle = quantile(Float64Array.from(values).sort(), 0.5)
        if (isWithin(middle, range) || !isWithin(middle / other.factor, range)) return []
        return [{ field: field.name, column, unit: field.unit ?? '', otherUnit: other.unit, median: middle }]
      }),
  }
}
