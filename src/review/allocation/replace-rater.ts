/** @file Puts a rater in the place of one who drops out: she takes over exactly what is not done. */
import { InputError } from '../../support/index.ts'
import { appendVisits, type KeyedAllocation, trainingVisits } from './allocate.ts'
import { checkRequest } from './check-design.ts'
import { type Allocation, type Slot, slotsOf, visitsByRater } from './slot.ts'
import { type AllocationRequest, knownCouples } from './study-design.ts'

/** Who goes, who comes, and what is done. */
export interface Replacement {
  readonly dropped: string
  /** A rater of the request, new or with other cases. */
  readonly replacement: string
  /** Slots that were answered. */
  readonly done: ReadonlySet<string>
}

const MOST_NAMED = 5

/**
 * Moves every slot that is not done to the end of the replacement's list, in its order and under its id, so that sides and
 * orders stay balanced and the key stays true; a case that was half done is finished by her. She gets training first when she
 * had none: the key of these slots is returned. A hidden repeat whose first sight was done by the other rater becomes her
 * first sight, so the export must compare the raters of both before it calls one a repeat. Throws InputError when a rater
 * is unknown, nothing is left, or the replacement knows one of the couples or had one of the cases.
 */
export function replaceRater(request: AllocationRequest, kept: Allocation, change: Replacement): KeyedAllocation {
  checkRequest(request)
  const { dropped, replacement, done } = change
  const refuse = (problem: string, remedy: string): never => {
    throw new InputError(problem, { field: 'replacement' }, remedy)
  }
  const rater = request.raters.find(({ id }) => id === replacement)
  if (rater === undefined) return refuse(`expected a rater of the review, got "${replacement}"`, 'invite her first')
  if (dropped === replacement) return refuse('expected another rater, got the same one', 'name another')
  const left = slotsOf(kept, dropped).filter(({ id }) => !done.has(id))
  if (left.length === 0)
    return refuse(`expected slots of rater "${dropped}" that are not done, got none`, 'nothing to do')

  const known = knownCouples(request)
  const coupleOf = new Map([...request.cases, ...request.training.cases].map(({ id, coupleId }) => [id, coupleId]))
  const hers = visitsByRater(kept).get(replacement) ?? []
  const had = new Set(hers.map(({ caseId }) => caseId))
  const cases = [...new Set(left.map(({ caseId }) => caseId))]
  const closed = cases.filter(id => had.has(id) || known.get(coupleOf.get(id) ?? '')?.has(replacement)).sort()
  if (closed.length > 0) {
    const named = `${closed.slice(0, MOST_NAMED).join(', ')}${closed.length > MOST_NAMED ? ', ...' : ''}`
    const problem = `expected a rater who neither knows nor had the ${cases.length} cases left, got ${closed.length} (${named})`
    return refuse(problem, 'choose another rater')
  }

  const moved = new Set(left.map(({ id }) => id))
  const others = kept.slots.filter(({ id }) => !moved.has(id))
  const handedOver = { ...kept, slots: [...others, ...left.map((slot): Slot => ({ ...slot, raterId: replacement }))] }
  const training = trainingVisits(request, [rater], handedOver)
  const { allocation, key } = appendVisits({ ...kept, slots: others }, training, request.secret)
  const end = (slotsOf(allocation, replacement).at(-1)?.position ?? -1) + 1
  const continued = left.map((slot, i): Slot => ({ ...slot, raterId: replacement, position: end + i }))
  const slots = [...allocation.slots, ...continued].sort((a, b) =>
    a.raterId < b.raterId ? -1 : a.raterId > b.raterId ? 1 : a.position - b.position,
  )
  return { allocation: { ...allocation, slots }, key }
}
