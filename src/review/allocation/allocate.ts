/** @file Makes the allocation of a review: who sees which case, which plans, in which order and on which side. */
import { type RandomStream, randomStream, sha256 } from '../../support/index.ts'
import { caseOrders } from './case-order.ts'
import { checkRequest } from './check-design.ts'
import type { Edge } from './equitable-colouring.ts'
import { giveOutCases } from './give-out-cases.ts'
import { insertRepeats } from './hidden-repeats.ts'
import type { AllocationKey } from './key.ts'
import type { Reading } from './raters-in-common.ts'
import { type Allocation, firstVisits, type Slot, visitsByRater } from './slot.ts'
import { type AllocationRequest, armPairs, knownCouples, type Rater, sortedArms, sortedById } from './study-design.ts'
import { repeatOf, type VisitContent, visitContents, type WantedContent } from './visit-contents.ts'
import { type PlannedVisit, writeSlots } from './write-slots.ts'

/** An allocation and, apart from it, its key. */
export interface KeyedAllocation {
  readonly allocation: Allocation
  readonly key: AllocationKey
}

/** Nothing allocated yet. */
const EMPTY: Allocation = { batches: 0, slots: [] }

/** What is asked at one visit. */
const wantedOf = (request: AllocationRequest): WantedContent => {
  const pairs = armPairs(request)
  const { ratings, pairs: compared } = request.tasks
  const pairsPerVisit = compared === null ? 0 : (compared.perCase ?? pairs.length)
  const arms = sortedArms(request.arms)
  if (ratings === null) return { arms, pairs, ratingsPerVisit: 0, pairsPerVisit }
  const ratingsPerVisit = 'of' in ratings ? ratings.of : (ratings.perCase ?? arms.length)
  return { arms, pairs, ratingsPerVisit, pairsPerVisit }
}

/** What is asked at a visit of training. */
const wantedInTraining = (request: AllocationRequest): WantedContent => {
  const { plans } = request.training
  if (plans === undefined) return wantedOf(request)
  const { ratings, pairs } = request.tasks
  return {
    arms: sortedArms(plans),
    pairs: armPairs({ arms: plans, tasks: { ratings, pairs: { of: 'all' } } }),
    ratingsPerVisit: ratings === null ? 0 : plans.length,
    pairsPerVisit: pairs === null ? 0 : 1,
  }
}

/** Streams by name under seed and secret. Of the secret only a hash goes into the name. */
const streams = (request: AllocationRequest, batch: number) => {
  const secret = sha256(request.secret)
  return (...name: readonly string[]): RandomStream => randomStream(request.seed, 'allocation', secret, batch, ...name)
}

/** Readings that are to be made, on top of those that there are; a reading by somebody who knows the case is none. */
function newReadings(request: AllocationRequest, kept: Allocation, random: RandomStream): Reading[] {
  const known = knownCouples(request)
  const coupleOf = new Map(request.cases.map(({ id, coupleId }) => [id, coupleId]))
  const knows = (raterId: string, caseId: string) => known.get(coupleOf.get(caseId) ?? '')?.has(raterId) ?? false
  const seen = new Map<string, Set<string>>()
  const readersOf = new Map<string, Set<string>>()
  for (const { raterId, caseId, visitId } of firstVisits(kept)) {
    seen.set(raterId, (seen.get(raterId) ?? new Set()).add(caseId))
    if (!knows(raterId, caseId)) readersOf.set(caseId, (readersOf.get(caseId) ?? new Set()).add(visitId))
  }
  const mayGet = (raterId: string, caseId: string) => !knows(raterId, caseId) && !seen.get(raterId)?.has(caseId)
  const raters = sortedById(request.raters).map(({ id, centre }) => {
    const has = seen.get(id)?.size ?? 0
    const room = Math.max(0, (request.mostCases ?? Number.MAX_SAFE_INTEGER) - has)
    return { id, centre: centre ?? '', has, room }
  })
  const cases = sortedById(request.cases).map(({ id, stratum }) => {
    const open = raters.filter(rater => mayGet(rater.id, id)).length
    const { design } = request
    const needed = design.kind === 'crossed' ? open : Math.max(0, design.ratersPerCase - (readersOf.get(id)?.size ?? 0))
    return { id, stratum, needed }
  })
  return giveOutCases({ cases, raters, mayGet }, random)
}

