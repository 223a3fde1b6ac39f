import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatMessage } from './chat-template.ts'
import { loadTokenizer } from './checkpoint.ts'
import { encodesInPieces } from './piecewise-encoding.ts'
import { openTokenizer } from './tokenizer.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')
const readFixture = <T>(file: string): T => JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as T
const { texts, conversations } = readFixture<{ texts: string[]; conversations: ChatMessage[][] }>('texts.json')

interface Expected {
  readonly texts: readonly (readonly number[])[]
  readonly conversations: readonly { readonly promptIds: readonly number[]; readonly ids: readonly number[] }[]
}

describe.each(['qwen2', 'qwen3', 'llama3'])('a tokenizer and template as those of %s', kind => {
  const folder = join('foreign-tokenizers', kind)
  const tokenizer = loadTokenizer(join(FIXTURES, folder))
  const expected = readFixture<Expected>(join(folder, 'expected.json'))

  test('encode equals Transformers on awkward texts', () => {
    expect(texts.map(text => tokenizer.encode(text))).toEqual(expected.texts)
  })

  test('prompts and whole conversations equal apply_chat_template', () => {
    expect(
      conversations.map(messages => ({
        promptIds: tokenizer.encode(tokenizer.render(messages.slice(0, -1), true)),
        ids: tokenizer.encode(tokenizer.render(messages, false)),
      })),
    ).toEqual(expected.conversations)
  })
})

/** Texts of the kinds that the cuts could get wrong: spaces, line ends, marks, digits, scripts, and added tokens. */
const awkward = fc
  .array(
    fc
      .constantFrom(
        ' ',
        '  ',
        '\n',
        '\n\n',
        '\r\n',
        '\t',
        '\u00a0',
        '\u0301',
        'a',
        'AMH',
        "'s",
        "'LL",
        '12',
        '3456',
        '.',
      ) //
      .chain(part => fc.constantFrom(part, `${part} `, ` ${part}`)),
    { maxLength: 12 },
  )
  .map(parts => parts.join(''))
const any = fc.oneof(
  awkward,
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(...texts),
  awkward.map(text => `${text}<|im_end|>${text}<|user|>${text}`),
)

describe.each(['bedside-llama', 'foreign-tokenizers/qwen3', 'foreign-tokenizers/llama3'])('%s in pieces', folder => {
  const { tokenizer: json, tokenizerConfig } = loadTokenizer(join(FIXTURES, folder)).files
  const byBytes = {
    ...json,
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
  }

  test.each([
    ['as it is', json],
    ["with GPT-2's pattern", byBytes],
  ])('encode equals the library on the whole text, %s', (_, content) => {
    expect(encodesInPieces(content)).toBe(true)
    const hub = new HubTokenizer({ ...content }, { ...tokenizerConfig })
    const { encode } = openFrom(content)
    fc.assert(
      fc.property(any, any, (a, b) => {
        const text = a + b
        // Twice: computed, and remembered.
        const whole = hub.encode(text, { add_special_tokens: false }).ids
        expect(encode(text)).toEqual(whole)
        expect(encode(text)).toEqual(whole)
      }),
      { numRuns: 300 },
    )
  })

  function openFrom(content: Readonly<Record<string, unknown>>) {
    return openTokenizer({ tokenizer: content, tokenizerConfig, chatTemplate: '{{ messages }}' })
  }
})

test('encodesInPieces: not where a token eats spaces, or where the split is of another kind', () => {
  const { tokenizer: json } = loadTokenizer(join(FIXTURES, 'foreign-tokenizers/llama3')).files
  const added = json['added_tokens'] as readonly Record<string, unknown>[]
  expect(encodesInPieces({ ...json, added_tokens: [{ ...added[0], lstrip: true }] })).toBe(false)
  expect(encodesInPieces({ ...json, pre_tokenizer: { type: 'Metaspace' } })).toBe(false)
  expect(encodesInPieces({ ...json, pre_tokenizer: null })).toBe(false)
  expect(encodesInPieces({ ...json, normalizer: { type: 'NFKC' } })).toBe(false)
})
