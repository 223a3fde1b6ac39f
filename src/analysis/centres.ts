/** @file Preferences by centre, pooled: one estimate a centre, what they share, and what each leaves when it is gone. */
import type { Preference } from '../review/index.ts'
import {
  type CentreEstimate,
  type CommonEffect,
  clusterMean,
  commonEffect,
  type Estimate,
  estimated,
  leaveOneOut,
  type NotEstimable,
  normalQuantile,
  notEstimable,
  type RandomEffects,
  randomEffects,
  type WithoutCentre,
} from '../statistics/index.ts'
import { netBenefitPairs, votesBetween } from './case-votes.ts'
import type { AnalysisSettings } from './finding.ts'
import { everyPair } from './findings.ts'

/** Net benefit at one centre. */
export interface CentreNetBenefit {
  readonly centre: string
  readonly netBenefit: Estimate
  readonly votes: number
  readonly raters: number
}

/** Two arms on a criterion at every centre. */
export interface CentreAnalysis {
  readonly criterion: string
  readonly first: string
  readonly second: string
  readonly centres: readonly CentreNetBenefit[]
  /** REML with the floored Hartung-Knapp interval, the default; DL and plain Wald beside it. */
  readonly pooled: RandomEffects | NotEstimable
  readonly dersimonianLaird: RandomEffects | NotEstimable
  readonly common: CommonEffect | NotEstimable
  readonly leaveOneOut: readonly WithoutCentre[]
  /** Raters who voted at several centres: the centres are then not independent, and pooling says too much. */
  readonly sharedRaters: number
  /** Centres that gave no vote on this pair, or too few for an estimate. */
  readonly leftOut: readonly { readonly centre: string; readonly because: string }[]
}

/** What centres are analysed with. */
export interface CentresRequest {
  readonly arms: readonly string[]
  clusterOf(caseId: string): string
  readonly settings: AnalysisSettings
}

/** A standard error below this is rounding. */
const ROUNDING = 1e-12

type Own = CentreNetBenefit & { readonly entering: CentreEstimate | null; readonly because: string }

function centreOf(
  centre: string,
  votes: ReturnType<typeof votesBetween>,
  { clusterOf, settings }: CentresRequest,
): Own {
  const own = votes.filter(vote => vote.centre === centre)
  const pairs = netBenefitPairs(own, clusterOf)
  const counts = { centre, votes: own.length, raters: new Set(own.map(({ raterId }) => raterId)).size }
  const refuse = (because: string): Own => ({
    ...counts,
    netBenefit: notEstimable(because, pairs.length),
    entering: null,
    because,
  })
  const found = clusterMean(pairs.map(({ cluster, first }) => ({ cluster, value: first })))
  if (found === null) return refuse('no vote on this pair')
  if (found.standardError === null) return refuse('one couple')
  // Equal means of couples can differ in their last bits: a centre would then take all the weight.
  if (found.standardError < ROUNDING) return refuse('every couple has the same vote: no standard error')
  const { value, standardError } = found
  const half = normalQuantile(1 - (1 - settings.level) / 2) * standardError
  const method = `mean over cases, clustered by couple (${found.clusters})`
  return {
    ...counts,
    netBenefit: estimated(value, [value - half, value + half], settings.level, pairs.length, method),
    entering: { id: centre, estimate: value, variance: standardError ** 2 },
    because: '',
  }
}

/** Every pair of arms on every criterion, where votes come from more than one centre; else nothing. */
export function analyseCentres(preferences: readonly Preference[], request: CentresRequest): readonly CentreAnalysis[] {
  const names = [...new Set(preferences.flatMap(({ centre }) => centre ?? []))].sort()
  if (names.length < 2) return []
  const criteria = [...new Set(preferences.map(({ criterion }) => criterion))].sort()
  const { level } = request.settings
  return criteria.flatMap(criterion =>
    everyPair(request.arms).map(([first, second]): CentreAnalysis => {
      const votes = votesBetween(preferences, first, second, criterion)
      const found = names.map(centre => centreOf(centre, votes, request))
      const entering = found.flatMap(({ entering }) => entering ?? [])
      const centresOf = new Map<string, Set<string | null>>()
      for (const { raterId, centre } of votes) {
        centresOf.set(raterId, (centresOf.get(raterId) ?? new Set<string | null>()).add(centre))
      }
      return {
        criterion,
        first,
        second,
        centres: found.map(({ entering: _, because: __, ...centre }) => centre),
        pooled: randomEffects(entering, { level }),
        dersimonianLaird: randomEffects(entering, { level, betweenVariance: 'DL', interval: 'wald' }),
        common: commonEffect(entering, level),
        leaveOneOut: leaveOneOut(entering, { level }),
        sharedRaters: [...centresOf.values()].filter(centres => centres.size > 1).length,
        leftOut: found.flatMap(({ centre, entering, because }) => (entering === null ? [{ centre, because }] : [])),
      }
    }),
  )
}
