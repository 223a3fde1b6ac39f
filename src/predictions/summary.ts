/** @file What the predictions of an arm amount to: counts for the manifest, and what a user should know of them. */
import type { StageCounts } from '../support/index.ts'
import type { Prediction } from './prediction.ts'

/** How many exemplars the prompts really held: chosen, least and median; null for a policy without exemplars. */
function countExemplars(predictions: readonly Prediction[]): { asked: number; least: number; median: number } | null {
  const used = predictions.map(({ exemplars }) => exemplars.length).sort((a, b) => a - b)
  const asked = predictions.reduce((most, found) => Math.max(most, found.exemplars.length + found.droppedExemplars), 0)
  return asked === 0 ? null : { asked, least: used[0], median: used[Math.floor(used.length / 2)] }
}

/** Sums up the predictions of one arm. `contextSetting` names what would give exemplars more room. */
export function summarise(
  predictions: readonly Prediction[],
  { maxNewTokens, contextSetting }: { readonly maxNewTokens: number; readonly contextSetting: string },
): { readonly counts: StageCounts; readonly inBrief: string; readonly notes: readonly string[] } {
  const unreadable = predictions.filter(({ plan }) => plan === null).length
  const cutAtLimit = predictions.filter(({ finish }) => finish === 'length').length
  const notes: string[] = []
  if (cutAtLimit > 0) {
    const limit = `prediction.maxNewTokens (${maxNewTokens}) or the end of the context`
    notes.push(`${cutAtLimit} of ${predictions.length} answers were cut at ${limit}`)
  }
  const exemplarsUsed = countExemplars(predictions)
  if (exemplarsUsed && exemplarsUsed.median < exemplarsUsed.asked) {
    const { asked, median } = exemplarsUsed
    notes.push(`of ${asked} exemplars, half of the prompts had room for ${median} or fewer; raise ${contextSetting}`)
  }
  return {
    counts: {
      cases: predictions.length,
      unreadable,
      cutAtLimit,
      ...(exemplarsUsed && { exemplarsUsed: { ...exemplarsUsed } }),
      promptTokens: predictions.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
      completionTokens: predictions.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
    },
    inBrief: `${unreadable} of ${predictions.length} without a readable plan`,
    notes,
  }
}
