/** @file What is left of one rater's list as the end of another's, from slots as the store has them: no key, no secret, no arm. */
import { InputError } from '../../support/index.ts'

/** A slot and where it stands. */
export interface StandingSlot {
  readonly slotId: string
  readonly raterId: string
  readonly caseId: string
  /** Place in the rater's list, from 1. */
  readonly order: number
  /** Which of her sights of a case, from 1. */
  readonly visit: number
  readonly training: boolean
  readonly status: 'waiting' | 'open' | 'done' | 'withdrawn'
}

/** A slot that passes to another rater. */
export interface SlotMove {
  readonly slotId: string
  readonly from: string
  readonly to: string
  readonly order: number
  readonly visit: number
}

const MOST_NAMED = 5

/**
 * Moves every slot of `from` that is neither done nor withdrawn to the end of the list of `to`, in its order; slots of one
 * visit stay together. Training is left out when `to` has her own. Throws InputError when nothing is left, when both are the
 * same, when `to` would judge without training in a review that has any, or when `to` had one of the cases or must not see it (`closed`: cases of her own patients).
 */
export function handOver(
  slots: readonly StandingSlot[],
  { from, to, closed }: { readonly from: string; readonly to: string; readonly closed: ReadonlySet<string> },
): SlotMove[] {
  const refuse = (problem: string, remedy: string): never => {
    throw new InputError(problem, { field: 'by' }, remedy)
  }
  if (from === to) return refuse('expected another rater, got the same one', 'name another')
  const hers = slots.filter(({ raterId }) => raterId === to)
  const isTrained = hers.some(({ training }) => training)
  const training = slots.filter(slot => slot.training)
  const ofFrom = training.filter(({ raterId }) => raterId === from)
  // What the other has begun is no whole training.
  const passesWhole = ofFrom.length > 0 && ofFrom.every(({ status }) => status === 'waiting' || status === 'open')
  if (training.length > 0 && !isTrained && !passesWhole) {
    const problem = 'expected a rater who has training cases, got one without'
    return refuse(problem, 'let a key holder run `bedside review allocate`, which gives her some, and replace then')
  }
  const left = slots
    .filter(({ raterId, status }) => raterId === from && (status === 'waiting' || status === 'open'))
    .filter(({ training }) => !training || !isTrained)
    .toSorted((a, b) => a.order - b.order)
  if (left.length === 0) return refuse(`expected slots of "${from}" that are not done, got none`, 'nothing to do')
  const had = new Set(hers.map(({ caseId }) => caseId))
  const cases = [...new Set(left.map(({ caseId }) => caseId))]
  const refused = cases.filter(id => had.has(id) || closed.has(id)).sort()
  if (refused.length > 0) {
    const named = `${refused.slice(0, MOST_NAMED).join(', ')}${refused.length > MOST_NAMED ? ', ...' : ''}`
    const problem = `expected a rater who neither knows nor had the ${cases.length} cases left, got ${refused.length} (${named})`
    return refuse(problem, 'choose another rater')
  }
  const lastOrder = Math.max(0, ...hers.map(({ order }) => order))
  const lastVisit = Math.max(0, ...hers.map(({ visit }) => visit))
  const visits = [...new Set(left.map(({ visit }) => visit))]
  return left.map(({ slotId, visit }, i) => ({
    slotId,
    from,
    to,
    order: lastOrder + 1 + i,
    visit: lastVisit + 1 + visits.indexOf(visit),
  }))
}
