/** @file Cases by the option that was true and the option that was predicted. */

/**
 * Counts of cases by truth (row) and prediction (column), row by row. There is one column more than rows: the last one
 * counts cases without a usable prediction.
 */
export type ConfusionCounts = ArrayLike<number>

/** Whether an option that occurs in `whole` does not occur in `counts`, such as in a resample of it. */
export function lacksOption(counts: ConfusionCounts, whole: ConfusionCounts): boolean {
  const options = optionCount(whole)
  const occurs = (table: ConfusionCounts, option: number) => {
    for (let column = 0; column <= options; column++) if (table[option * (options + 1) + column] > 0) return true
    return false
  }
  for (let option = 0; option < options; option++) if (occurs(whole, option) && !occurs(counts, option)) return true
  return false
}

/** Number of options of a confusion table; throws RangeError when it has not k rows and k + 1 columns. */
export function optionCount(counts: ConfusionCounts): number {
  const options = Math.round((Math.sqrt(1 + 4 * counts.length) - 1) / 2)
  if (options < 1 || options * (options + 1) !== counts.length) {
    throw new RangeError(`confusion table: expected k x (k + 1) counts, got ${counts.length}`)
  }
  return options
}
