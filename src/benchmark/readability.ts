/** @file How many completions of an arm could be read, and what was wrong with the others. */
import type { Prediction } from '../predictions/index.ts'
import type { Readability } from './results.ts'

const MOST_KINDS = 8

/** The kind of a parse error, which stands before its first colon; what follows may quote the completion. */
export function errorKind(message: string): string {
  return message.split(':', 1)[0].trim()
}

/** Summarises the predictions of one arm over the test cases; a case counts once per kind of fault. */
export function summariseReadability(
  arm: string,
  recordIds: readonly string[],
  predictions: ReadonlyMap<string, Prediction>,
): Readability {
  const found = recordIds.flatMap(id => predictions.get(id) ?? [])
  const unreadable = found.filter(prediction => prediction.plan === null)
  const kinds = new Map<string, number>()
  for (const { parseErrors } of unreadable) {
    for (const kind of new Set(parseErrors.map(errorKind))) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  return {
    predictor: arm,
    cases: recordIds.length,
    missing: recordIds.length - found.length,
    unreadable: unreadable.length,
    cut: found.filter(prediction => prediction.finish === 'length').length,
    droppedExemplars: found.filter(prediction => prediction.droppedExemplars > 0).length,
    errorKinds: [...kinds]
      .map(([kind, count]) => ({ kind, count }))
      .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1))
      .slice(0, MOST_KINDS),
  }
}
