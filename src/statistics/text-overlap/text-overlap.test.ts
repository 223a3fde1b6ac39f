/** @file Tokens, BLEU against sacrebleu and ROUGE against rouge_score. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BleuPair, type BleuSmoothing, corpusBleu, sentenceBleu } from './bleu.ts'
import { rougeL, rougeN } from './rouge.ts'
import { tokensOf } from './tokens.ts'

type Scores = [precision: number, recall: number, f1: number]
interface Fixture {
  pairs: {
    candidate: string[]
    reference: string[]
    rouge: { rouge1: Scores; rouge2: Scores; rougeL: Scores }
    sentence: Record<BleuSmoothing, number>
  }[]
  corpora: {
    items: BleuPair[]
    score: number
    precisions: number[]
    bp: number
    candidateLength: number
    referenceLength: number
  }[]
}
const fixture = JSON.parse(readFileSync(new URL('./fixtures/overlap.json', import.meta.url), 'utf8')) as Fixture

test('tokensOf words: lower case, decimals kept, unit apart from its number, punctuation dropped', () => {
  const text = 'GnRH-antagonist 0.25mg, day 6; FSH(10 IU/L) B12 doesn’t'
  expect(tokensOf(text, 'words')).toEqual('gnrh antagonist 0.25 mg day 6 fsh 10 iu l b12 doesn t'.split(' '))
  expect(tokensOf('FSH', 'words', true)).toEqual(['FSH'])
  expect(tokensOf(' ... ', 'words')).toEqual([])
})

test('tokensOf Chinese: characters one by one; mixed keeps Latin words and numbers whole', () => {
  expect(tokensOf('拮抗剂方案，0.25mg', 'mixed')).toEqual(['拮', '抗', '剂', '方', '案', '0.25', 'mg'])
  expect(tokensOf('用GnRH２２５单位', 'mixed')).toEqual(['用', 'gnrh225', '单', '位'])
  expect(tokensOf('FSH 偏高。', 'characters')).toEqual(['f', 's', 'h', '偏', '高'])
})

test('rougeN and rougeL equal rouge_score without stemming', () => {
  for (const { candidate, reference, rouge } of fixture.pairs) {
    const got = [rougeN(candidate, reference, 1), rougeN(candidate, reference, 2), rougeL(candidate, reference)]
    for (const [i, scores] of Object.values(rouge).entries()) {
      const { precision, recall, f1 } = got[i] ?? { precision: -1, recall: -1, f1: -1 }
      for (const [j, value] of [precision, recall, f1].entries()) expect(value).toBeCloseTo(scores[j], 12)
    }
  }
})

test('corpusBleu equals sacrebleu.corpus_bleu, and is exactly 0 where an order has no match', () => {
  for (const { items, score, precisions, bp, candidateLength, referenceLength } of fixture.corpora) {
    const got = corpusBleu(items)
    expect(got).toMatchObject({ candidateLength, referenceLength })
    expect(got?.score).toBeCloseTo(score, 12)
    expect(got?.brevityPenalty).toBeCloseTo(bp, 12)
    for (const [i, precision] of precisions.entries()) expect(got?.precisions[i]).toBeCloseTo(precision, 12)
    expect(corpusBleu([...items].reverse())?.score).toBeCloseTo(score, 12)
  }
  expect(corpusBleu(fixture.corpora[5].items)?.score).toBe(0)
})

test('sentenceBleu equals sacrebleu.sentence_bleu under each smoothing', () => {
  for (const { candidate, reference, sentence } of fixture.pairs) {
    for (const smoothing of ['none', 'exp', 'add-one'] as const) {
      expect(sentenceBleu(candidate, [reference], smoothing)?.score, smoothing).toBeCloseTo(sentence[smoothing], 12)
    }
  }
})

test('a text against itself scores 1, and no score leaves 0..1', () => {
  const tokens = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 4, maxLength: 12 })
  fc.assert(
    fc.property(tokens, tokens, (first, second) => {
      expect(corpusBleu([{ candidate: first, references: [second, first] }])?.score).toBeCloseTo(1, 12)
      expect(rougeL(first, first)).toEqual({ precision: 1, recall: 1, f1: 1 })
      const [there, back] = [rougeL(first, second), rougeL(second, first)]
      expect(there?.precision).toBe(back?.recall)
      expect(there?.f1).toBe(back?.f1)
      const score = sentenceBleu(first, [second], 'exp')?.score ?? -1
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
    }),
    { numRuns: 50, seed: 1 },
  )
})

test('the closest reference length is the shorter of two that are equally near', () => {
  const candidate = ['a', 'b', 'c', 'd']
  const references = [
    ['a', 'b', 'c', 'd', 'e', 'f'],
    ['a', 'b'],
  ]
  expect(sentenceBleu(candidate, references, 'none')?.referenceLength).toBe(2)
})

test('an empty candidate scores 0; an empty reference gives null; no references are refused', () => {
  expect(sentenceBleu([], [['a']], 'exp')).toMatchObject({ score: 0, brevityPenalty: 0 })
  expect(rougeL([], ['a'])).toEqual({ precision: 0, recall: 0, f1: 0 })
  expect([corpusBleu([]), sentenceBleu(['a'], [[]], 'none'), rougeL(['a'], []), rougeN(['a'], ['a'], 2)]).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect(() => sentenceBleu(['a'], [], 'none')).toThrow(RangeError)
  expect(() => rougeN(['a'], ['a'], 0)).toThrow(RangeError)
})
