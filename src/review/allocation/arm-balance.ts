/** @file How balanced an allocation is over arms, pairs and sides: needs the key, and names no arm. */
import type { AllocationKey, SlotKey } from './key.ts'
import { type Margin, margin } from './margin.ts'
import { type Allocation, firstVisits } from './slot.ts'
import type { AllocationRequest } from './study-design.ts'

const pairName = (left: string, right: string) => JSON.stringify([left, right].sort())

/** A slot with its arms and the groups within which they are balanced. */
interface Shown {
  readonly raterId: string
  readonly caseId: string
  readonly stratum: string
  readonly centre: string
  readonly place: number
  readonly key: SlotKey
}

/**
 * Counts arms, pairs and sides over first sights, without training and repeats. `sides within a pair and a rater` and the
 * like compare how often either arm stands on the left. The figures name no arm: they may be shown before unblinding,
 * wherever the key may be read to make them. Slots that the key does not have are left out.
 */
export function armBalance(
  allocation: Allocation,
  { slots }: Pick<AllocationKey, 'slots'>,
  { cases, raters }: Pick<AllocationRequest, 'cases' | 'raters'>,
): readonly Margin[] {
  const keyOf = new Map(slots.map(key => [key.slotId, key]))
  const stratumOf = new Map(cases.map(({ id, stratum }) => [id, stratum]))
  const centreOf = new Map(raters.map(({ id, centre }) => [id, centre ?? '']))
  const shown = firstVisits(allocation).flatMap(visit => {
    const places = { rating: 0, pair: 0 }
    return visit.slots.flatMap(({ id, kind, raterId, caseId }): Shown[] => {
      const key = keyOf.get(id)
      const place = places[kind]++
      if (key === undefined) return []
      const groups = { stratum: stratumOf.get(caseId) ?? '', centre: centreOf.get(raterId) ?? '' }
      return [{ raterId, caseId, ...groups, place, key }]
    })
  })
  const unique = (names: readonly string[]) => [...new Set(names)].sort()
  const ratings = shown.flatMap(one => (one.key.kind === 'rating' ? [{ ...one, what: one.key.arm }] : []))
  const pairs = shown.flatMap(one =>
    one.key.kind === 'pair' ? [{ ...one, what: pairName(one.key.left, one.key.right), left: one.key.left }] : [],
  )
  type Counted = Shown & { readonly what: string }
  const by = (name: string, list: readonly Counted[], unitOf: (one: Counted) => string) =>
    margin(
      name,
      list.map(one => [unitOf(one), one.what] as const),
      unique(list.map(unitOf)),
      unique(list.map(({ what }) => what)),
    )
  /** Within each pair and unit: how often the first name of the pair, and how often the second, stands on the left. */
  const sides = (name: string, unitOf: (one: Shown) => string) =>
    margin(
      name,
      pairs.map(one => {
        const [first] = JSON.parse(one.what) as [string, string]
        return [JSON.stringify([one.what, unitOf(one)]), one.left === first ? 'first' : 'second'] as const
      }),
      unique(pairs.map(one => JSON.stringify([one.what, unitOf(one)]))),
      ['first', 'second'],
    )
  return [
    by('arms rated by a rater', ratings, one => one.raterId),
    by('arms rated in a case', ratings, one => one.caseId),
    by('arms at a place among the ratings', ratings, one => String(one.place)),
    by('arms at a place among the ratings of a rater', ratings, one => JSON.stringify([one.raterId, one.place])),
    by('pairs of a rater', pairs, one => one.raterId),
    by('pairs of a case', pairs, one => one.caseId),
    by('pairs at a place of a rater', pairs, one => JSON.stringify([one.raterId, one.place])),
    sides('sides within a pair', () => ''),
    sides('sides within a pair and a rater', one => one.raterId),
    sides('sides within a pair and a case', one => one.caseId),
    sides('sides within a pair and a stratum', one => one.stratum),
    sides('sides within a pair and a centre', one => one.centre),
  ]
}