/** Training for raters who have less than the request asks for: cases that they neither know nor had. */
function trainingVisits(request: AllocationRequest, raters: readonly Rater[], kept: Allocation): PlannedVisit[] {
  const known = knownCouples(request)
  const random = streams(request, kept.batches + 1)
  const visits = visitsByRater(kept)
  const { perRater } = request.training
  return sortedById(raters).flatMap(({ id: raterId }) => {
    const had = new Set((visits.get(raterId) ?? []).filter(v => v.phase === 'training').map(v => v.caseId))
    const open = sortedById(request.training.cases).filter(
      ({ id, coupleId }) => !had.has(id) && !known.get(coupleId)?.has(raterId),
    )
    const stream = random('training', raterId)
    const chosen = stream.shuffle(open).slice(0, Math.max(0, perRater - had.size))
    const edges = chosen.map(({ id }): Edge => ({ left: raterId, right: id, leftGroup: '', rightGroup: '' }))
    const contents = visitContents(edges, wantedInTraining(request), stream)
    return chosen.map(
      ({ id }, i): PlannedVisit => ({
        raterId,
        caseId: id,
        phase: 'training',
        content: contents[i],
        repeats: null,
      }),
    )
  })
}

/** The lists of all raters with something new: training, then cases and their repeats. */
function plannedVisits(request: AllocationRequest, kept: Allocation): PlannedVisit[] {
  const random = streams(request, kept.batches + 1)
  const readings = newReadings(request, kept, random('readings'))
  const caseOf = new Map(request.cases.map(reviewCase => [reviewCase.id, reviewCase]))
  const centreOf = new Map(request.raters.map(({ id, centre }) => [id, centre ?? '']))
  const stratumOf = (caseId: string) => caseOf.get(caseId)?.stratum ?? ''
  const edges = readings.map(
    ({ raterId, caseId }): Edge => ({
      left: raterId,
      right: caseId,
      leftGroup: centreOf.get(raterId) ?? '',
      rightGroup: stratumOf(caseId),
    }),
  )
  const contents = visitContents(edges, wantedOf(request), random('contents'))
  const contentOf = new Map<string, VisitContent>(
    readings.map(({ raterId, caseId }, i) => [JSON.stringify([raterId, caseId]), contents[i]]),
  )
  const orders = caseOrders(edges, random('order'))
  const lists = insertRepeats(orders, stratumOf, request.repeats, random('repeats'))
  const training = trainingVisits(request, request.raters, kept)
  const planned: PlannedVisit[] = []
  for (const { id: raterId } of sortedById(request.raters)) {
    planned.push(...training.filter(visit => visit.raterId === raterId))
    const placeOf = new Map<string, number>()
    for (const { caseId, repeat } of lists.get(raterId) ?? []) {
      const content = contentOf.get(JSON.stringify([raterId, caseId])) ?? { ratings: [], pairs: [] }
      const repeats = repeat ? (placeOf.get(caseId) ?? null) : null
      if (!repeat) placeOf.set(caseId, planned.length)
      planned.push({ raterId, caseId, phase: 'main', content: repeat ? repeatOf(content) : content, repeats })
    }
  }
  return planned
}

const byRaterAndPosition = (a: Slot, b: Slot): number =>
  a.raterId < b.raterId ? -1 : a.raterId > b.raterId ? 1 : a.position - b.position

/** New visits behind what an allocation has. */
function appendVisits(kept: Allocation, visits: readonly PlannedVisit[], secret: string): KeyedAllocation {
  const ends = new Map<string, number>()
  for (const { raterId, position } of kept.slots) ends.set(raterId, Math.max(ends.get(raterId) ?? 0, position + 1))
  const batch = kept.batches + 1
  const { slots, key } = writeSlots(visits, { secret, batch, firstPosition: rater => ends.get(rater) ?? 0 })
  return { allocation: { batches: batch, slots: [...kept.slots, ...slots].sort(byRaterAndPosition) }, key }
}

/**
 * Allocates a review. Equal requests give equal bytes, whatever the order of their lists. Nobody gets a case of a
 * couple that she knows, and each case has exactly its number of raters; within that, arms, pairs, sides, places, strata,
 * centres and loads are balanced, as `allocationBalance` and `armBalance` count. Throws InputError on a design that is impossible.
 *
 * With `kept`, what was allocated before: it stays as it is, cases get the raters that they lack, new cases and raters go
 * to the ends of the lists, balanced among themselves; the key then holds what is new. Raters of `kept` who are not in the
 * request get nothing more, and a reading by someone who is now known to know the case counts as none.
 */
export function allocate(request: AllocationRequest, kept: Allocation = EMPTY): KeyedAllocation {
  checkRequest(request)
  return appendVisits(kept, plannedVisits(request, kept), request.secret)
}
