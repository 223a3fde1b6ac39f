/** @file How stable the order of the arms is when cases are drawn anew: a cluster bootstrap of Bradley-Terry ranks. */
import { randomStream } from '../../support/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { midranks } from '../ranks/midranks.ts'
import { FEWEST_CLUSTERS } from '../resampling/cluster-bootstrap.ts'
import {
  type CaseWins,
  EQUAL_STRENGTH,
  type FirstPlaceRemoval,
  firstPlaceRemoval,
  sumOfWins,
} from './first-place-removal.ts'
import { armsOf, type PairwiseVote, sortedVotes } from './vote.ts'
import { smoothedStrengths, strengthsFromWins, type WinMatrix, winMatrix } from './win-matrix.ts'

/** One arm's place. Equal strengths share the mean of their ranks. */
export interface ArmRank {
  readonly arm: string
  /** On the data, 1 is best. */
  readonly rank: number
  /** Share of resamples in which the arm is first; a shared first place counts by its part. */
  readonly first: number
  /** The ranks that hold the middle `level` of the resamples. */
  readonly rankInterval: readonly [number, number]
}

/** The order of the arms, never without how far it can be trusted. */
export interface RankStability {
  readonly arms: readonly ArmRank[]
  /** Share of resamples in which the first arm is above the second; equal strengths count a half. */
  readonly pairs: readonly { readonly first: string; readonly second: string; readonly above: number }[]
  /** Null when no removal of cases puts another arm first. */
  readonly removal: FirstPlaceRemoval | null
  /** Votes. */
  readonly n: number
  readonly cases: number
  readonly resamples: number
  /** Resamples without finite strengths, ordered with half a win added in both directions of every pair. */
  readonly smoothed: number
  readonly level: number
  readonly method: string
}

/** How to resample. */
export interface RankStabilityOptions {
  readonly arms?: readonly string[]
  readonly seed: number
  /** Name of the random stream. */
  readonly stream: readonly (string | number)[]
  readonly resamples: number
  readonly level?: number
}

/** Ranks from the strongest, equal within rounding of the fit. */
function ranksOf(wins: WinMatrix): { ranks: number[]; finite: boolean } {
  const finite = strengthsFromWins(wins)
  const strengths = finite ?? smoothedStrengths(wins)
  return {
    ranks: [...midranks(strengths.map(own => -Math.round(own / EQUAL_STRENGTH)))],
    finite: finite !== null,
  }
}

/** Smallest and largest rank after at most (1 - level) / 2 of the resamples are cut off at each end. */
function middle(ranks: readonly number[], level: number): readonly [number, number] {
  const sorted = [...ranks].sort((a, b) => a - b)
  const cut = Math.floor(((1 - level) / 2) * sorted.length + 1e-9)
  return [sorted[cut], sorted[sorted.length - 1 - cut]]
}

/**
 * Draws cases with replacement and refits Bradley-Terry (ties as half-wins) each time: shares of resamples in which an
 * arm is first, interval of its rank, share in which each arm is above each other; with the greedy removal of cases
 * that flips the first place. Checked against an enumeration of all resamples in Python. Fewer than 10 cases or fewer
 * than two arms are not estimable. Throws RangeError unless at least one resample is asked for.
 */
export function rankStability(
  votes: readonly PairwiseVote[],
  options: RankStabilityOptions,
): RankStability | NotEstimable {
  const { seed, stream, resamples, level = 0.95 } = options
  if (!(Number.isInteger(resamples) && resamples > 0)) {
    throw new RangeError(`rankStability: expected at least one resample, got ${resamples}`)
  }
  const arms = armsOf(votes, options.arms)
  const sorted = sortedVotes(votes)
  const byCase = new Map<string, PairwiseVote[]>()
  for (const vote of sorted) {
    const own = byCase.get(vote.case)
    if (own) own.push(vote)
    else byCase.set(vote.case, [vote])
  }
  const n = sorted.length
  const cases = [...byCase].map(([name, own]): CaseWins => ({ case: name, wins: winMatrix(own, arms) }))
  if (arms.length < 2) return notEstimable('fewer than two arms', n)
  if (cases.length < FEWEST_CLUSTERS) return notEstimable(`fewer than ${FEWEST_CLUSTERS} cases (${cases.length})`, n)
  const random = randomStream(seed, 'rank-stability', ...stream)
  const first = arms.map(() => 0)
  const above = arms.map(() => arms.map(() => 0))
  const ranks = arms.map(() => [] as number[])
  let smoothed = 0
  for (let resample = 0; resample < resamples; resample++) {
    const drawn = cases.map(() => cases[random.integer(cases.length)])
    const found = ranksOf(sumOfWins(drawn, arms.length))
    if (!found.finite) smoothed++
    const best = Math.min(...found.ranks)
    const leaders = found.ranks.filter(rank => rank === best).length
    for (const [i, rank] of found.ranks.entries()) {
      ranks[i].push(rank)
      if (rank === best) first[i] += 1 / leaders
      for (const [j, other] of found.ranks.entries()) above[i][j] += rank < other ? 1 : rank === other ? 0.5 : 0
    }
  }
  const observed = ranksOf(sumOfWins(cases, arms.length)).ranks
  return {
    arms: arms.map((arm, i) => ({
      arm,
      rank: observed[i],
      first: first[i] / resamples,
      rankInterval: middle(ranks[i], level),
    })),
    pairs: arms.flatMap((one, i) =>
      arms.slice(i + 1).map((second, offset) => ({ first: one, second, above: above[i][i + 1 + offset] / resamples })),
    ),
    removal: firstPlaceRemoval(cases, arms),
    n,
    cases: cases.length,
    resamples,
    smoothed,
    level,
    method: `cluster bootstrap by case of Bradley-Terry ranks (B = ${resamples})`,
  }
}
