/** @file Fits exemplars into the context: whole ones are left out, none is cut, and the prediction says how many. */
import type { AlignedPolicy } from '../alignment/index.ts'
import type { Engine, Message, Prompt } from '../engines/index.ts'
import type { PromptRow } from '../prompts/index.ts'

/** A prompt as it goes to the engine, and how many exemplars had to be left out of it. */
export interface FittedPrompt {
  readonly prompt: Prompt
  readonly droppedExemplars: number
}

/**
 * Puts the policy's exemplars before every case as earlier turns, leaving out the first ones where prompt and
 * `maxNewTokens` would exceed the context. A case that is too long even alone keeps none.
 */
export async function fitExemplars(
  engine: Engine,
  checkpoint: string,
  policy: AlignedPolicy,
  rows: readonly PromptRow[],
  maxNewTokens: number,
): Promise<FittedPrompt[]> {
  const messages = (row: PromptRow, dropped: number): Message[] => [
    ...policy.exemplars.slice(dropped).flatMap(({ prompt, completion }) => [...prompt, ...completion]),
    ...row.prompt,
  ]
  const dropped = new Array<number>(rows.length).fill(0)
  let open = rows.map((_, i) => i)
  while (open.length > 0 && policy.exemplars.length > 0) {
    const { tokens, contextLength } = await engine.countTokens(
      checkpoint,
      open.map(i => ({ id: rows[i].record_id, prompt: messages(rows[i], dropped[i]) })),
    )
    open = open.filter(
      (i, at) => tokens[at].prompt + maxNewTokens > contextLength && dropped[i] < policy.exemplars.length,
    )
    for (const i of open) dropped[i]++
  }
  return rows.map((row, i) => ({
    prompt: { id: row.record_id, messages: messages(row, dropped[i]) },
    droppedExemplars: dropped[i],
  }))
}
