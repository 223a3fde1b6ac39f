/** @file Preference where both arms give the same plan, which is about the text, and where they differ, about the decision. */
import type { Outcomes } from './outcomes.ts'
import { netBenefitPairs, type Vote } from './case-votes.ts'
import type { AnalysisSettings } from './finding.ts'
import { type Comparison, comparePairs } from './paired-comparison.ts'

/** Votes where the plans differ, by whose plan agrees with the record. */
export interface AgreementByPreference {
  /** Whose plan agrees with the record. */
  readonly agrees: 'both' | 'first' | 'second' | 'neither'
  readonly forFirst: number
  readonly forSecond: number
  readonly ties: number
}

/** Net benefit of the first arm in both parts, and the table of the second. */
export interface SamePlanSplit {
  readonly first: string
  readonly second: string
  readonly same: Comparison
  readonly different: Comparison
  readonly table: readonly AgreementByPreference[]
}

/** Splits the votes between two arms by whether their whole plans are equal; a plan that could not be read equals none. */
export function splitBySamePlan(
  first: string,
  second: string,
  votes: readonly Vote[],
  outcomes: Outcomes,
  layer: string,
  clusterOf: (caseId: string) => string,
  settings: AnalysisSettings,
): SamePlanSplit {
  const isSame = ({ caseId }: Vote) => {
    const [one, other] = [outcomes.of(first, layer, caseId), outcomes.of(second, layer, caseId)]
    return one?.predicted != null && one.predicted === other?.predicted
  }
  const part = (own: readonly Vote[], name: string) =>
    comparePairs(netBenefitPairs(own, clusterOf), { settings, stream: [name, layer, first, second] })
  const different = votes.filter(vote => !isSame(vote))
  const agreesOf = ({ caseId }: Vote): AgreementByPreference['agrees'] => {
    const [one, other] = [first, second].map(arm => outcomes.of(arm, layer, caseId)?.agrees === true)
    return one ? (other ? 'both' : 'first') : other ? 'second' : 'neither'
  }
  const table = (['both', 'first', 'second', 'neither'] as const).map((agrees): AgreementByPreference => {
    const own = different.filter(vote => agreesOf(vote) === agrees)
    const count = (value: number) => own.filter(vote => vote.value === value).length
    return { agrees, forFirst: count(1), forSecond: count(-1), ties: count(0) }
  })
  return {
    first,
    second,
    same: part(votes.filter(isSame), 'same plan'),
    different: part(different, 'different plan'),
    table,
  }
}
