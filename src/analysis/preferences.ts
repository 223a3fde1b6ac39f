/** @file Preferences by criterion: every pair of arms, the strengths of all arms, and whether the side mattered. */
import type { Preference } from '../review/index.ts'
import {
  type BradleyTerryFit,
  type BradleyTerryNotEstimable,
  binomialTest,
  bradleyTerry,
  bradleyTerryDeviance,
  circularTriadsByRater,
  type DavidsonFit,
  davidson,
  type Estimate,
  type FirstPlaceRemoval,
  type NotEstimable,
  notEstimable,
  type PairwiseVote,
  type RankStability,
  rankStability,
  type TestResult,
  type TriadCount,
  type TwoWayMean,
  twoWayMean,
  type WinRates,
  winRates,
} from '../statistics/index.ts'
import { byCase, mean, netBenefitPairs, type Vote, votesBetween, netBenefitStream } from './case-votes.ts'
import type { AnalysisSettings } from './finding.ts'
import { everyPair } from './findings.ts'
import { comparePairs } from './paired-comparison.ts'

/** Two arms by preference in more ways than the finding has. */
export interface PreferenceContrast {
  readonly first: string
  readonly second: string
  readonly votes: number
  readonly cases: number
  /** Mean over cases of the case-mean vote, -1 to 1. */
  readonly netBenefit: Estimate
  /** Counts of votes, not of cases: shown by name, and never compared with a rate of another kind. */
  readonly forFirst: number
  readonly forSecond: number
  readonly ties: number
  readonly bothBad: number
  /** Exact, ties left out; only where every couple has one vote. */
  readonly binomial: TestResult | NotEstimable
  /** Each rater's own net benefit. */
  readonly raters: readonly { readonly raterId: string; readonly netBenefit: number; readonly votes: number }[]
  /** What may be said of clinicians like these. */
  readonly cliniciansLikeThem: TwoWayMean | NotEstimable
}

/** The order of the arms with how few couples decide it: their number, since results hold no ids. */
export interface CriterionRanks extends Omit<RankStability, 'removal'> {
  /** Couples whose removal puts another arm first; null when no removal does. */
  readonly removal: (Omit<FirstPlaceRemoval, 'removed'> & { readonly removed: number }) | null
}

/** One criterion. */
export interface CriterionPreferences {
  readonly criterion: string
  readonly arms: readonly string[]
  readonly votes: number
  readonly contrasts: readonly PreferenceContrast[]
  /** The three winning rates by name, and the share of ties, of each arm; never to be compared with each other. */
  readonly rates: WinRates
  /** With the effect of the left side; arms without a finite strength are named. */
  readonly bradleyTerry: BradleyTerryFit | BradleyTerryNotEstimable
  readonly davidson: DavidsonFit | NotEstimable
  /** Deviance of Bradley-Terry against a table of its own for each pair. */
  readonly fit: TestResult | NotEstimable
  readonly circularTriads: TriadCount
  readonly ranks: CriterionRanks | NotEstimable
}

/** What preferences are analysed with. */
export interface PreferencesRequest {
  readonly arms: readonly string[]
  readonly fewestRaters: number
  /** Whether votes without a winner count for neither, or are left out of every net benefit. */
  readonly ties: 'half' | 'left-out'
  clusterOf(caseId: string): string
  readonly settings: AnalysisSettings
}

/** Votes in the statistics' own form; the couple is the case, and "both bad" is a tie. */
export function pairwiseVotes(
  preferences: readonly Preference[],
  clusterOf: (caseId: string) => string,
): readonly PairwiseVote[] {
  return preferences.map(({ caseId, raterId, left, right, choice }) => ({
    case: clusterOf(caseId),
    rater: raterId,
    left,
    right,
    vote: choice === 'both bad' ? 'tie' : choice,
  }))
}

