/** @file How each question of a plan is answered: the pairs of values by case, and the test that belongs to it. */
import { type SignedRankResult, wilcoxonSignedRankTest } from '../statistics/index.ts'
import type { Preference, Rating } from '../review/index.ts'
import {
  byCase,
  mean,
  NOBODY_COMPARED,
  NOBODY_RATED,
  netBenefitPairs,
  netBenefitStream,
  votesBetween,
  withoutNoise,
} from './case-votes.ts'
import type { AnalysisSettings, Direction, Finding } from './finding.ts'
import type { Outcomes } from './outcomes.ts'
import { type CasePair, type Comparison, comparePairs } from './paired-comparison.ts'

/** One comparison that is asked for, by the plan or because every pair is looked at. */
export type Asked = { readonly first: string; readonly second: string } & {
  readonly direction?: Direction
  readonly margin?: number
  /** Number of hypotheses of its family; left out of what the plan does not ask. */
  readonly familySize?: number
} & (
    | { readonly question: 'benchmark'; readonly layer: string; readonly measure: 'agreement' | 'within-rules' }
    | { readonly question: 'rating'; readonly criterion: string }
    | { readonly question: 'preference'; readonly criterion: string }
  )

/** Everything that answers are made from; ratings and preferences are those of clinicians, without repeats. */
export interface Evidence {
  readonly outcomes: Outcomes
  readonly ratings: readonly Rating[]
  readonly preferences: readonly Preference[]
  /** Smallest and largest score of a rating. */
  readonly scale: readonly [number, number]
  /** The couple of a case. */
  clusterOf(caseId: string): string
  /** Whether votes without a winner count half for both, or are left out. */
  readonly ties: 'half' | 'left-out'
  readonly settings: AnalysisSettings
}

/** An answer before it is known what it may be called. */
export type Answer = Omit<Finding, 'adjusted' | 'hypothesis' | 'role' | 'because'>

/** What both arms came to on every case of a layer; a case that lacks the layer is not a case of it. */
export function benchmarkPairs(
  { outcomes }: Pick<Evidence, 'outcomes'>,
  asked: {
    readonly first: string
    readonly second: string
    readonly layer: string
    readonly measure: 'agreement' | 'within-rules'
  },
): readonly CasePair[] {
  const { first, second, layer, measure } = asked
  const outcomeAs = (arm: string, caseId: string) => {
    const outcome = outcomes.of(arm, layer, caseId)
    const value = measure === 'agreement' ? outcome?.agrees : outcome?.withinRules
    return value === undefined || value === null ? null : Number(value)
  }
  return outcomes.cases.flatMap(({ caseId, cluster }): CasePair[] => {
    const [one, other] = [outcomeAs(first, caseId), outcomeAs(second, caseId)]
    return one === null || other === null ? [] : [{ caseId, cluster, first: one, second: other }]
  })
}

/** Mean scores of both arms on a case, over the raters who rated both; how many rated one alone is counted. */
export function ratingPairs(
  ratings: readonly Rating[],
  { first, second, criterion }: { readonly first: string; readonly second: string; readonly criterion: string },
  clusterOf: (caseId: string) => string,
): { readonly pairs: readonly CasePair[]; readonly incomplete: number } {
  const own = ratings.filter(rating => rating.criterion === criterion && [first, second].includes(rating.arm))
  let incomplete = 0
  const pairs = [...byCase(own)].flatMap(([caseId, rows]): CasePair[] => {
    const byRater = new Map<string, Map<string, number>>()
    for (const { raterId, arm, score } of rows) {
      byRater.set(raterId, (byRater.get(raterId) ?? new Map<string, number>()).set(arm, score))
    }
    const both = [...byRater.values()].filter(scores => scores.size === 2)
    incomplete += byRater.size - both.length
    if (both.length === 0) return []
    const meanOf = (arm: string) => mean(both.map(scores => scores.get(arm) as number))
    return [{ caseId, cluster: clusterOf(caseId), first: meanOf(first), second: meanOf(second) }]
  })
  return { pairs, incomplete }
}

/** One difference a couple: couples with several cases count once, by their mean. */
export function clusterDifferences(pairs: readonly CasePair[]): readonly number[] {
  const grouped = new Map<string, number[]>()
  for (const { cluster, first, second } of pairs) {
    grouped.set(cluster, [...(grouped.get(cluster) ?? []), first - second])
  }
  return [...grouped].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => withoutNoise(mean(own)))
}

/** Wilcoxon's test of the couples' mean differences; one-sided p from the same ranks. */
function signedRankTest(pairs: readonly CasePair[], direction: Direction): SignedRankResult {
  const alternative = direction === 'first-higher' ? 'greater' : 'two-sided'
  return wilcoxonSignedRankTest(clusterDifferences(pairs), { alternative })
}

/** Answers one question. An arm or layer that the study does not have gives an answer that is not estimable. */
export function answer(asked: Asked, evidence: Evidence): Answer {
  const { settings, clusterOf, ties, scale } = evidence
  const { first, second, question, margin, familySize, direction = 'two-sided' } = asked
  const of = question === 'benchmark' ? asked.layer : asked.criterion
  const measure = question === 'benchmark' ? asked.measure : question === 'rating' ? 'score' : 'net-benefit'
  const id = [question, ...(measure === 'within-rules' ? [measure] : []), of, `${first}-${second}`].join('/')
  const stream = question === 'preference' ? netBenefitStream(of, first, second) : [id]
  const request = {
    settings,
    stream,
    direction,
    ...(margin !== undefined && { margin }),
    ...(familySize !== undefined && { familySize }),
  }
  const made = (comparison: Comparison, missing: number | null, notes: readonly string[]): Answer => ({
    id,
    question,
    first,
    second,
    of,
    measure,
    direction,
    ...comparison,
    missing,
    notes,
  })
  switch (asked.question) {
    case 'benchmark': {
      return made(comparePairs(benchmarkPairs(evidence, asked), { ...request, shares: true }), 0, [])
    }
    case 'rating': {
      const { pairs, incomplete } = ratingPairs(evidence.ratings, asked, clusterOf)
      const comparison = comparePairs(pairs, {
        ...request,
        range: scale[1] - scale[0],
        lack: evidence.ratings.length === 0 ? NOBODY_RATED : undefined,
      })
      const test = pairs.length === 0 ? comparison.test : signedRankTest(pairs, direction)
      return made({ ...comparison, test }, incomplete, [])
    }
    case 'preference': {
      const all = votesBetween(evidence.preferences, first, second, of)
      const votes = ties === 'half' ? all : all.filter(({ value }) => value !== 0)
      const comparison = comparePairs(netBenefitPairs(votes, clusterOf), {
        ...request,
        lack: evidence.preferences.length === 0 ? NOBODY_COMPARED : undefined,
      })
      return made(
        comparison,
        // Whoever was asked and did not choose left no line behind.
        null,
        ties === 'half' ? [] : [`${all.length - votes.length} votes without a winner left out`],
      )
    }
  }
}
