/** @file The paradox under other choices: one row a choice, the same figures in every row. */
import { isEstimated, twoWayMean } from '../statistics/index.ts'
import type { Guess, Preference } from '../review/index.ts'
import { byCase, type Vote, votesBetween } from './case-votes.ts'
import type { AnalysisSettings } from './finding.ts'
import type { Outcomes } from './outcomes.ts'
import { type Paradox, paradoxOf } from './paradox.ts'
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
  readonly fewestRaters: number
  clusterOf(caseId: string): string
  readonly settings: AnalysisSettings
}

/** Raters whose guess of both plans of a case was wrong or "do not know": those votes cannot follow from knowing. */
function unsureVotes(votes: readonly Vote[], guesses: readonly Guess[], arms: readonly string[], physician: string) {
  const knew = new Set(
    guesses
      .filter(({ arm, guess }) => arms.includes(arm) && guess === (arm === physician ? 'physician' : 'model'))
      .map(({ caseId, raterId }) => JSON.stringify([caseId, raterId])),
  )
  return votes.filter(({ caseId, raterId }) => !knew.has(JSON.stringify([caseId, raterId])))
}

/** Two-way errors in place of those by case, where there are raters enough; null otherwise. */
function forClinicians(base: Paradox, votes: readonly Vote[], request: SensitivityRequest): Paradox | null {
  const counts = new Map([...byCase(votes)].map(([caseId, own]) => [caseId, own.length]))
  if (new Set(votes.map(({ raterId }) => raterId)).size < request.fewestRaters) return null
  const rows = votes.map(({ caseId, raterId, value }) => ({
    caseId: request.clusterOf(caseId),
    raterId,
    value,
    weight: 1 / (counts.get(caseId) as number),
  }))
  const found = twoWayMean(rows, request.settings.level)
  if (!isEstimated(found)) return null
  const pPreference = found.value > 0 ? found.p / 2 : 1 - found.p / 2
  const p = base.pAccuracy === null ? null : Math.max(base.pAccuracy, pPreference)
  const { value, interval, level, n, method } = found
  return { ...base, preference: { value, interval, level, n, method }, pPreference, p }
}

/** The grid of section 6 and 9 of the statistical plan: reference, clustering, ties, raters, blinding, same plan. */
export function sensitivityOf(request: SensitivityRequest, physician: string): readonly SensitivityRow[] {
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
    change: { readonly votes?: readonly Vote[]; readonly pairs?: typeof agreement; readonly byCase?: true } = {},
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
    }),
  })
  const base = rowOf('as planned', 'as planned')
  const twoWay = forClinicians(base.paradox, planned, request)
  const raters = [...new Set(planned.map(({ raterId }) => raterId))].sort()
  const samePlan = (vote: Vote) => {
    const [one, other] = [preferred, accurate].map(arm => outcomes.of(arm, layer, vote.caseId)?.predicted ?? null)
    return one !== null && one === other
  }
  const rules = pairsBy('within-rules')
  return [
    base,
    ...(rules.length > 0 ? [rowOf('reference', 'what the rules leave open', { pairs: rules })] : []),
    rowOf('clustering', 'by case, not by couple', { byCase: true }),
    ...(twoWay ? [{ about: 'clustering' as const, choice: 'cases and raters as samples', paradox: twoWay }] : []),
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
            votes: unsureVotes(planned, request.guesses, [preferred, accurate], physician),
          }),
        ]
      : []),
    rowOf('same plan', 'votes on different plans', { votes: planned.filter(vote => !samePlan(vote)) }),
  ]
}
