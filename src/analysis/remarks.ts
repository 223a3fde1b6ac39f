/** @file Harm, error tags and comments of raters, by arm: described, not tested. */
import type { Preference, RaterRemark, Rating } from '../review/index.ts'
import { HARMS, type Harm } from '../review/index.ts'
import { clusteredShare, type Estimate } from '../statistics/index.ts'
import type { AnalysisSettings } from './finding.ts'

/** What raters remarked on the plans of one arm. */
export interface ArmRemarks {
  readonly arm: string
  /** Plans judged: a case and a rater who scored the plan of this arm or compared it, counted once. */
  readonly judged: number
  /** Of these, those with a harm of this severity; a plan counts once, with the worst that its rater named. */
  readonly harms: readonly { readonly harm: 'any' | Harm; readonly plans: number; readonly share: Estimate }[]
  /** Slots with this tag: those that show the plan alone, and pairs that it is one side of. */
  readonly tags: readonly (SlotCount & { readonly tag: string })[]
  /** Slots with a comment. */
  readonly comments: SlotCount
}

interface SlotCount {
  readonly alone: number
  readonly inPairs: number
}

const slotsOf = (remarks: readonly RaterRemark[]): SlotCount => ({
  alone: remarks.filter(({ side }) => side === 'only').length,
  inPairs: remarks.filter(({ side }) => side !== 'only').length,
})

/** All lines are those of clinicians, without repeats; a remark on a plan that no line judges is not counted as a harm. */
export function analyseRemarks(
  remarks: readonly RaterRemark[],
  ratings: readonly Rating[],
  preferences: readonly Preference[],
  {
    arms,
    clusterOf,
    settings,
  }: {
    readonly arms: readonly string[]
    clusterOf(caseId: string): string
    readonly settings: AnalysisSettings
  },
): readonly ArmRemarks[] {
  return arms.map((arm): ArmRemarks => {
    const own = remarks.filter(remark => remark.arm === arm)
    const nameOf = ({ caseId, raterId }: { readonly caseId: string; readonly raterId: string }) =>
      JSON.stringify([caseId, raterId])
    const judged = new Map(
      [
        ...ratings.filter(rating => rating.arm === arm),
        ...preferences.filter(({ left, right }) => left === arm || right === arm),
      ].map(line => [nameOf(line), line.caseId]),
    )
    const worst = new Map<string, Harm>()
    for (const remark of own) {
      if (remark.harm === null) continue
      const before = worst.get(nameOf(remark))
      if (before === undefined || HARMS.indexOf(remark.harm) > HARMS.indexOf(before)) {
        worst.set(nameOf(remark), remark.harm)
      }
    }
    const harms = (['any', ...HARMS] as const).map(harm => {
      const rows = [...judged].map(([name, caseId]) => {
        const found = worst.get(name)
        return { cluster: clusterOf(caseId), yes: harm === 'any' ? found !== undefined : found === harm }
      })
      const share = clusteredShare(rows, settings, ['harm', arm, harm])
      return { harm, plans: rows.filter(({ yes }) => yes).length, share }
    })
    const tags = [...new Set(own.flatMap(remark => remark.tags))].sort()
    return {
      arm,
      judged: judged.size,
      harms,
      tags: tags.map(tag => ({ tag, ...slotsOf(own.filter(remark => remark.tags.includes(tag))) })),
      comments: slotsOf(own.filter(({ hasComment }) => hasComment)),
    }
  })
}
