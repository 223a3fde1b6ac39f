/** @file Krippendorff's coincidence matrix: how often two values meet in one unit. */

/** The values given to one unit, by any raters in any order; null where a rater gave none. */
export interface RatedUnit {
  readonly id: string
  /**
   * Units that are not independent, such as two cycles of one patient, share a cluster; left out: the unit's own id.
   */
  readonly cluster?: string
  readonly values: readonly (number | null)[]
}

/** The distinct values that can be paired, ascending, and what each unit with two values adds to which cell. */
export interface Coincidences {
  readonly values: readonly number[]
  readonly units: readonly {
    readonly id: string
    readonly cluster: string
    /** Cells of the values x values matrix, row by row. */
    readonly adds: readonly (readonly [cell: number, amount: number])[]
  }[]
}

const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Coincidences of the units with at least two values: each ordered pair of values of a unit of m adds 1 / (m - 1).
 * Units come sorted by cluster and id. Throws RangeError on a value that is not finite or an id that comes twice.
 */
export function coincidencesOf(units: readonly RatedUnit[]): Coincidences {
  const sorted = [...units].sort((a, b) => byName(a.cluster ?? a.id, b.cluster ?? b.id) || byName(a.id, b.id))
  if (new Set(units.map(({ id }) => id)).size !== units.length) {
    throw new RangeError('coincidencesOf: expected each id once')
  }
  const paired = sorted
    .map(({ id, cluster, values }) => ({
      id,
      cluster: cluster ?? id,
      values: values.filter(value => value !== null).sort((a, b) => a - b),
    }))
    .filter(({ values }) => values.length >= 2)
  const values = [...new Set(paired.flatMap(unit => unit.values))].sort((a, b) => a - b)
  if (!values.every(Number.isFinite)) throw new RangeError('coincidencesOf: expected finite values')
  const place = new Map(values.map((value, index) => [value, index]))
  return {
    values,
    units: paired.map(unit => {
      const places = unit.values.map(value => place.get(value) ?? 0)
      const amount = 1 / (places.length - 1)
      const adds = places.flatMap((row, i) =>
        places.flatMap((column, j) => (i === j ? [] : [[row * values.length + column, amount] as const])),
      )
      return { id: unit.id, cluster: unit.cluster, adds }
    }),
  }
}
