/** @file The three rates that are all called "win rate", each by its name, and the tie rate. */
import { studentQuantile } from '../distributions/index.ts'
import { type Estimate, estimated, notEstimable } from '../estimate.ts'
import { armsOf, leftCredit, type PairwiseVote, sortedVotes } from './vote.ts'

/** A share of votes. */
export interface Rate {
  /** Wins, where ties may count a half. */
  readonly credit: number
  readonly of: number
  /** The share with an interval by case; n is `of`. */
  readonly estimate: Estimate
}

/** Rates of one arm. Rates of different names must not be compared. */
export interface ArmWinRates {
  readonly arm: string
  /** (wins + ties / 2) / own comparisons. */
  readonly ownComparisonsTiesHalf: Rate
  /** wins / (wins + losses). */
  readonly ownComparisonsWithoutTies: Rate
  /**
   * wins / wins of all arms; these add up to 1 and are at most 2 / arms in a complete round robin. Not estimable where one arm was
   * compared with more arms than another: it then wins more often by design.
   */
  readonly shareOfAllWins: Rate
  /** ties / own comparisons. */
  readonly ties: Rate
}

/** Rates of all arms, and of ties among all votes. */
export interface WinRates {
  readonly arms: readonly ArmWinRates[]
  readonly ties: Rate
}

/** A ratio of two sums over votes, with a linearised standard error over cases. */
function rate(
  votes: readonly PairwiseVote[],
  creditOf: (vote: PairwiseVote) => number,
  counts: (vote: PairwiseVote) => boolean,
  level: number,
): Rate {
  const byCase = new Map<string, { credit: number; of: number }>()
  for (const vote of votes) {
    if (!counts(vote)) continue
    const own = byCase.get(vote.case) ?? { credit: 0, of: 0 }
    own.credit += creditOf(vote)
    own.of++
    byCase.set(vote.case, own)
  }
  const cases = [...byCase.values()]
  const credit = cases.reduce((sum, own) => sum + own.credit, 0)
  const of = cases.reduce((sum, own) => sum + own.of, 0)
  const refused = (reason: string): Rate => ({ credit, of, estimate: notEstimable(reason, of) })
  if (of === 0) return refused('no votes')
  if (cases.length < 2) return refused('fewer than two cases')
  const value = credit / of
  // Credits are halves, so deviations that are 0 are exactly 0 only in whole numbers: credit * of' - of * credit'.
  if (cases.every(own => own.credit * of === credit * own.of)) return refused('no variation between cases')
  const squares = cases.reduce((sum, own) => sum + (own.credit - value * own.of) ** 2, 0)
  const standardError = Math.sqrt((squares * cases.length) / (cases.length - 1)) / of
  const half = studentQuantile((1 + level) / 2, cases.length - 1) * standardError
  const limits = [Math.max(0, value - half), Math.min(1, value + half)] as const
  const method = `ratio over votes, cluster-robust by case (G = ${cases.length}), t`
  return { credit, of, estimate: estimated(value, limits, level, of, method) }
}

/** How many arms each arm was compared with, in words, where these numbers differ; null where they do not. */
function unequalOpponents(votes: readonly PairwiseVote[], arms: readonly string[]): string | null {
  const opponents = new Map(arms.map(arm => [arm, new Set<string>()]))
  for (const { left, right } of votes) {
    opponents.get(left)?.add(right)
    opponents.get(right)?.add(left)
  }
  const compared = [...opponents].filter(([, others]) => others.size > 0)
  if (new Set(compared.map(([, others]) => others.size)).size < 2) return null
  const numbers = compared.map(([arm, others]) => `${arm} with ${others.size}`).join(', ')
  return `arms were compared with different numbers of arms (${numbers}), and shares of all wins follow from that`
}

/**
 * Pooled over votes: each arm's three win rates and its tie rate, and the tie rate overall, with intervals cut to 0..1
 * that allow votes of one case to agree; they equal R lm(credit ~ 1) with sandwich::vcovCL(cluster = case, type = 'HC0')
 * and t of G - 1 df. With fewer than two cases, or no variation between cases, the estimate is not estimable and the
 * counts remain. Throws RangeError on a vote of an arm that was not given.
 */
export function winRates(votes: readonly PairwiseVote[], arms?: readonly string[], level = 0.95): WinRates {
  const sorted = sortedVotes(votes)
  const winner = (vote: PairwiseVote) => (vote.vote === 'tie' ? null : vote[vote.vote])
  const isTie = (vote: PairwiseVote) => (vote.vote === 'tie' ? 1 : 0)
  const known = armsOf(votes, arms)
  const unequal = unequalOpponents(votes, known)
  const comparable = (share: Rate): Rate =>
    unequal === null || share.of === 0 ? share : { ...share, estimate: notEstimable(unequal, share.of) }
  return {
    arms: known.map(arm => {
      const own = (vote: PairwiseVote) => vote.left === arm || vote.right === arm
      const won = (vote: PairwiseVote) => (winner(vote) === arm ? 1 : 0)
      const credit = (vote: PairwiseVote) => (vote.left === arm ? leftCredit(vote) : 1 - leftCredit(vote))
      return {
        arm,
        ownComparisonsTiesHalf: rate(sorted, credit, own, level),
        ownComparisonsWithoutTies: rate(sorted, won, vote => own(vote) && isTie(vote) === 0, level),
        shareOfAllWins: comparable(rate(sorted, won, vote => isTie(vote) === 0, level)),
        ties: rate(sorted, isTie, own, level),
      }
    }),
    ties: rate(sorted, isTie, () => true, level),
  }
}
