/** @file Balanced accuracy: the mean recall over the options that occur. */
import { type ConfusionCounts, lacksOption, optionCount } from './confusion-table.ts'

/**
 * The mean, over options that occur in the truth, of the share predicted right; equals
 * sklearn.metrics.balanced_accuracy_score(y, yhat). Null when there is no case, and of a resample when it lacks an option
 * that occurs in the `whole` sample: the mean would be over other options, a different quantity.
 */
export function balancedAccuracy(counts: ConfusionCounts, whole: ConfusionCounts = counts): number | null {
  if (lacksOption(counts, whole)) return null
  const options = optionCount(counts)
  const columns = options + 1
  let present = 0
  let sum = 0
  for (let option = 0; option < options; option++) {
    let truths = 0
    for (let column = 0; column < columns; column++) truths += counts[option * columns + column]
    if (truths === 0) continue
    present++
    sum += counts[option * columns + option] / truths
  }
  return present === 0 ? null : sum / present
}
