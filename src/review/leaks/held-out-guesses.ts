/** @file What a small classifier takes each text for, learned from the texts of other couples. */
import { multinomialLogistic } from '../../statistics/index.ts'
import { randomStream } from '../../support/index.ts'
import type { PlanText } from './finding.ts'
import { hashedNGrams, type NGramOptions } from './hashed-n-grams.ts'

/** How the classifier learns. */
export interface ClassifierOptions extends NGramOptions {
  readonly folds: number
  /** Inverse of the L2 penalty, as scikit-learn's C. */
  readonly c: number
}

/** Probability of each arm (in the order of names) for each text, from a fit without the text's couple. */
export interface HeldOutGuesses {
  readonly arms: readonly string[]
  readonly probabilities: readonly Float64Array[]
}

/** Steps of less than this change no rank of probabilities that matters. */
const TOLERANCE = 1e-5

/**
 * Cross-validates multinomial logistic regression by couple: all texts of a couple are held out together. Couples are dealt
 * to folds at random by seed, after their ids, so that the order of the texts decides nothing. Throws RangeError with fewer than
 * two couples.
 */
export function heldOutGuesses(texts: readonly PlanText[], options: ClassifierOptions, seed: number): HeldOutGuesses {
  const arms = [...new Set(texts.map(({ arm }) => arm))].sort()
  const couples = [...new Set(texts.map(({ coupleId }) => coupleId))].sort()
  if (couples.length < 2) throw new RangeError(`heldOutGuesses: expected two couples or more, got ${couples.length}`)
  const folds = Math.min(options.folds, couples.length)
  const dealt = randomStream(seed, 'distinguishability', 'folds').shuffle(couples)
  const foldOf = new Map(dealt.map((couple, i) => [couple, i % folds]))
  // Rows in the order of ids: a sum of floats depends on it.
  const order = texts.map((_, i) => i).sort((a, b) => (texts[a].id < texts[b].id ? -1 : 1))
  const rows = texts.map(({ text }) => hashedNGrams(text, options))
  const probabilities = new Array<Float64Array>(texts.length)
  for (let fold = 0; fold < folds; fold++) {
    const isHeldOut = (i: number) => foldOf.get(texts[i].coupleId) === fold
    const train = order.filter(i => !isHeldOut(i))
    const features = new Float64Array(train.length * options.columns)
    for (const [row, i] of train.entries()) features.set(rows[i], row * options.columns)
    const labels = Int32Array.from(train, i => arms.indexOf(texts[i].arm))
    const data = { features, columns: options.columns, labels, classes: arms.length }
    const model = multinomialLogistic(data, options.c, TOLERANCE)
    for (const i of order.filter(isHeldOut)) probabilities[i] = model.probabilities(rows[i])
  }
  return { arms, probabilities }
}
