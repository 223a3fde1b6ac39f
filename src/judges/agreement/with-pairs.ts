/** @file A judge beside clinicians on two plans: direction, agreement, position bias, and whether it favours its own arms. */
import type { Preference } from '../../review/index.ts'
import { notEstimable } from '../../statistics/index.ts'
import type { Judgement } from '../judgement.ts'
import { clusteredMean, coupleShare, kappaBesideClinicians, NOTHING_SHARED } from './beside-clinicians.ts'
import type { AgreementSettings, PairAgreement, PositionBias, SelfPreference } from './results.ts'
import { type BothOrders, bothOrders, clinicianVotes, pairKey, verdictOf } from './verdicts.ts'

/** What the comparison of one judge is made from. */
export interface PairsRequest {
  readonly judge: string
  readonly judgements: readonly Judgement[]
  readonly preferences: readonly Preference[]
  clusterOf(caseId: string): string
  readonly settings: AgreementSettings
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The first answers in both orders, by question in the order in which it was asked. */
function byCriterion(judgements: readonly Judgement[]): ReadonlyMap<string, readonly BothOrders[]> {
  const asked = new Map<string, BothOrders[]>()
  for (const line of judgements) {
    if (line.task === 'pair')
      for (const { criterion } of line.choices) if (!asked.has(criterion)) asked.set(criterion, [])
  }
  for (const pair of bothOrders(judgements)) if (pair.repeat === 0) asked.get(pair.criterion)?.push(pair)
  return asked
}

/** A share, or why there is nothing to take one of. */
function shareOf(
  rows: readonly { readonly cluster: string; readonly yes: boolean }[],
  none: string,
  of: { readonly settings: AgreementSettings; readonly stream: readonly string[] },
) {
  return rows.length === 0 ? notEstimable(none, 0) : coupleShare(rows, of)
}

const noneShared = (isJudged: boolean) => (isJudged ? 'no pair on which both have a direction' : NOTHING_SHARED)

/** Agreement with the direction of the clinicians' majority, and with single clinicians, by question. */
export function pairAgreement(request: PairsRequest): readonly PairAgreement[] {
  const { judge, judgements, preferences, clusterOf, settings } = request
  const votes = clinicianVotes(preferences)
  return [...byCriterion(judgements)].map(([criterion, pairs]) => {
    const stream = [judge, 'pairs', criterion]
    const units = pairs.map(pair => ({
      cluster: clusterOf(pair.caseId),
      verdict: verdictOf(pair),
      votes: votes.get(pairKey(pair)) ?? [],
    }))
    const decided = units
      .map(unit => ({ ...unit, majority: Math.sign(unit.votes.reduce<number>((sum, vote) => sum + vote, 0)) }))
      .filter(({ majority }) => majority !== 0)
    const both = decided.filter(({ verdict }) => verdict !== 0)
    const none = decided.map(({ cluster, verdict }) => ({ cluster, yes: verdict === 0 }))
    const same = both.map(({ cluster, verdict, majority }) => ({ cluster, yes: verdict === majority }))
    return {
      criterion,
      pairs: units.filter(unit => unit.votes.length > 0).length,
      sameDirection: shareOf(same, noneShared(both.length === 0 && decided.length > 0), {
        settings,
        stream: ['direction', ...stream],
      }),
      noDirection: shareOf(none, noneShared(units.some(({ votes: given }) => given.length > 0)), {
        settings,
        stream: ['no direction', ...stream],
      }),
      kappa: kappaBesideClinicians(
        units.map(unit => ({
          cluster: unit.cluster,
          judge: unit.verdict + 1,
          clinicians: unit.votes.map(vote => vote + 1),
        })),
        3,
        'identity',
        { settings, stream },
      ),
    }
  })
}

/** How the order of the plans decided, by question; no clinician is needed for it. */
export function positionBias(request: Omit<PairsRequest, 'preferences'>): readonly PositionBias[] {
  const { judge, judgements, clusterOf, settings } = request
  return [...byCriterion(judgements)].map(([criterion, pairs]) => {
    const stream = [judge, criterion]
    const isChanged = ({ choices: [one, other], directions: [first, second] }: BothOrders) =>
      first !== second || (first === 0 && one !== other)
    const changed = pairs.map(pair => ({ cluster: clusterOf(pair.caseId), yes: isChanged(pair) }))
    const chosen = pairs.flatMap(pair =>
      pair.choices
        .filter(choice => choice === 'left' || choice === 'right')
        .map(choice => ({ cluster: clusterOf(pair.caseId), yes: choice === 'left' })),
    )
    return {
      criterion,
      changed: coupleShare(changed, { settings, stream: ['changed', ...stream] }),
      firstPreferred: coupleShare(chosen, { settings, stream: ['first', ...stream] }),
    }
  })
}

/** Net benefit of own arms against others by the judge, by clinicians, and the difference, on the same pairs. */
export function pairSelfPreference(request: PairsRequest, ownArms: readonly string[]): readonly SelfPreference[] {
  const { judge, judgements, preferences, clusterOf, settings } = request
  const votes = clinicianVotes(preferences)
  return [...byCriterion(judgements)].map(([criterion, pairs]): SelfPreference => {
    const rows = pairs.flatMap(pair => {
      const [first, second] = [ownArms.includes(pair.first), ownArms.includes(pair.second)]
      const given = votes.get(pairKey(pair)) ?? []
      if (first === second || given.length === 0) return []
      const towards = first ? 1 : -1
      const [own, others] = [towards * mean(pair.directions), towards * mean(given)]
      return [{ cluster: clusterOf(pair.caseId), own, others }]
    })
    const meanOf = (what: string, value: (row: (typeof rows)[number]) => number) =>
      clusteredMean(
        rows.map(row => ({ cluster: row.cluster, value: value(row) })),
        { settings, stream: [judge, 'own arms', criterion, what] },
      )
    return {
      task: 'pair',
      criterion,
      judge: meanOf('judge', ({ own }) => own),
      clinicians: meanOf('clinicians', ({ others }) => others),
      difference: meanOf('difference', ({ own, others }) => own - others),
    }
  })
}
