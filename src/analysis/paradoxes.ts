/** @file The paradox of the pair that the plan names, of every other ordered pair, and the orders of all arms. */
import type { Guess } from '../review/index.ts'
import { bradleyTerry, holmAdjust, type NotEstimable, notEstimable } from '../statistics/index.ts'
import type { ArmText } from './arm-text.ts'
import { byCase, mean, NOBODY_COMPARED, votesBetween, netBenefitStream } from './case-votes.ts'
import { everyPair } from './findings.ts'
import { type Orderings, type OrderingCase, orderingsOf } from './orderings.ts'
import { paradoxOf } from './paradox.ts'
import { familyOf, type Hypothesis } from './plan/analysis-plan.ts'
import type { AssignedRole } from './plan/role.ts'
import { pairwiseVotes } from './preferences.ts'
import { benchmarkPairs, type Evidence } from './questions.ts'
import type { ParadoxResult } from './results.ts'
import { splitBySamePlan } from './same-plan.ts'
import { sensitivityOf } from './sensitivity.ts'

/** What paradoxes and orders are made from; preferences are those of clinicians, without repeats. */
export interface ParadoxesRequest extends Evidence {
  readonly guesses: readonly Guess[]
  readonly fewestRaters: number
  /** What was shown, for the length of it. */
  readonly texts: readonly ArmText[]
  /** Arms with votes and a benchmark: never the recorded decision. */
  readonly arms: readonly string[]
  readonly criteria: readonly string[]
}

type ParadoxHypothesis = Extract<Hypothesis, { readonly question: 'paradox' }>

/** Default for a pair that the plan does not name. */
const MARGIN = 0.1

/** Votes between arms with a benchmark, with the difference in agreement (left less right) and in length. */
function votesWithCovariates(layer: string, criterion: string, request: ParadoxesRequest) {
  const { outcomes, preferences, clusterOf, arms, texts } = request
  const own = preferences.filter(
    one => one.criterion === criterion && arms.includes(one.left) && arms.includes(one.right),
  )
  const lengths = new Map(texts.map(({ arm, caseId, text }) => [JSON.stringify([arm, caseId]), text.length / 100]))
  const agrees = (arm: string, caseId: string) => Number(outcomes.of(arm, layer, caseId)?.agrees === true)
  const lengthOf = (arm: string, caseId: string) => lengths.get(JSON.stringify([arm, caseId])) ?? 0
  return pairwiseVotes(own, clusterOf).map((vote, i) => {
    const { left, right, caseId } = own[i]
    return {
      vote,
      agreement: agrees(left, caseId) - agrees(right, caseId),
      length: lengthOf(left, caseId) - lengthOf(right, caseId),
    }
  })
}

/** gamma: log odds that the arm which agrees with the record where the other does not is preferred, all pairs together. */
function couplingsOf(
  layer: string,
  criterion: string,
  request: ParadoxesRequest,
): Pick<ParadoxResult, 'coupling' | 'couplingBesideLength'> {
  const found = votesWithCovariates(layer, criterion, request)
  const { level } = request.settings
  if (found.length === 0) {
    const none = notEstimable('no vote between arms with a benchmark', 0)
    return { coupling: none, couplingBesideLength: none }
  }
  const alone = bradleyTerry(
    found.map(({ vote, agreement }) => ({ ...vote, covariates: [agreement] })),
    { covariates: ['agreement'], level },
  )
  const both = bradleyTerry(
    found.map(({ vote, agreement, length }) => ({ ...vote, covariates: [agreement, length] })),
    { covariates: ['agreement', 'length'], level },
  )
  return {
    coupling: 'notEstimable' in alone ? notEstimable(alone.notEstimable, alone.n) : alone.covariates[0],
    couplingBesideLength:
      'notEstimable' in both
        ? notEstimable(both.notEstimable, both.n)
        : { agreement: both.covariates[0], length: both.covariates[1] },
  }
}

function resultOf(
  pair: Pick<ParadoxHypothesis, 'preferred' | 'accurate' | 'layer' | 'criterion' | 'margin'>,
  named: Pick<ParadoxResult, 'hypothesis' | 'role' | 'because'>,
  request: ParadoxesRequest,
): ParadoxResult {
  const { preferred, accurate, layer, criterion, margin } = pair
  const { outcomes, preferences, clusterOf, settings, ties, guesses, fewestRaters } = request
  const all = votesBetween(preferences, preferred, accurate, criterion)
  const votes = ties === 'half' ? all : all.filter(({ value }) => value !== 0)
  const accuracyPairs = benchmarkPairs(request, { first: preferred, second: accurate, layer, measure: 'agreement' })
  const stream = ['paradox', preferred, accurate, layer, criterion]
  const preferenceStream = netBenefitStream(criterion, preferred, accurate)
  const lack = preferences.length === 0 ? NOBODY_COMPARED : undefined
  const given = {
    preferred,
    accurate,
    accuracyPairs,
    votes,
    margin,
    clusterOf,
    settings,
    stream,
    preferenceStream,
    lack,
  }
  const found = paradoxOf(given)
  const common = { preferred, accurate, layer, criterion, margin, outcomes, preferences, guesses, ties, fewestRaters }
  return {
    ...found,
    ...named,
    layer,
    criterion,
    adjustedP: null,
    ...couplingsOf(layer, criterion, request),
    samePlan: splitBySamePlan(preferred, accurate, votes, outcomes, layer, clusterOf, settings),
    sensitivity: named.hypothesis === null ? [] : sensitivityOf({ ...common, planned: found, clusterOf, settings }),
  }
}

