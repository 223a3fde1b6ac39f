/** @file Whether one strength an arm explains all pairs: the deviance of Bradley-Terry against the table of pairs. */
import { chiSquaredUpperTail } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'
import { armsOf, type PairwiseVote, sortedVotes } from './vote.ts'
import { winGraphObstacle } from './win-graph.ts'
import { strengthsFromWins, winMatrix, winProbability } from './win-matrix.ts'

/**
 * Deviance against a free share in each compared pair, chi-squared with pairs - (arms - 1) df; equals R
 * deviance(glm(cbind(wins, losses) ~ 0 + arms, binomial)). It takes votes as independent, so votes that agree within a
 * case inflate it; ties are half-wins and deflate it. Without df left, or without finite strengths, not estimable.
 */
export function bradleyTerryDeviance(votes: readonly PairwiseVote[]): TestResult | NotEstimable {
  const arms = armsOf(votes)
  const n = votes.length
  const wins = winMatrix(sortedVotes(votes), arms)
  const obstacle = winGraphObstacle(arms, wins)
  if (obstacle) return notEstimable(obstacle.reason, n)
  const strengths = strengthsFromWins(wins)
  const pairs = arms.flatMap((_, i) => arms.map((_, j) => [i, j] as const)).filter(([i, j]) => i < j)
  const compared = pairs.filter(([i, j]) => wins[i][j] + wins[j][i] > 0)
  const df = compared.length - (arms.length - 1)
  if (strengths === null || df < 1) return notEstimable('no more pairs than strengths: nothing to check', n)
  let statistic = 0
  for (const [i, j] of compared) {
    const total = wins[i][j] + wins[j][i]
    for (const [a, b] of [
      [i, j],
      [j, i],
    ]) {
      const expected = total * winProbability(strengths[a], strengths[b])
      if (wins[a][b] > 0) statistic += 2 * wins[a][b] * Math.log(wins[a][b] / expected)
    }
  }
  const deviance = Math.max(0, statistic)
  const method = 'deviance of Bradley-Terry against the pair table, votes taken as independent'
  return testResult({ statistic: deviance, df, p: chiSquaredUpperTail(deviance, df), n, method })
}
