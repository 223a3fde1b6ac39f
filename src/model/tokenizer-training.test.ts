import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTokenizer } from './tokenizer.ts'
import { trainTokenizer } from './tokenizer-training.ts'

interface Bpe {
  readonly model: { readonly vocab: Record<string, number>; readonly merges: (string | [string, string])[] }
}

const FIXTURES = join(import.meta.dirname, 'fixtures')
const { corpus } = JSON.parse(readFileSync(join(FIXTURES, 'texts.json'), 'utf8')) as { corpus: string[] }

function train(
  texts: readonly string[],
  vocabularySize: number,
): { vocabulary: Record<string, number>; merges: string[] } {
  const { model } = trainTokenizer(texts, vocabularySize).tokenizer as unknown as Bpe
  return {
    vocabulary: model.vocab,
    merges: model.merges.map(merge => (typeof merge === 'string' ? merge : merge.join(' '))),
  }
}

test("trainTokenizer equals the Python library's BpeTrainer: vocabulary, ids and merges", () => {
  const python = JSON.parse(readFileSync(join(FIXTURES, 'transformers-llama/tokenizer.json'), 'utf8')) as Bpe
  const { vocabulary, merges } = train(corpus, 320)
  expect(vocabulary).toEqual(python.model.vocab)
  expect(merges).toEqual(python.model.merges.map(merge => (typeof merge === 'string' ? merge : merge.join(' '))))
})

test('trainTokenizer(low lower lowest) merges the most frequent pair first, ties to the lower ids', () => {
  // Words low, Ġlower, Ġlowest. (l,o) and (o,w) occur 3 times, l has the lower id; then (lo,w) 3 times. Of the pairs
  // that occur twice, (Ġ,low) has a byte on its left and (low,e) a merge, whose id is higher; then (Ġlow,e).
  expect(train(['low lower lowest'], 400).merges).toEqual(['l o', 'lo w', 'Ġ low', 'Ġlow e'])
})

test('trainTokenizer(no texts) is the special tokens and the bytes', () => {
  const { vocabulary, merges } = train([], 1000)
  expect(Object.keys(vocabulary)).toHaveLength(261)
  expect(merges).toEqual([])
  expect(vocabulary['<|pad|>']).toBe(0)
  expect(vocabulary['<|end|>']).toBe(4)
})

test('trainTokenizer(vocabulary below the bytes) throws RangeError', () => {
  expect(() => trainTokenizer(corpus, 260)).toThrow('expected at least 261 tokens, got 260')
})

test('trainTokenizer does not depend on the order of the texts', () => {
  expect(train([...corpus].reverse(), 320)).toEqual(train(corpus, 320))
})

test('trainTokenizer shortens its own texts', () => {
  const text = corpus.join('\n')
  const length = (vocabularySize: number) => openTokenizer(trainTokenizer(corpus, vocabularySize)).encode(text).length
  expect(length(400)).toBeLessThan(0.6 * length(261))
})
