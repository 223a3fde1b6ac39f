/** @file Text to token ids and back, and conversations to token ids, by a Hugging Face tokenizer.json. */
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers'
import { InputError, type Place } from '../support/index.ts'
import { type ChatMessage, compileChatTemplate } from './chat-template.ts'
import { encodesInPieces, inPieces } from './piecewise-encoding.ts'

/** What a checkpoint folder stores of its tokenizer. */
export interface TokenizerFiles {
  /** Content of tokenizer.json. */
  readonly tokenizer: Readonly<Record<string, unknown>>
  /** Content of tokenizer_config.json without the chat template. */
  readonly tokenizerConfig: Readonly<Record<string, unknown>>
  /** Jinja, as in chat_template.jinja. */
  readonly chatTemplate: string
}

/** A supervised example as tokens: the prompt with its generation prompt, then the completion. */
export interface EncodedExample {
  readonly ids: number[]
  /** The first `promptLength` ids are the prompt; the loss is taken on the rest. */
  readonly promptLength: number
}

/** A tokenizer with its chat template. */
export interface Tokenizer {
  readonly files: TokenizerFiles
  /** The highest token id plus one; a model's vocabulary may be larger, never smaller. */
  readonly vocabularySize: number
  /** The token that ends an assistant's turn, as a list because checkpoints may name several. */
  readonly endTokenIds: readonly number[]
  /** Null when the tokenizer has no padding token. */
  readonly padTokenId: number | null
  /** Ids of a text as it stands: no begin token is added, a special token's literal becomes that token. */
  encode(text: string): number[]
  /** The text of a conversation under the chat template, with the opening of an assistant's turn after it if asked. */
  render(messages: readonly ChatMessage[], addGenerationPrompt: boolean): string
  /** Spellings of the special tokens; a message must hold none. */
  readonly specialTokens: readonly string[]
  /** The text of tokens without special tokens; bytes that are not UTF-8 become U+FFFD, unknown ids nothing. */
  decode(ids: readonly number[]): string
  /** Ids of a conversation up to the point where the assistant begins. `place` says whose it is in an error. */
  encodePrompt(messages: readonly ChatMessage[], place?: Place): number[]
  /** Ids of a prompt and its completion; throws InputError when the prompt's ids are not how the whole begins. */
  encodeExample(prompt: readonly ChatMessage[], completion: readonly ChatMessage[], place?: Place): EncodedExample
}

/** The text of a token in tokenizer_config.json, which is a string or an object with `content`. */
function tokenText(value: unknown): string | null {
  if (typeof value === 'string') return value
  const content = (value as { content?: unknown } | null | undefined)?.content
  return typeof content === 'string' ? content : null
}

/** Refuses a message that spells a special token: its reader would take it for the end of the turn, or for a turn. */
function refuseSpecialTokens(
  messages: readonly ChatMessage[],
  part: string,
  specialTokens: readonly string[],
  place: Place,
): void {
  for (const [index, { content }] of messages.entries()) {
    const token = specialTokens.find(special => content.includes(special))
    if (token === undefined) continue
    throw new InputError(
      `expected text, got the special token ${token}, which the model would take for a turn marker`,
      { ...place, field: `${part}[${index}].content` },
      'remove it from the text',
    )
  }
}

/**
 * Opens a tokenizer. Throws InputError when tokenizer.json is not one that can be read, or when the end token of
 * tokenizer_config.json is not in it.
 * @param files what `trainTokenizer` returns or a checkpoint holds; @param place of tokenizer.json, for errors.
 */
export function openTokenizer(files: TokenizerFiles, place: Place = { file: 'tokenizer.json' }): Tokenizer {
  let hub: HubTokenizer
  try {
    hub = new HubTokenizer({ ...files.tokenizer }, { ...files.tokenizerConfig })
  } catch {
    throw new InputError('expected a tokenizer of Hugging Face, got something else', place, 'copy the file again')
  }
  const added = [...hub.get_added_tokens_decoder()].filter(([, token]) => token.special)
  const specialIds = new Set(added.map(([id]) => id))
  const specialTokens = added.map(([, token]) => token.content).filter(content => content !== '')
  const idOf = (key: string): number | null => {
    const text = tokenText(files.tokenizerConfig[key])
    if (text === null) return null
    const id = hub.token_to_id(text)
    if (id !== undefined) return id
    throw new InputError(`expected the ${key} of tokenizer_config.json among its tokens, got none`, place, 'add it')
  }
  const endTokenId = idOf('eos_token')
  if (endTokenId === null) {
    throw new InputError('expected an eos_token in tokenizer_config.json, got none', place, 'add the end token')
  }
  const chat = compileChatTemplate(
    files.chatTemplate,
    {
      bos_token: tokenText(files.tokenizerConfig['bos_token']),
      eos_token: tokenText(files.tokenizerConfig['eos_token']),
      pad_token: tokenText(files.tokenizerConfig['pad_token']),
    },
    place,
  )
  const encodeWhole = (text: string): number[] => hub.encode(text, { add_special_tokens: false }).ids
  const encode = encodesInPieces(files.tokenizer) ? inPieces(encodeWhole) : encodeWhole
  const encodePrompt = (messages: readonly ChatMessage[], promptPlace: Place = {}): number[] => {
    refuseSpecialTokens(messages, 'prompt', specialTokens, promptPlace)
    return encode(chat.render(messages, true))
  }
  return {
    files,
    vocabularySize: [...hub.get_vocab().values()].reduce((a, b) => Math.max(a, b)) + 1,
    endTokenIds: [endTokenId],
    padTokenId: idOf('pad_token'),
    specialTokens,
    encode,
    render: chat.render,
    decode(ids) {
      const known = ids.filter(id => !specialIds.has(id) && hub.id_to_token(id) !== undefined)
      // The library refuses an empty list, and by default "cleans up" spaces before punctuation.
      return known.length === 0 ? '' : hub.decode(known, { clean_up_tokenization_spaces: false })
    },
    encodePrompt,
    encodeExample(prompt, completion, examplePlace = {}) {
      refuseSpecialTokens(completion, 'completion', specialTokens, examplePlace)
      const promptIds = encodePrompt(prompt, examplePlace)
      const ids = encode(chat.render([...prompt, ...completion], false))
      const sharesPrompt = promptIds.every((id, i) => id === ids[i])
      if (!sharesPrompt || ids.length <= promptIds.length) {
        throw new InputError(
          `expected the prompt's ${promptIds.length} tokens at the start of the whole, got others`,
          examplePlace,
          'the completion must begin with an assistant turn, and the chat template must open it the same way each time',
        )
      }
      return { ids, promptLength: promptIds.length }
    },
  }
}
