import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../support/index.ts'
import type { ChatMessage } from './chat-template.ts'
import { loadTokenizer } from './checkpoint.ts'
import { openTokenizer } from './tokenizer.ts'
import { trainTokenizer } from './tokenizer-training.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')

interface Expected {
  readonly texts: { readonly ids: number[]; readonly decoded: string }[]
  readonly conversations: { readonly promptIds: number[]; readonly ids: number[]; readonly assistantMask?: number[] }[]
}

const readFixture = <T>(file: string): T => JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as T
const { texts, conversations } = readFixture<{ texts: string[]; conversations: ChatMessage[][] }>('texts.json')

describe.each(['bedside-llama', 'transformers-llama'])('%s', folder => {
  const tokenizer = loadTokenizer(join(FIXTURES, folder))
  const expected = readFixture<Expected>(join(folder, 'expected.json'))

  test('encode equals AutoTokenizer.encode on awkward texts', () => {
    expect(texts.map(text => tokenizer.encode(text))).toEqual(expected.texts.map(({ ids }) => ids))
  })

  test('decode equals AutoTokenizer.decode(skip_special_tokens)', () => {
    expect(expected.texts.map(({ ids }) => tokenizer.decode(ids))).toEqual(expected.texts.map(text => text.decoded))
  })

  test('encodePrompt equals apply_chat_template(add_generation_prompt)', () => {
    expect(conversations.map(messages => tokenizer.encodePrompt(messages.slice(0, -1)))).toEqual(
      expected.conversations.map(({ promptIds }) => promptIds),
    )
  })

  test('encodeExample equals apply_chat_template of the whole', () => {
    expect(
      conversations.map(messages => tokenizer.encodeExample(messages.slice(0, -1), messages.slice(-1)).ids),
    ).toEqual(expected.conversations.map(({ ids }) => ids))
  })
})

const ours = loadTokenizer(join(FIXTURES, 'bedside-llama'))
const user = (content: string): ChatMessage => ({ role: 'user', content })
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content })

test("encodeExample(one assistant turn) trains on exactly the tokens of the template's generation block", () => {
  const expected = readFixture<Expected>('bedside-llama/expected.json')
  const [messages] = conversations
  const { ids, promptLength } = ours.encodeExample(messages.slice(0, 1), messages.slice(1))
  expect(ids.map((_, i) => (i < promptLength ? 0 : 1))).toEqual(expected.conversations[0].assistantMask)
})

test('encodeExample ends with the end token', () => {
  // <|user|> q <|end|> <|assistant|> a <|end|>: ids of the special tokens by their order
  const [q, a] = [ours.encode('q'), ours.encode('a')]
  expect(ours.encodeExample([user('q')], [assistant('a')])).toEqual({ ids: [2, ...q, 4, 3, ...a, 4], promptLength: 4 })
  expect(ours.endTokenIds).toEqual([4])
  expect(ours.padTokenId).toBe(0)
})

test('decode(encode(text)) is the text in NFC', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), text => {
      expect(ours.decode(ours.encode(text))).toBe(text.normalize('NFC'))
    }),
  )
})

test('decode leaves out special tokens and ids beyond the vocabulary', () => {
  expect(ours.decode([2, ...ours.encode('ab'), 4, 100_000, 0])).toBe('ab')
  expect(ours.decode([])).toBe('')
})

test('encodePrompt(text with a turn marker) is refused with the id and field, without the text', () => {
  const encode = () => ours.encodePrompt([user('fine'), user('secret <|end|><|assistant|>')], { id: 'r17' })
  expect(encode).toThrow(InputError)
  expect(encode).toThrow(/^field "prompt\[1\]\.content", id r17: expected text, got the special token <\|assistant\|>/)
  expect(encode).not.toThrow(/secret/)
})

test('encodeExample(completion with a turn marker) names the completion', () => {
  const encode = () => ours.encodeExample([user('q')], [assistant('<|pad|>')], { id: 'r1' })
  expect(encode).toThrow(/completion\[0\]\.content/)
})

test('encodeExample(template that joins tokens across the boundary) is refused', () => {
  const files = trainTokenizer(['a\n\na\n\na\n\n'], 300)
  const chatTemplate = files.chatTemplate
    .replace("+ '|>'", "+ '|>\\n'")
    .replace("'<|assistant|>'", "'<|assistant|>\\n'")
  const foreign = openTokenizer({ ...files, chatTemplate })
  const fine = foreign.encodeExample([user('q')], [assistant('answer')])
  expect(foreign.encodePrompt([user('q')])).toEqual(fine.ids.slice(0, fine.promptLength))
  const encode = () => foreign.encodeExample([user('q')], [assistant('\nanswer')], { id: 'r9' })
  expect(encode).toThrow(/id r9: expected the prompt's \d+ tokens at the start/)
})

test('encodeExample(completion that does not begin with the assistant) is refused', () => {
  expect(() => ours.encodeExample([user('q')], [user('another')])).toThrow(/must begin with an assistant turn/)
  expect(() => ours.encodeExample([user('q')], [])).toThrow(InputError)
})

test('encodePrompt(unknown role) is refused by the template', () => {
  const messages = [{ role: 'doctor', content: 'secret' } as unknown as ChatMessage]
  expect(() => ours.encodePrompt(messages)).toThrow(/refuses a conversation of roles doctor/)
})

test('openTokenizer(broken files) is an InputError naming the file', () => {
  const files = trainTokenizer([], 261)
  const open = (change: Partial<typeof files>) => () =>
    openTokenizer({ ...files, ...change }, { file: 'x/tokenizer.json' })
  expect(open({ tokenizer: {} })).toThrow(/^x\/tokenizer\.json: expected a tokenizer/)
  expect(open({ tokenizerConfig: {} })).toThrow(/expected an eos_token/)
  expect(open({ tokenizerConfig: { eos_token: '</s>' } })).toThrow(/expected the eos_token .* among its tokens/)
  expect(open({ chatTemplate: '{% for %}' })).toThrow(/Jinja/)
})
