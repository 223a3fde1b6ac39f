/** @file F1 averaged over the options of a decision, weighted by how often each is true. */
import { type ConfusionCounts, optionCount } from './confusion-table.ts'

/**
 * The mean of F1 = 2 TP / (2 TP + FP + FN) over the options, each weighted by the cases for which it is true; equals
 * sklearn.metrics.f1_score(y, yhat, labels=options, average='weighted', zero_division=0). Null when there is no case.
 */
export function weightedF1(counts: ConfusionCounts): number | null {
  const options = optionCount(counts)
  const columns = options + 1
  let [cases, sum] = [0, 0]
  for (let option = 0; option < options; option++) {
    let [truths, predictions] = [0, 0]
    for (let column = 0; column < columns; column++) truths += counts[option * columns + column]
    for (let row = 0; row < options; row++) predictions += counts[row * columns + option]
    cases += truths
    const hits = counts[option * columns + option]
    if (hits > 0) sum += (truths * 2 * hits) / (truths + predictions)
  }
  return cases === 0 ? null : sum / cases
}
