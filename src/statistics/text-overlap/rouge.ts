/** @file ROUGE: n-grams, and the longest common subsequence, that a candidate shares with a reference. */
import { clippedMatches, countNGrams } from './n-grams.ts'

/** Shares of the candidate and of the reference that are shared, and their harmonic mean (beta = 1). */
export interface Rouge {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

function rougeOf(matches: number, candidate: number, reference: number): Rouge | null {
  if (reference === 0) return null
  if (matches === 0) return { precision: 0, recall: 0, f1: 0 }
  return { precision: matches / candidate, recall: matches / reference, f1: (2 * matches) / (candidate + reference) }
}

/**
 * ROUGE-n (Lin 2004) of tokens without stemming, matches clipped at the smaller count; equals rouge_score's RougeScorer
 * (['rouge' + n], use_stemmer=False) on the same tokens. A reference shorter than n tokens gives null, where rouge_score says
 * 0; a candidate without a match gives 0. Throws RangeError unless n is a whole number above 0.
 */
export function rougeN(candidate: readonly string[], reference: readonly string[], n: number): Rouge | null {
  if (!(Number.isInteger(n) && n >= 1)) throw new RangeError(`rougeN: expected a whole n >= 1, got ${n}`)
  const matches = clippedMatches(countNGrams(candidate, n), countNGrams(reference, n))
  return rougeOf(matches, Math.max(0, candidate.length - n + 1), Math.max(0, reference.length - n + 1))
}

/** Length of the longest common subsequence. */
function commonSubsequence(a: readonly string[], b: readonly string[]): number {
  let row = new Int32Array(b.length + 1)
  for (const token of a) {
    const next = new Int32Array(b.length + 1)
    for (let j = 0; j < b.length; j++) next[j + 1] = token === b[j] ? row[j] + 1 : Math.max(row[j + 1], next[j])
    row = next
  }
  return row[b.length]
}

/**
 * ROUGE-L (Lin 2004) over the whole texts as one sequence of tokens; equals rouge_score's RougeScorer(['rougeL'],
 * use_stemmer=False) on the same tokens. An empty reference gives null, where rouge_score says 0.
 */
export function rougeL(candidate: readonly string[], reference: readonly string[]): Rouge | null {
  return rougeOf(commonSubsequence(candidate, reference), candidate.length, reference.length)
}
