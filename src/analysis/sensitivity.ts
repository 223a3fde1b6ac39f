/** @file The paradox under other choices: one row a choice, the same figures in every row. */
import { isEstimated, twoWayMean } from '../statistics/index.ts'
import type { Guess, Preference } from '../review/index.ts'
import { knowledgeOf } from './blinding.ts'
import { NOBODY_COMPARED, byCase, type Vote, votesBetween } from './case-votes.ts'
import type { AnalysisSettings } from './finding.ts'
import type { Outcomes } from './outcomes.ts'
import { type Paradox, type PreferenceInference, paradoxOf } from './paradox.ts'
import { benchmarkPairs } from './questions.ts'

/** The paradox under one choice. */
export interface SensitivityRow {
  /** What was chosen otherwise. */
  readonly about: 'as planned' | 'reference' | 'clustering' | 'ties' | 'raters' | 'blinding' | 'same plan'
  readonly choice: string
  readonly paradox: Paradox
}

/** What the rows are made from. */
export interface SensitivityRequest {
  readonly preferred: string
  readonly accurate: string
  readonly layer: string
  readonly criterion: string
  readonly margin: number
  readonly outcomes: Outcomes
  readonly preferences: readonly Preference[]
  readonly guesses: readonly Guess[]
  readonly ties: 'half' | 'left-out'
  /** The paradox as the plan has it: the first row. */
  readonly planned: Paradox
  readonly fewestRaters: number
  clusterOf(caseId: string): string
  readonly settings: AnalysisSettings
}

/** Votes of raters whose guess of both plans was asked and wrong or "do not know": they cannot follow from knowing. */
function unsureVotes(votes: readonly Vote[], guesses: readonly Guess[], arms: readonly [string, string]) {
  const knows = knowledgeOf(guesses)
  return votes.filter(vote => knows(vote, arms) === 'neither')
}

/** Net benefit with two-way errors in place of those by couple, where there are raters enough; null otherwise. */
function forClinicians(votes: readonly Vote[], request: SensitivityRequest): PreferenceInference | null {
  const counts = new Map([...byCase(votes)].map(([caseId, own]) => [caseId, own.length]))
  if (new Set(votes.map(({ raterId }) => raterId)).size < request.fewestRaters) return null
  const rows = votes.map(({ caseId, raterId, value }) => ({
    caseId: request.clusterOf(caseId),
    raterId,
    value,
    weight: 1 / (counts.get(caseId) as number),
  }))
  const { level: wanted, alpha } = request.settings
  const found = twoWayMean(rows, wanted)
  const oneSided = twoWayMean(rows, 1 - 2 * alpha)
  if (!isEstimated(found) || !isEstimated(oneSided)) return null
  const { value, interval, level, n, method } = found
  return {
    estimate: { value, interval, level, n, method },
    p: value > 0 ? found.p / 2 : 1 - found.p / 2,
    bounds: oneSided.interval,
  }
}

/** The grid of section 6 and 9 of the statistical plan: reference, clustering, ties, raters, blinding, same plan. */
export function sensitivityOf(request: SensitivityRequest): readonly SensitivityRow[] {
  const { preferred, accurate, layer, criterion, margin, outcomes, preferences, clusterOf, settings } = request
  const all = votesBetween(preferences, preferred, accurate, criterion)
  const decided = (votes: readonly Vote[]) => votes.filter(({ value }) => value !== 0)
  const planned = request.ties === 'half' ? all : decided(all)
  const pairsBy = (measure: 'agreement' | 'within-rules') =>
    benchmarkPairs({ outcomes }, { first: preferred, second: accurate, layer, measure })
  const agreement = pairsBy('agreement')
  const rowOf = (
    about: SensitivityRow['about'],
    choice: string,
    change: {
      readonly votes?: readonly Vote[]
      readonly pairs?: typeof agreement
      readonly byCase?: true
      readonly inference?: PreferenceInference
    } = {},
  ): SensitivityRow => ({
    about,
    choice,
    paradox: paradoxOf({
      preferred,
      accurate,
      margin,
      settings,
      accuracyPairs: (change.pairs ?? agreement).map(pair =>
        change.byCase ? { ...pair, cluster: pair.caseId } : pair,
      ),
      votes: change.votes ?? planned,
      clusterOf: change.byCase ? caseId => caseId : clusterOf,
      stream: ['sensitivity', preferred, accurate, about, choice],
      inference: change.inference,
      lack: preferences.length === 0 ? NOBODY_COMPARED : undefined,
    }),
  })
  const agreeing = new Set(agreement.map(({ caseId }) => caseId))
  const twoWay = forClinicians(
    planned.filter(({ caseId }) => agreeing.has(caseId)),
    request,
  )
  const raters = [...new Set(planned.map(({ raterId }) => raterId))].sort()
  const samePlan = (vote: Vote) => {
    const [one, other] = [preferred, accurate].map(arm => outcomes.of(arm, layer, vote.caseId)?.predicted ?? null)
    return one !== null && one === other
  }
  const rules = pairsBy('within-rules')
  return [
    { about: 'as planned', choice: 'as planned', paradox: request.planned },
    ...(rules.length > 0 ? [rowOf('reference', 'what the rules leave open', { pairs: rules })] : []),
    rowOf('clustering', 'by case, not by couple', { byCase: true }),
    ...(twoWay ? [rowOf('clustering', 'cases and raters as samples', { inference: twoWay })] : []),
    request.ties === 'half'
      ? rowOf('ties', 'left out', { votes: decided(all) })
      : rowOf('ties', 'half a win each', { votes: all }),
    ...(raters.length > 1
      ? raters.map(raterId =>
          rowOf('raters', `without ${raterId}`, { votes: planned.filter(vote => vote.raterId !== raterId) }),
        )
      : []),
    ...(request.guesses.length > 0
      ? [
          rowOf('blinding', 'votes without a right guess', {
            votes: unsureVotes(planned, request.guesses, [preferred, accurate]),
          }),
        ]
      : []),
    rowOf('same plan', 'votes on different plans', { votes: planned.filter(vote => !samePlan(vote)) }),
  ]
}
