/** @file The design of a model of paired comparisons: what each vote says about which parameter. */
import type { PairwiseVote } from './vote.ts'

/** What enters a model of strengths beside the arms. */
export interface StrengthOptions {
  /** Order of the arms in the result; alphabetical when left out. */
  readonly arms?: readonly string[]
  /** Adds an effect of being shown on the left. */
  readonly position?: boolean
  /** Names of the covariates of each vote (left minus right). */
  readonly covariates?: readonly string[]
  /** Confidence level, 0.95 when left out. */
  readonly level?: number
}

/** Rows of a linear predictor of left against right. The first arm is the reference and has no column. */
export interface PairDesign {
  readonly rows: readonly (readonly number[])[]
  readonly columns: number
  /** Column of the position effect, or -1. */
  readonly position: number
  /** Column of the first covariate. */
  readonly covariates: number
}

/** Columns: arms but the first, then position, then covariates. Throws RangeError on covariates that do not fit. */
export function pairDesign(
  votes: readonly PairwiseVote[],
  arms: readonly string[],
  options: StrengthOptions,
): PairDesign {
  const names = options.covariates ?? []
  const position = options.position ? arms.length - 1 : -1
  const covariates = Math.max(0, arms.length - 1) + (options.position ? 1 : 0)
  const place = new Map(arms.map((arm, i) => [arm, i]))
  const rows = votes.map(vote => {
    const own = vote.covariates ?? []
    if (own.length !== names.length || !own.every(Number.isFinite)) {
      throw new RangeError(`preference: expected ${names.length} finite covariates a vote, got ${own.length}`)
    }
    const row = new Array<number>(covariates + names.length).fill(0)
    const [left, right] = [place.get(vote.left) ?? 0, place.get(vote.right) ?? 0]
    if (left > 0) row[left - 1] = 1
    if (right > 0) row[right - 1] = -1
    if (position >= 0) row[position] = 1
    for (const [k, value] of own.entries()) row[covariates + k] = value
    return row
  })
  return { rows, columns: covariates + names.length, position, covariates }
}
