/** @file Language models as judges, beside the clinicians whom they never replace. */
import {
  type ConsensusAgreement,
  type CohenKappa,
  type Estimate,
  leaveOneOutConsensus,
  type NotEstimable,
  notEstimable,
} from '../statistics/index.ts'
import type { Preference, Rating } from '../review/index.ts'
import { byCase, mean, netBenefitPairs, votesBetween } from './case-votes.ts'
import type { AnalysisSettings } from './finding.ts'
import { everyPair } from './findings.ts'
import { type CasePair, comparePairs } from './paired-comparison.ts'

/** One judge on one criterion of the ratings. */
export interface JudgeRatings {
  readonly judge: string
  readonly criterion: string
  /** Each clinician against the consensus of the others, and the judge against that same consensus. */
  readonly consensus: readonly {
    readonly raterId: string
    readonly clinician: CohenKappa | NotEstimable
    readonly judge: CohenKappa | NotEstimable
  }[]
  /** The judge's score less the mean of the clinicians' on the same plan. */
  readonly bias: Estimate
  /** The same by arm: a judge that favours its own kind shows here. */
  readonly armBias: readonly { readonly arm: string; readonly bias: Estimate }[]
}

/** One judge on two arms: net benefit by the judge, by the clinicians, and their difference on the same cases. */
export interface JudgePreference {
  readonly judge: string
  readonly criterion: string
  readonly first: string
  readonly second: string
  readonly judgeNetBenefit: Estimate
  readonly clinicianNetBenefit: Estimate
  readonly difference: Estimate
  /** Votes of the judge that changed with the sides, where it was asked in both orders. */
  readonly positionSwaps: { readonly asked: number; readonly changed: number }
}

/** Every judge, by ratings and by preferences. */
export interface JudgesAnalysis {
  readonly ratings: readonly JudgeRatings[]
  readonly preferences: readonly JudgePreference[]
}

/** What is needed to compare a judge. */
export interface JudgesRequest {
  readonly arms: readonly string[]
  readonly scale: readonly [number, number]
  clusterOf(caseId: string): string
  readonly settings: AnalysisSettings
}

function judgeRatings(judge: string, criterion: string, all: readonly Rating[], request: JudgesRequest): JudgeRatings {
  const { scale, clusterOf, settings } = request
  const [low, high] = scale
  const clinicians = [
    ...new Set(all.filter(({ raterKind }) => raterKind === 'clinician').map(({ raterId }) => raterId)),
  ].sort()
  const units = new Map<
    string,
    { readonly caseId: string; readonly arm: string; readonly scores: Map<string, number> }
  >()
  for (const { caseId, arm, raterId, score } of all) {
    const key = JSON.stringify([caseId, arm])
    const unit = units.get(key) ?? { caseId, arm, scores: new Map<string, number>() }
    unit.scores.set(raterId, score)
    units.set(key, unit)
  }
  const rows = [...units].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, unit]) => unit)
  const placeOf = (score: number | undefined) => (score === undefined ? null : score - low)
  const found: readonly ConsensusAgreement[] = leaveOneOutConsensus(
    rows.map(({ scores }) => clinicians.map(raterId => placeOf(scores.get(raterId)))),
    high - low + 1,
    'ordinal',
    rows.map(({ scores }) => placeOf(scores.get(judge))),
    settings.level,
  )
  const pairs = rows.flatMap(({ caseId, arm, scores }) => {
    const own = scores.get(judge)
    const others = clinicians.flatMap(raterId => scores.get(raterId) ?? [])
    if (own === undefined || others.length === 0) return []
    return [{ caseId, arm, cluster: clusterOf(caseId), first: own, second: mean(others) }]
  })
  const biasOf = (own: readonly CasePair[], arm: string) =>
    comparePairs(own, { settings, stream: ['judge', judge, criterion, arm] }).estimate
  return {
    judge,
    criterion,
    consensus: found.map(({ rater, kappa, outsider }) => ({
      raterId: clinicians[rater],
      clinician: kappa,
      judge: outsider ?? notEstimable('not rated by the judge', rows.length),
    })),
    bias: biasOf(pairs, 'all arms'),
    armBias: request.arms
      .filter(arm => pairs.some(pair => pair.arm === arm))
      .map(arm => ({
        arm,
        bias: biasOf(
          pairs.filter(pair => pair.arm === arm),
          arm,
        ),
      })),
  }
}

function judgePreference(
  judge: string,
  criterion: string,
  [first, second]: readonly [string, string],
  all: readonly Preference[],
  { clusterOf, settings }: JudgesRequest,
): JudgePreference {
  // Repeats of a judge tell of its position bias; those of a clinician are for agreement with oneself alone.
  const counted = all.filter(({ raterKind, repeat }) => raterKind === 'judge' || !repeat)
  const votes = votesBetween(counted, first, second, criterion)
  const kinds = new Map(all.map(({ raterId, raterKind }) => [raterId, raterKind]))
  const own = netBenefitPairs(
    votes.filter(({ raterId }) => raterId === judge),
    clusterOf,
  )
  const others = netBenefitPairs(
    votes.filter(({ raterId }) => kinds.get(raterId) === 'clinician'),
    clusterOf,
  )
  const clinicianOf = new Map(others.map(pair => [pair.caseId, pair.first]))
  const paired = own.flatMap(pair => {
    const clinician = clinicianOf.get(pair.caseId)
    return clinician === undefined ? [] : [{ ...pair, second: clinician }]
  })
  const asked = [...byCase(votes.filter(({ raterId }) => raterId === judge)).values()].filter(
    rows => new Set(rows.map(({ firstOnLeft }) => firstOnLeft)).size === 2,
  )
  const estimateOf = (pairs: readonly CasePair[], what: string) =>
    comparePairs(pairs, { settings, stream: ['judge', judge, criterion, first, second, what] }).estimate
  return {
    judge,
    criterion,
    first,
    second,
    judgeNetBenefit: estimateOf(own, 'judge'),
    clinicianNetBenefit: estimateOf(others, 'clinicians'),
    difference: estimateOf(paired, 'difference'),
    positionSwaps: {
      asked: asked.length,
      changed: asked.filter(rows => new Set(rows.map(({ value }) => value)).size > 1).length,
    },
  }
}

/** Every judge against the clinicians. Repeats of a judge with the sides swapped are what tells of its position bias. */
export function analyseJudges(
  ratings: readonly Rating[],
  preferences: readonly Preference[],
  request: JudgesRequest,
): JudgesAnalysis {
  const judges = [
    ...new Set([...ratings, ...preferences].filter(one => one.raterKind === 'judge').map(one => one.raterId)),
  ].sort()
  const criteriaOf = (lines: readonly { readonly criterion: string }[]) =>
    [...new Set(lines.map(({ criterion }) => criterion))].sort()
  return {
    ratings: judges.flatMap(judge =>
      criteriaOf(ratings.filter(({ raterId }) => raterId === judge)).map(criterion =>
        judgeRatings(
          judge,
          criterion,
          ratings.filter(rating => rating.criterion === criterion && !rating.repeat),
          request,
        ),
      ),
    ),
    preferences: judges.flatMap(judge =>
      criteriaOf(preferences.filter(({ raterId }) => raterId === judge)).flatMap(criterion =>
        everyPair(request.arms).map(pair => judgePreference(judge, criterion, pair, preferences, request)),
      ),
    ),
  }
}
