/** @file How balanced an allocation is, as far as can be seen without its key: for the monitor page and the report. */
import { PARTS } from './case-order.ts'
import { type Margin, margin } from './margin.ts'
import { type Allocation, firstVisits, type Visit, visitsByRater } from './slot.ts'
import { type AllocationRequest, knownCouples } from './study-design.ts'

/** How much one rater has to do. */
export interface RaterLoad {
  readonly raterId: string
  readonly training: number
  readonly cases: number
  readonly repeats: number
  readonly slots: number
}

/** Counts of an allocation. Training and repeats count in the loads only. */
export interface AllocationBalance {
  readonly cases: number
  readonly raters: number
  readonly slots: number
  readonly loads: readonly RaterLoad[]
  /** Raters of each case, by case id. */
  readonly ratersOfCase: Readonly<Record<string, number>>
  readonly margins: readonly Margin[]
  /** Mean place in the raters' lists, 0 for the first and 1 for the last: the lowest and highest of all cases and strata. */
  readonly meanPlaces: { readonly cases: PlaceRange; readonly strata: PlaceRange }
}

/** Lowest and highest mean place; null when nothing was allocated. */
export type PlaceRange = readonly [number, number] | null

type Cast = Pick<AllocationRequest, 'cases' | 'raters' | 'training'>

function loadsOf(allocation: Allocation, first: ReadonlySet<Visit['slots'][number]['id']>): RaterLoad[] {
  return [...visitsByRater(allocation)].map(([raterId, visits]) => {
    const main = visits.filter(({ phase }) => phase === 'main')
    const cases = main.filter(({ slots }) => first.has(slots[0].id)).length
    return {
      raterId,
      training: visits.length - main.length,
      cases,
      repeats: main.length - cases,
      slots: visits.reduce((sum, { slots }) => sum + slots.length, 0),
    }
  })
}

/** In which part of its rater's list each first sight stands, from 0. */
function partsOf(visits: readonly Visit[]): ReadonlyMap<Visit, string> {
  const lists = new Map<string, Visit[]>()
  for (const visit of visits) lists.set(visit.raterId, [...(lists.get(visit.raterId) ?? []), visit])
  return new Map(
    [...lists.values()].flatMap(list =>
      list.map((visit, place) => [visit, String(Math.floor((PARTS * place) / list.length))] as const),
    ),
  )
}

/** The range of mean places of cases, or of strata, in the lists. */
function meanPlaces(visits: readonly Visit[], unitOf: (visit: Visit) => string): PlaceRange {
  const lengths = new Map<string, number>()
  for (const { raterId } of visits) lengths.set(raterId, (lengths.get(raterId) ?? 0) + 1)
  const places = new Map<string, number>()
  const sums = new Map<string, { sum: number; count: number }>()
  for (const visit of visits) {
    const place = places.get(visit.raterId) ?? 0
    places.set(visit.raterId, place + 1)
    const own = sums.get(unitOf(visit)) ?? { sum: 0, count: 0 }
    own.sum += (place + 0.5) / (lengths.get(visit.raterId) ?? 1)
    own.count++
    sums.set(unitOf(visit), own)
  }
  const means = [...sums.values()].map(({ sum, count }) => sum / count)
  return means.length === 0 ? null : [Math.min(...means), Math.max(...means)]
}

/** Two raters in one name. */
const pairName = (a: string, b: string) => JSON.stringify([a, b].sort())

/**
 * Counts an allocation: loads, raters a case, strata a rater, centres a case, quarters of the lists by case, mean places,
 * and cases that two raters have in common. Couples that a rater knows are not held against the balance.
 */
export function allocationBalance(allocation: Allocation, { cases, raters, training }: Cast): AllocationBalance {
  const visits = firstVisits(allocation)
  const known = knownCouples({ cases, training })
  const caseOf = new Map(cases.map(one => [one.id, one]))
  const knows = (raterId: string, caseId: string) =>
    known.get(caseOf.get(caseId)?.coupleId ?? '')?.has(raterId) ?? false
  const centreOf = new Map(raters.map(({ id, centre }) => [id, centre ?? '']))
  const stratumOf = (visit: Visit) => caseOf.get(visit.caseId)?.stratum ?? ''
  const unique = (names: Iterable<string>) => [...new Set(names)].sort()
  const caseIds = cases.map(({ id }) => id)
  const raterIds = unique([...raters.map(({ id }) => id), ...visits.map(({ raterId }) => raterId)])
  const strata = unique(cases.map(({ stratum }) => stratum))
  const centres = unique(centreOf.values())
  const parts = partsOf(visits)
  const quarters = Array.from({ length: PARTS }, (_, part) => String(part))

  const ratersOfCase = new Map<string, Set<string>>(caseIds.map(id => [id, new Set<string>()]))
  // A case that was handed over half done has one sight, by two raters.
  for (const { caseId, visitId } of visits) ratersOfCase.get(caseId)?.add(visitId)
  const readersOf = new Map<string, string[]>()
  for (const { caseId, raterId } of visits) readersOf.set(caseId, [...(readersOf.get(caseId) ?? []), raterId])
  const inCommon = [...readersOf.values()].flatMap(list =>
    list.flatMap((a, i) => list.slice(i + 1).map(b => ['all', pairName(a, b)] as const)),
  )
  const pairsOfRaters = raterIds.flatMap((a, i) => raterIds.slice(i + 1).map(b => pairName(a, b)))
  const first = new Set(visits.map(({ slots }) => slots[0].id))
  return {
    cases: cases.length,
    raters: raterIds.length,
    slots: allocation.slots.length,
    loads: loadsOf(allocation, first),
    ratersOfCase: Object.fromEntries([...ratersOfCase].map(([id, sights]) => [id, sights.size])),
    margins: [
      margin(
        'raters of a case',
        [...ratersOfCase].flatMap(([id, sights]) => [...sights].map(() => ['all', id] as const)),
        ['all'],
        caseIds,
      ),
      margin(
        'cases of a rater',
        visits.map(({ raterId }) => ['all', raterId] as const),
        ['all'],
        raterIds,
      ),
      margin(
        'raters of a stratum',
        visits.map(visit => [stratumOf(visit), visit.raterId] as const),
        strata,
        raterIds,
        (stratum, rater) => cases.some(one => one.stratum === stratum && !knows(rater, one.id)),
      ),
      margin(
        'raters of a case by centre',
        visits.map(visit => [visit.caseId, centreOf.get(visit.raterId) ?? ''] as const),
        caseIds,
        centres,
        (caseId, centre) => raters.some(({ id }) => centreOf.get(id) === centre && !knows(id, caseId)),
      ),
      margin('cases that two raters have in common', inCommon, ['all'], pairsOfRaters),
      margin(
        'quarter of the list within a case',
        visits.map(visit => [visit.caseId, parts.get(visit) ?? ''] as const),
        caseIds,
        quarters,
      ),
    ],
    meanPlaces: {
      cases: meanPlaces(visits, visit => visit.caseId),
      strata: meanPlaces(visits, stratumOf),
    },
  }
}
