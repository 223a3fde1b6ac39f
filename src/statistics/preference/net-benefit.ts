/** @file The net benefit of one arm over another: the mean over cases of the case's mean vote. */
import { studentQuantile } from '../distributions/index.ts'
import { type Estimate, estimated, notEstimable } from '../estimate.ts'
import { type PairwiseVote, sortedVotes } from './vote.ts'

/** One case's mean vote: 1 when every vote is for the first arm, -1 for the second. */
export interface CaseVote {
  readonly case: string
  readonly votes: number
  readonly mean: number
}

/** The net benefit with what a bootstrap or a sign flip by case needs. */
export interface NetBenefit {
  readonly first: string
  readonly second: string
  /** In the order of the case ids; resample or flip these. */
  readonly cases: readonly CaseVote[]
  /** Variance of the mean over cases: the sample variance of the case means (divisor G - 1) by G; null under two cases. */
  readonly variance: number | null
  /** Of the mean, with Student's t and G - 1 df; n is the number of cases. */
  readonly estimate: Estimate
}

/**
 * Mean over cases of the case-mean vote (+1 first arm, 0 tie, -1 second arm) with a t interval over cases cut to -1..1;
 * equals R t.test(caseMeans)$conf.int. Votes on other arms are left out. Fewer than two cases, or no variation between
 * cases (where a t interval would claim no error at all), are not estimable; the case means are there in any case.
 */
export function netBenefit(votes: readonly PairwiseVote[], first: string, second: string, level = 0.95): NetBenefit {
  const sums = new Map<string, { votes: number; sum: number }>()
  for (const vote of sortedVotes(votes)) {
    const side =
      vote.left === first && vote.right === second ? 1 : vote.left === second && vote.right === first ? -1 : 0
    if (side === 0) continue
    const own = sums.get(vote.case) ?? { votes: 0, sum: 0 }
    own.votes++
    own.sum += side * (vote.vote === 'left' ? 1 : vote.vote === 'right' ? -1 : 0)
    sums.set(vote.case, own)
  }
  const cases = [...sums].map(([name, own]) => ({ case: name, votes: own.votes, mean: own.sum / own.votes }))
  const n = cases.length
  const named = { first, second, cases }
  if (n === 0) return { ...named, variance: null, estimate: notEstimable('no votes on this pair', 0) }
  const mean = cases.reduce((sum, own) => sum + own.mean, 0) / n
  if (n < 2) return { ...named, variance: null, estimate: notEstimable('fewer than two cases', n) }
  const variance = cases.reduce((sum, own) => sum + (own.mean - mean) ** 2, 0) / (n - 1) / n
  if (cases.every(own => own.mean === cases[0].mean)) {
    const reason = `every case has the mean vote ${cases[0].mean}: no variation to judge an error by`
    return { ...named, variance: 0, estimate: notEstimable(reason, n) }
  }
  const half = studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance)
  const limits = [Math.max(-1, mean - half), Math.min(1, mean + half)] as const
  return { ...named, variance, estimate: estimated(mean, limits, level, n, 'mean of case means, t over cases') }
}
