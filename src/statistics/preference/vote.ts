/** @file One comparison of two arms by one rater on one case, and what all estimators of preference do with a list of them. */

/** A vote. Whoever maps answers to votes decides whether "both bad" is a tie. */
export interface PairwiseVote {
  readonly case: string
  readonly rater: string
  /** Arm shown on the left, or first. */
  readonly left: string
  readonly right: string
  readonly vote: 'left' | 'right' | 'tie'
  /** Left minus right, such as the difference in length; in the order of the names given to the estimator. */
  readonly covariates?: readonly number[]
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Votes in the order of case, rater, arms and vote, so that the order of rows decides nothing, not even rounding. Throws
 * RangeError on a vote between an arm and itself.
 */
export function sortedVotes(votes: readonly PairwiseVote[]): PairwiseVote[] {
  const same = votes.find(vote => vote.left === vote.right)
  if (same) throw new RangeError(`preference: expected two different arms, got ${same.left} twice in case ${same.case}`)
  return [...votes].sort(
    (a, b) =>
      compare(a.case, b.case) ||
      compare(a.rater, b.rater) ||
      compare(a.left, b.left) ||
      compare(a.right, b.right) ||
      compare(a.vote, b.vote) ||
      compare(JSON.stringify(a.covariates ?? []), JSON.stringify(b.covariates ?? [])),
  )
}

/** Arms in the order given, or in alphabetical order. Throws RangeError when a vote names one that was not given. */
export function armsOf(votes: readonly PairwiseVote[], given?: readonly string[]): string[] {
  const named = [...new Set(votes.flatMap(vote => [vote.left, vote.right]))].sort(compare)
  if (given === undefined) return named
  const unknown = named.find(arm => !given.includes(arm))
  if (unknown !== undefined || new Set(given).size !== given.length) {
    throw new RangeError(`preference: expected different arms that include every vote's, got ${given.join(', ')}`)
  }
  return [...given]
}

/** Wins of the left arm in a vote: 1, 0, or a half for a tie. */
export function leftCredit(vote: PairwiseVote): number {
  return vote.vote === 'left' ? 1 : vote.vote === 'tie' ? 0.5 : 0
}
