/** @file What an allocation is made from: cases, arms, raters, the design, and what is asked of a rater. */

/** A case that raters assess. */
export interface ReviewCase {
  readonly id: string
  readonly coupleId: string
  readonly stratum: string
  /** Raters who treated the couple or know them; they get none of the couple's cases. Others than raters may be named. */
  readonly knownBy: readonly string[]
}

/** A clinician who assesses cases. */
export interface Rater {
  readonly id: string
  /** Where she works; null when it is not known. */
  readonly centre: string | null
}

/** Every rater sees every case, or each case is seen by a fixed number of raters (balanced incomplete blocks). */
export type ReviewDesign = { readonly kind: 'crossed' } | { readonly kind: 'blocks'; readonly ratersPerCase: number }

/** What a rater is asked at a case: plans alone come before plans side by side. */
export interface ReviewTasks {
  /**
   * Each plan alone; null: not asked. `perCase` of the plans at one case, by default all; or `of: 'compared'`, exactly those
   * that stand in a pair of the same visit.
   */
  readonly ratings: { readonly perCase?: number } | { readonly of: 'compared' } | null
  /** Two plans side by side; null: not asked. `perCase` of the pairs at one case, by default all. */
  readonly pairs: { readonly of: 'all' | readonly (readonly [string, string])[]; readonly perCase?: number } | null
}

/** Hidden repeats: a case once more, sides swapped. */
export interface RepeatRule {
  /** Share of a rater's cases, 0 to 1, rounded to whole cases; 0: none. */
  readonly share: number
  /** At least so many other cases lie between a case and its repeat. */
  readonly distance: number
}

/** All that decides an allocation. Neither the order of the lists nor anything else does. */
export interface AllocationRequest {
  readonly cases: readonly ReviewCase[]
  /** Names of the arms, the recorded decision among them where it takes part. */
  readonly arms: readonly string[]
  readonly raters: readonly Rater[]
  readonly design: ReviewDesign
  readonly tasks: ReviewTasks
  readonly repeats: RepeatRule
  /** Cases that are shown first, with feedback, and never analysed; each rater gets `perRater` that she does not know. */
  readonly training: {
    readonly cases: readonly ReviewCase[]
    readonly perRater: number
    /** Two plans of their own that training shows, each alone and then both side by side, where either is asked; by default the arms. */
    readonly plans?: readonly [string, string]
  }
  /** Cases a rater at most; training and repeats come on top. Null: no limit. */
  readonly mostCases: number | null
  readonly seed: number
  /**
   * A text of 16 characters or more that nobody knows before unblinding. A study's seed is printed in its report, and who
   * knows all that decides an allocation can make it again, arms and all.
   */
  readonly secret: string
}

/** Two arms that are compared, in the order of their names. */
export type ArmPair = readonly [string, string]

const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The arms in the order of their names. */
export const sortedArms = (arms: readonly string[]): string[] => arms.toSorted(ascending)

/** Items in the order of their ids, so that the order of the input decides nothing. */
export const sortedById = <Item extends { readonly id: string }>(items: readonly Item[]): Item[] =>
  items.toSorted((a, b) => ascending(a.id, b.id))

/** The pairs that a design compares, each in the order of its names and all in order; none when no pairs are asked. */
export function armPairs({ arms, tasks }: Pick<AllocationRequest, 'arms' | 'tasks'>): ArmPair[] {
  if (tasks.pairs === null) return []
  const names = sortedArms(arms)
  const pairs =
    tasks.pairs.of === 'all'
      ? names.flatMap((first, i) => names.slice(i + 1).map((second): ArmPair => [first, second]))
      : tasks.pairs.of.map(([a, b]): ArmPair => (ascending(a, b) < 0 ? [a, b] : [b, a]))
  return pairs.toSorted((p, q) => ascending(p[0], q[0]) || ascending(p[1], q[1]))
}

/** Which raters may not see a case: those who know any case of its couple, training cases included. */
export function knownCouples({
  cases,
  training,
}: Pick<AllocationRequest, 'cases' | 'training'>): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>()
  for (const { coupleId, knownBy } of [...cases, ...training.cases]) {
    const raters = known.get(coupleId) ?? new Set()
    for (const rater of knownBy) raters.add(rater)
    known.set(coupleId, raters)
  }
  return known
}
