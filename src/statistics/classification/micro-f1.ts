/** @file Micro-averaged F1 over the declared options of a decision. */
import { type ConfusionCounts, optionCount } from './confusion-table.ts'

/**
 * F1 = 2 TP / (2 TP + FP + FN) of the hits, false alarms and misses of all declared options together; equals
 * sklearn.metrics.f1_score(y, yhat, labels=options, average='micro'). A case without a usable prediction is a miss and no
 * false alarm, so without any such case it is the accuracy. Null when there is no case.
 */
export function microF1(counts: ConfusionCounts): number | null {
  const options = optionCount(counts)
  const columns = options + 1
  let [cases, predictions, hits] = [0, 0, 0]
  for (let option = 0; option < options; option++) {
    hits += counts[option * columns + option]
    for (let column = 0; column < columns; column++) {
      const count = counts[option * columns + column]
      cases += count
      if (column < options) predictions += count
    }
  }
  return cases === 0 ? null : (2 * hits) / (cases + predictions)
}