function binomialOf(votes: readonly Vote[], clusterOf: (caseId: string) => string): TestResult | NotEstimable {
  if (new Set(votes.map(({ caseId }) => clusterOf(caseId))).size !== votes.length) {
    return notEstimable('several votes on a couple: they are not independent', votes.length)
  }
  const decided = votes.filter(({ value }) => value !== 0)
  return binomialTest(decided.filter(({ value }) => value === 1).length, decided.length)
}

function contrastOf(
  first: string,
  second: string,
  criterion: string,
  preferences: readonly Preference[],
  { clusterOf, fewestRaters, ties, settings }: PreferencesRequest,
): PreferenceContrast {
  const votes = votesBetween(preferences, first, second, criterion)
  const counted = ties === 'half' ? votes : votes.filter(({ value }) => value !== 0)
  const perCase = new Map([...byCase(counted)].map(([caseId, own]) => [caseId, own.length]))
  const raters = [...new Set(counted.map(({ raterId }) => raterId))].sort()
  const count = (value: number) => votes.filter(vote => vote.value === value).length
  const bothBad = preferences.filter(
    ({ left, right, choice }) => choice === 'both bad' && [left, right].sort().join() === [first, second].sort().join(),
  ).length
  const pairs = netBenefitPairs(counted, clusterOf)
  const rows = counted.map(({ caseId, raterId, value }) => ({
    caseId: clusterOf(caseId),
    raterId,
    value,
    weight: 1 / (perCase.get(caseId) as number),
  }))
  return {
    first,
    second,
    votes: votes.length,
    cases: pairs.length,
    netBenefit: comparePairs(pairs, { settings, stream: netBenefitStream(criterion, first, second) }).estimate,
    forFirst: count(1),
    forSecond: count(-1),
    ties: count(0),
    bothBad,
    binomial: votes.length === 0 ? notEstimable('no vote', 0) : binomialOf(votes, clusterOf),
    raters: raters.map(raterId => {
      const own = counted.filter(vote => vote.raterId === raterId)
      const means = [...byCase(own).values()].map(rows => mean(rows.map(({ value }) => value)))
      return { raterId, netBenefit: mean(means), votes: own.length }
    }),
    cliniciansLikeThem:
      raters.length < fewestRaters
        ? notEstimable(`fewer than ${fewestRaters} raters (${raters.length}): of these raters only`, counted.length)
        : twoWayMean(rows, settings.level),
  }
}

function ranksOf(...given: Parameters<typeof rankStability>): CriterionRanks | NotEstimable {
  const found = rankStability(...given)
  if ('notEstimable' in found) return found
  const { removal } = found
  return { ...found, removal: removal && { ...removal, removed: removal.removed.length } }
}

/** Every criterion on its own, in the order of their names; `preferences` are those of clinicians, without repeats. */
export function analysePreferences(
  preferences: readonly Preference[],
  request: PreferencesRequest,
): readonly CriterionPreferences[] {
  const criteria = [...new Set(preferences.map(({ criterion }) => criterion))].sort()
  const { clusterOf } = request
  const { seed, resamples, level } = request.settings
  return criteria.map((criterion): CriterionPreferences => {
    const own = preferences.filter(preference => preference.criterion === criterion)
    const arms = request.arms.filter(arm => own.some(({ left, right }) => left === arm || right === arm))
    const votes = pairwiseVotes(own, clusterOf)
    const options = { arms, level }
    return {
      criterion,
      arms,
      votes: own.length,
      contrasts: everyPair(arms).map(([first, second]) => contrastOf(first, second, criterion, own, request)),
      rates: winRates(votes, arms, level),
      bradleyTerry: bradleyTerry(votes, { ...options, position: true }),
      davidson: davidson(votes, { ...options, position: true }),
      fit: bradleyTerryDeviance(votes),
      circularTriads: circularTriadsByRater(pairwiseVotes(own, caseId => caseId)).overall,
      ranks: ranksOf(votes, { ...options, seed, resamples, stream: ['preference', criterion] }),
    }
  })
}
