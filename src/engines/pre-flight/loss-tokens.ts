/** @file Which share of the tokens is learnt from. */
import type { Finding } from './finding.ts'
import type { RowTokens } from './row-tokens.ts'

/** Tokens of completions, and of all, over the training rows; DPO's prompts count twice, as they are computed. */
export function lossTokens(counted: readonly RowTokens[]): { readonly loss: number; readonly all: number } {
  let [loss, all] = [0, 0]
  for (const { row, prompt, completions } of counted) {
    if (row.split !== 'train') continue
    for (const { whole, goesOn } of completions) {
      all += whole
      if (goesOn) loss += whole - prompt
    }
  }
  return { loss, all }
}

/** Below this share, most of the work of a training is spent on prompts. */
const SMALL_SHARE = 0.05

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** The share of tokens that enter the loss; a warning below 5 %. `learnsAll`: every token is learnt, as in pretraining. */
export function checkLossTokens(counted: readonly RowTokens[], learnsAll: boolean): readonly Finding[] {
  const { loss, all } = lossTokens(counted)
  // Prompts alone: what will be learnt is drawn in training.
  if (all === 0) return []
  if (learnsAll) {
    return [
      { severity: 'note', check: 'loss-tokens', says: `all ${all} tokens of training enter the loss`, records: [] },
    ]
  }
  const says = `${loss} of ${all} tokens of training (${percent(loss / all)}) enter the loss: those of completions`
  if (loss / all >= SMALL_SHARE) return [{ severity: 'note', check: 'loss-tokens', says, records: [] }]
  const advice = 'the rest is prompt; shorter prompts (prompts.values: notable, prompts.options: unlisted) train faster'
  return [{ severity: 'warning', check: 'loss-tokens', says: `${says}; ${advice}`, records: [] }]
}