/** A label follows p; where p was adjusted and is no longer small enough, no paradox is shown. */
const afterAdjusting = (result: ParadoxResult, adjustedP: number | null, alpha: number): ParadoxResult => ({
  ...result,
  adjustedP,
  label: result.label === 'paradox' && adjustedP !== null && adjustedP > alpha ? 'undetermined' : result.label,
})

/** Holm over the paradoxes of one family: each test is of level alpha alone, several together are not. */
function adjustedInFamilies(
  named: readonly { readonly family: string; readonly result: ParadoxResult }[],
  alpha: number,
): readonly ParadoxResult[] {
  return named.map(({ family, result }) => {
    const own = named.filter(other => other.family === family).map(other => other.result)
    if (own.length < 2 || result.p === null) return result
    return afterAdjusting(result, holmAdjust(own.map(({ p }) => p ?? 1))[own.indexOf(result)], alpha)
  })
}

/**
 * The paradox of each pair that the plan names, adjusted by Holm where a family has several, then of every other ordered pair on the whole plan, whose p is adjusted
 * by Holm over all ordered pairs of a criterion: it stands for a pair that was chosen after seeing the data.
 */
export function allParadoxes(
  planned: readonly { readonly hypothesis: ParadoxHypothesis; readonly assigned: AssignedRole }[],
  request: ParadoxesRequest,
): readonly ParadoxResult[] {
  const { alpha } = request.settings
  const named = planned.map(({ hypothesis, assigned }) => ({
    family: familyOf(hypothesis),
    result: resultOf(
      hypothesis,
      { hypothesis: hypothesis.id, role: assigned.role, because: assigned.because ?? null },
      request,
    ),
  }))
  const isNamed = (preferred: string, accurate: string, criterion: string) =>
    planned.some(
      ({ hypothesis }) =>
        hypothesis.preferred === preferred &&
        hypothesis.accurate === accurate &&
        hypothesis.criterion === criterion &&
        hypothesis.layer === 'whole-plan',
    )
  const others = request.criteria.flatMap(criterion => {
    const ordered = everyPair(request.arms).flatMap(([one, other]) => [[one, other] as const, [other, one] as const])
    const found = ordered.map(([preferred, accurate]) =>
      resultOf(
        { preferred, accurate, layer: 'whole-plan', criterion, margin: MARGIN },
        { hypothesis: null, role: 'exploratory', because: null },
        request,
      ),
    )
    const known = found.flatMap(({ p }) => p ?? [])
    const adjusted = holmAdjust(known)
    let next = 0
    return found
      .map(one => afterAdjusting(one, one.p === null ? null : adjusted[next++], alpha))
      .filter(({ preferred, accurate }) => !isNamed(preferred, accurate, criterion))
  })
  return [...adjustedInFamilies(named, alpha), ...others]
}

/** Mean net vote for each arm on a case, over its comparisons with the other arms. */
function orderingCases(layer: string, criterion: string, request: ParadoxesRequest): readonly OrderingCase[] {
  const { outcomes, preferences, arms, clusterOf } = request
  const own = byCase(preferences.filter(one => one.criterion === criterion))
  return [...own].map(([caseId, rows]) => ({
    cluster: clusterOf(caseId),
    agreement: arms.map(arm => {
      const agrees = outcomes.of(arm, layer, caseId)?.agrees
      return agrees === undefined ? null : Number(agrees)
    }),
    preference: arms.map(arm => {
      const votes = arms.filter(other => other !== arm).flatMap(other => votesBetween(rows, arm, other, criterion))
      return votes.length === 0 ? null : mean(votes.map(({ value }) => value))
    }),
  }))
}

/** Both orders of the arms for each layer and criterion, on the cases of the review. */
export function allOrderings(
  request: ParadoxesRequest,
  layers: readonly string[],
): readonly { readonly layer: string; readonly criterion: string; readonly orderings: Orderings | NotEstimable }[] {
  return layers.flatMap(layer =>
    request.criteria.map(criterion => ({
      layer,
      criterion,
      orderings: orderingsOf(orderingCases(layer, criterion, request), request.arms, request.settings, [
        layer,
        criterion,
      ]),
    })),
  )
}
