/** @file The slots of one case, for who must tell its arms in an emergency: from a record or a reviewer's page to slot ids. */
import type { Actor } from './events.ts'
import type { Task } from './judgement.ts'
import type { Store } from './open-store.ts'
import { admitReader } from './read-own.ts'
import { Refusal } from './refusal.ts'
import type { SlotRow, SlotStatus } from './rows.ts'
import { slotsByRater } from './working-set.ts'

/** A slot of a case: whose it is and where she meets it; no arm, no text, no judgement. */
export interface CaseSlot {
  readonly slotId: string
  readonly raterId: string
  readonly caseId: string
  readonly training: boolean
  /** The how-manieth of her cases (or training cases) her page calls it; null when her page leaves it out. */
  readonly number: number | null
  /** Which step of that case, from 1; null when her page leaves it out. */
  readonly step: number | null
  readonly task: Task
  /** `told`: its arm was told in an emergency already. */
  readonly status: SlotStatus | 'told'
}

/** The slots of one rater, with case and step as her page counts them: without those that were withdrawn or told. */
function numbered(slots: readonly SlotRow[]): readonly CaseSlot[] {
  const isShown = ({ status, revealed }: SlotRow) => status !== 'withdrawn' && !revealed
  const visits = (training: boolean) => [
    ...new Set(slots.filter(slot => isShown(slot) && slot.training === training).map(({ visit }) => visit)),
  ]
  const numbers = { main: visits(false), training: visits(true) }
  return slots.map(slot => {
    const { slotId, raterId, caseId, training, visit, task, status, revealed } = slot
    const ofVisit = slots.filter(other => isShown(other) && other.visit === visit)
    const shown = isShown(slot)
    return {
      slotId,
      raterId,
      caseId,
      training,
      number: shown ? (training ? numbers.training : numbers.main).indexOf(visit) + 1 : null,
      step: shown ? ofVisit.indexOf(slot) + 1 : null,
      task,
      status: revealed ? 'told' : status,
    }
  })
}

/**
 * All slots of a case, rater by rater in the order of each. `named`: the id of its record, or a rater and the number that her
 * page gives the case, as `R01:3`. Throws Refusal for anybody but a key holder, in a review that is not open or locked, and
 * when there is no such case.
 */
export async function readCaseSlots(store: Store, actor: Actor, named: string): Promise<readonly CaseSlot[]> {
  await admitReader(store, actor, 'slots of a case')
  const ofRater = new Map<string, SlotRow[]>()
  for (const slot of await slotsByRater(store.db))
    ofRater.set(slot.raterId, [...(ofRater.get(slot.raterId) ?? []), slot])
  const all = [...ofRater.values()].flatMap(numbered)
  const [, rater, number] = /^(.+):(\d+)$/.exec(named) ?? []
  const onPage = all.find(
    slot => !slot.training && slot.raterId === rater && slot.number !== null && slot.number === Number(number),
  )
  const isRecord = all.some(({ caseId }) => caseId === named)
  const caseId = isRecord ? named : onPage?.caseId
  if (caseId === undefined) {
    throw new Refusal(
      'slot',
      'expected a case of this review, got another',
      'give the id of its record, or what its reviewer reads above it: "Case 3 of 12" of R01 is R01:3',
    )
  }
  return all.filter(slot => slot.caseId === caseId)
}
