/** @file Conversations as tokens, checked against the context: nothing is ever cut. */
import { setImmediate } from 'node:timers/promises'
import type { Tokenizer } from '../../model/index.ts'
import { InputError, InterruptedError, type Progress } from '../../support/index.ts'
import type { Example, PreferencePair, Prompt } from '../engine.ts'

/** An example as tokens, and how many of them are prompt. */
export interface EncodedCase {
  readonly id: string
  readonly ids: readonly number[]
  readonly promptLength: number
  readonly episode?: string
}

/** A prompt as tokens with completions of it; the end token belongs to a completion. */
export interface EncodedGroup {
  readonly id: string
  readonly prompt: readonly number[]
  readonly completions: readonly (readonly number[])[]
}

/** A case as a group of one completion. */
export function asGroup({ id, ids, promptLength }: EncodedCase): EncodedGroup {
  return { id, prompt: ids.slice(0, promptLength), completions: [ids.slice(promptLength)] }
}

/** What encoding needs: a policy's tokenizer and context, and where to report. */
export interface Encoding {
  readonly tokenizer: Tokenizer
  readonly contextLength: number
  readonly progress: Progress
  readonly signal: AbortSignal
}

const IDS_IN_MESSAGE = 10

/** Ids for a message: each once, the first ten and how many more there are. */
export function shortList(ids: readonly string[]): string {
  const each = [...new Set(ids)]
  const more = each.length > IDS_IN_MESSAGE ? ` and ${each.length - IDS_IN_MESSAGE} more` : ''
  return `${each.slice(0, IDS_IN_MESSAGE).join(', ')}${more}`
}

const ITEMS_BETWEEN_BREATHS = 200

async function encodeAll<Item, Encoded>(
  label: string,
  items: readonly Item[],
  { progress, signal }: Encoding,
  encode: (item: Item) => Encoded,
): Promise<Encoded[]> {
  const task = progress.begin(label, items.length)
  const encoded: Encoded[] = []
  for (const item of items) {
    encoded.push(encode(item))
    if (encoded.length % ITEMS_BETWEEN_BREATHS === 0) {
      task.update(encoded.length)
      // Lets Ctrl-C be heard.
      await setImmediate()
      if (signal.aborted) throw new InterruptedError('encoding was interrupted')
    }
  }
  task.finish()
  return encoded
}

function encodeExample(
  { tokenizer, contextLength }: Encoding,
  { id, prompt, completion, episode }: Pick<Example, 'id' | 'prompt' | 'completion' | 'episode'>,
): EncodedCase {
  const { ids, promptLength } = tokenizer.encodeExample(prompt, completion, { id })
  if (ids.length > contextLength) {
    throw new InputError(`expected at most ${contextLength} tokens, got ${ids.length}`, { id })
  }
  return { id, ids, promptLength, ...(episode !== undefined && { episode }) }
}

/**
 * Encodes every example once. Throws InputError naming the id of one that cannot be encoded or is longer than the
 * context, InterruptedError when the signal aborts.
 */
export function encodeExamples(examples: readonly Example[], encoding: Encoding): Promise<EncodedCase[]> {
  return encodeAll('encoding cases', examples, encoding, example => encodeExample(encoding, example))
}

/** Encodes pairs as groups of two, the chosen completion first; throws as `encodeExamples`, and when both are the same. */
export function encodePairs(pairs: readonly PreferencePair[], encoding: Encoding): Promise<EncodedGroup[]> {
  return encodeAll('encoding pairs', pairs, encoding, ({ id, prompt, chosen, rejected }) => {
    const [first, second] = [chosen, rejected].map(completion => encodeExample(encoding, { id, prompt, completion }))
    const completions = [first, second].map(({ ids, promptLength }) => ids.slice(promptLength))
    if (completions[0].join() === completions[1].join()) {
      throw new InputError('expected a rejected completion other than the chosen one, got the same', { id })
    }
    return { id, prompt: first.ids.slice(0, first.promptLength), completions }
  })
}

/** Encodes prompts; throws InputError naming the id of one that leaves no room for `room` more tokens. */
export function encodePrompts(
  prompts: readonly Prompt[],
  encoding: Encoding,
  room: number,
): Promise<{ id: string; ids: number[] }[]> {
  return encodeAll('encoding prompts', prompts, encoding, ({ id, messages }) => {
    const ids = encoding.tokenizer.encodePrompt(messages, { id })
    if (ids.length + room > encoding.contextLength) {
      throw new InputError(
        `expected a prompt of at most ${encoding.contextLength - room} tokens (a context of ${encoding.contextLength} with room for ${room} new ones), got ${ids.length}`,
        { id },
      )
    }
    return { id, ids }
  })
}
