/** @file Macro-averaged F1 over the declared options of a decision. */
import { type ConfusionCounts, lacksOption, optionCount } from './confusion-table.ts'

/**
 * The mean over all declared options of F1 = 2 TP / (2 TP + FP + FN), 0 for an option that never occurs; equals
 * sklearn.metrics.f1_score(y, yhat, labels=options, average='macro', zero_division=0). Null when there is no case, and
 * of a resample when it lacks an option that occurs in the `whole` sample: its F1 would drop to 0 for want of cases.
 */
export function macroF1(counts: ConfusionCounts, whole: ConfusionCounts = counts): number | null {
  if (lacksOption(counts, whole)) return null
  const options = optionCount(counts)
  const columns = options + 1
  let cases = 0
  let sum = 0
  for (let option = 0; option < options; option++) {
    let truths = 0
    let predictions = 0
    for (let column = 0; column < columns; column++) truths += counts[option * columns + column]
    for (let row = 0; row < options; row++) predictions += counts[row * columns + option]
    cases += truths
    const hits = counts[option * columns + option]
    if (hits > 0) sum += (2 * hits) / (truths + predictions)
  }
  return cases === 0 ? null : sum / options
}
