/** @file Fits exemplars into the context: whole ones are left out, none is cut, and the prediction says how many. */
import type { Conversation, Message, Prompt, TokenCounts } from '../engines/index.ts'
import type { Exemplar, PromptRow } from '../prompts/index.ts'

/** A prompt as it goes to the engine, and which exemplars stand in it. */
export interface FittedPrompt {
  readonly prompt: Prompt
  /** Record ids of the exemplars in the prompt, in their order. */
  readonly exemplars: readonly string[]
  /** How many exemplars had to be left out for want of room. */
  readonly droppedExemplars: number
}

/** A case with its exemplars; with `enough` of them left out it fits or has none, with fewer than `least` it does not. */
interface OpenCase {
  readonly row: PromptRow
  readonly exemplars: readonly Exemplar[]
  least: number
  enough: number
  tried: number
}

function messagesOf({ row, exemplars }: OpenCase, dropped: number): Message[] {
  return [...exemplars.slice(dropped).flatMap(({ prompt, completion }) => [...prompt, ...completion]), ...row.prompt]
}

/**
 * Puts before every case the exemplars that `choose` gives for it, as earlier turns, and leaves out the first ones where
 * prompt and `maxNewTokens` would exceed the context: as few as possible, found by bisection, since counting tokens of
 * long prompts (`count`) is what this costs. A case that is too long even alone keeps none.
 */
export async function fitExemplars(
  count: (conversations: readonly Conversation[]) => Promise<TokenCounts>,
  rows: readonly PromptRow[],
  choose: (row: PromptRow) => readonly Exemplar[],
  maxNewTokens: number,
): Promise<FittedPrompt[]> {
  const cases = rows.map((row): OpenCase => {
    const exemplars = choose(row)
    // All of them are tried first: in a study with room enough, that is all there is to do.
    return { row, exemplars, least: 0, enough: exemplars.length, tried: 0 }
  })
  for (;;) {
    const open = cases.filter(({ least, enough }) => least < enough)
    if (open.length === 0) break
    const { tokens, contextLength } = await count(
      open.map(found => ({ id: found.row.record_id, prompt: messagesOf(found, found.tried) })),
    )
    for (const [at, found] of open.entries()) {
      if (tokens[at].prompt + maxNewTokens <= contextLength) found.enough = found.tried
      else found.least = found.tried + 1
      found.tried = Math.floor((found.least + found.enough) / 2)
    }
  }
  return cases.map(found => ({
    prompt: { id: found.row.record_id, messages: messagesOf(found, found.enough) },
    exemplars: found.exemplars.slice(found.enough).map(({ recordId }) => recordId),
    droppedExemplars: found.enough,
  }))
}
