/** @file BLEU: precision of n-grams against references, of a corpus and of a sentence. */
import { clippedMatches, countNGrams } from './n-grams.ts'

/** A candidate and the texts that it is compared with, as tokens. */
export interface BleuPair {
  readonly candidate: readonly string[]
  /** At least one. */
  readonly references: readonly (readonly string[])[]
}

/** The score with what it is made of. */
export interface Bleu {
  /** 0 to 1: the brevity penalty times the geometric mean of the precisions. */
  readonly score: number
  /** Of each order from 1; smoothed where the method says so. */
  readonly precisions: readonly number[]
  readonly brevityPenalty: number
  readonly candidateLength: number
  /** Of the closest references. */
  readonly referenceLength: number
  readonly method: string
}

/**
 * What an order without a match counts: nothing (`none`); 1 / (2^i matches of its total), i counting such orders (`exp`, NIST's
 * mteval, Chen and Cherry's method 3); or every order above 1 has one match and one n-gram more (`add-one`, Lin and Och 2004).
 */
export type BleuSmoothing = 'none' | 'exp' | 'add-one'

const ORDERS = 4

/** The length nearest to the candidate's, the shorter of two. */
function closestLength(candidate: number, references: readonly (readonly string[])[]): number {
  return references
    .map(({ length }) => length)
    .reduce((best, length) => {
      const [own, other] = [Math.abs(length - candidate), Math.abs(best - candidate)]
      return own < other || (own === other && length < best) ? length : best
    })
}

/** For each n-gram the most that any reference has. */
function mostNGrams(references: readonly (readonly string[])[], n: number): Map<string, number> {
  const most = new Map<string, number>()
  for (const reference of references) {
    for (const [gram, count] of countNGrams(reference, n)) most.set(gram, Math.max(count, most.get(gram) ?? 0))
  }
  return most
}

function smoothedPrecisions(matches: readonly number[], totals: readonly number[], smoothing: BleuSmoothing): number[] {
  let halvings = 1
  return matches.map((match, i) => {
    const total = totals[i]
    if (smoothing === 'add-one' && i > 0) return (match + 1) / (total + 1)
    if (total === 0) return 0
    if (smoothing === 'exp' && match === 0) {
      halvings *= 2
      return 1 / (halvings * total)
    }
    return match / total
  })
}

function bleuOf(name: string, pairs: readonly BleuPair[], smoothing: BleuSmoothing): Bleu | null {
  if (pairs.some(({ references }) => references.length === 0))
    throw new RangeError(`${name}: expected references, got none`)
  const matches = new Array<number>(ORDERS).fill(0)
  const totals = new Array<number>(ORDERS).fill(0)
  let [candidateLength, referenceLength] = [0, 0]
  for (const { candidate, references } of pairs) {
    candidateLength += candidate.length
    referenceLength += closestLength(candidate.length, references)
    for (let i = 0; i < ORDERS; i++) {
      totals[i] += Math.max(0, candidate.length - i)
      matches[i] += clippedMatches(countNGrams(candidate, i + 1), mostNGrams(references, i + 1))
    }
  }
  if (referenceLength === 0) return null
  const precisions = smoothedPrecisions(matches, totals, smoothing)
  const brevityPenalty =
    candidateLength === 0 ? 0 : candidateLength >= referenceLength ? 1 : Math.exp(1 - referenceLength / candidateLength)
  // Smoothing does not make something of no match at all.
  const isZero = matches[0] === 0 || precisions.includes(0)
  const logMean = precisions.reduce((sum, precision) => sum + Math.log(precision) / ORDERS, 0)
  return {
    score: isZero ? 0 : brevityPenalty * Math.exp(logMean),
    precisions,
    brevityPenalty,
    candidateLength,
    referenceLength,
    method: `BLEU-${ORDERS}, closest reference length, smoothing ${smoothing}`,
  }
}

/**
 * BLEU-4 of a corpus (Papineni et al. 2002): clipped matches and n-grams pooled over all pairs, closest reference lengths, no
 * smoothing, so exactly 0 where an order has no match; equals sacrebleu.corpus_bleu(tokenize='none', smooth_method='none',
 * force=True).score / 100 on the same tokens. Null without a token in the references. Throws RangeError on a pair without
 * references.
 */
export function corpusBleu(pairs: readonly BleuPair[]): Bleu | null {
  return bleuOf('corpusBleu', pairs, 'none')
}

/**
 * BLEU-4 of one text with a named smoothing; equals sacrebleu.sentence_bleu(tokenize='none', smooth_method=...,
 * use_effective_order=False).score / 100, whose name for `add-one` is 'add-k' with smooth_value=1. A text shorter than four
 * tokens scores 0, except under `add-one`. Null and RangeError as in `corpusBleu`.
 */
export function sentenceBleu(
  candidate: readonly string[],
  references: readonly (readonly string[])[],
  smoothing: BleuSmoothing,
): Bleu | null {
  return bleuOf('sentenceBleu', [{ candidate, references }], smoothing)
}
