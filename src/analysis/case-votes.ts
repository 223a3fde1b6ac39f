/** @file Votes on two plans as numbers, by case: +1 for the first arm, -1 for the second, 0 for a tie. */
import type { Preference } from '../review/index.ts'
import type { CasePair } from './paired-comparison.ts'

/** Why nothing is known of a preference, or of a rating, where there is no line of any: the review has not been, or did not ask. */
export const [NOBODY_COMPARED, NOBODY_RATED] = ['nobody has compared plans yet', 'nobody has rated plans yet'] as const

/** One vote between two arms. */
export interface Vote {
  readonly caseId: string
  readonly raterId: string
  readonly centre: string | null
  /** +1 the first arm, -1 the second, 0 neither (a tie, or both bad). */
  readonly value: -1 | 0 | 1
  /** Whether the first arm stood on the left. */
  readonly firstOnLeft: boolean
}

/** The votes between two arms on a criterion, from the side of `first`; those between other arms are left out. */
export function votesBetween(
  preferences: readonly Preference[],
  first: string,
  second: string,
  criterion: string,
): readonly Vote[] {
  return preferences.flatMap((preference): Vote[] => {
    const { left, right, choice, caseId, raterId, centre } = preference
    if (preference.criterion !== criterion) return []
    const firstOnLeft = left === first && right === second
    if (!firstOnLeft && !(left === second && right === first)) return []
    const towardsLeft = choice === 'left' ? 1 : choice === 'right' ? -1 : 0
    const value = (firstOnLeft ? towardsLeft : -towardsLeft) || 0
    return [{ caseId, raterId, centre, value: value as Vote['value'], firstOnLeft }]
  })
}

/** Values by case, cases in the order of their ids. */
export function byCase<Row extends { readonly caseId: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const grouped = new Map<string, Row[]>()
  for (const row of [...rows].sort((a, b) => (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0))) {
    const own = grouped.get(row.caseId)
    if (own) own.push(row)
    else grouped.set(row.caseId, [row])
  }
  return grouped
}

/** Equal differences stay equal in a ranking, and none is 0, whatever the last bits: 1/3 - 1/3 of two cases is no win. */
export const withoutNoise = (value: number) => Math.round(value * 1e10) / 1e10 || 0

/** Arithmetic mean; NaN of none, which callers rule out. */
export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The mean vote of each case, against 0: what net benefit is the mean of. */
export function netBenefitPairs(votes: readonly Vote[], clusterOf: (caseId: string) => string): readonly CasePair[] {
  return [...byCase(votes)].map(([caseId, own]) => ({
    caseId,
    cluster: clusterOf(caseId),
    first: mean(own.map(({ value }) => value)),
    second: 0,
  }))
}

/** Name of the random stream of a net benefit: one for a pair and a criterion, from whichever side it is asked. */
export function netBenefitStream(criterion: string, first: string, second: string): readonly string[] {
  return ['net benefit', criterion, ...[first, second].sort()]
}
