/** @file Judgements on their way to the server: kept in the browser until it says that it has them. */
import type { Routes } from '../../api/index.ts'
import { call, createStore, RequestProblem } from '../api-client/index.ts'
import { get, put } from '../kept/browser-store.ts'
import { outboxName } from '../kept/drafts.ts'
import { persistently } from './persistently.ts'

type Body = Routes['POST /slots/:id/judgement']['body']
/** A judgement with the slot that it is about; its key makes it count once, however often it is sent. */
export type Parcel = { readonly slotId: string } & Body
type Receipt = Routes['POST /slots/:id/judgement']['answer']

/** How many judgements wait to be acknowledged. */
export const waiting = createStore(0)

const isParcel = (value: unknown): value is Parcel =>
  typeof value === 'object' && value !== null && 'slotId' in value && 'key' in value && 'judgement' in value

function kept(person: string): readonly Parcel[] {
  const list = get(outboxName(person))
  return Array.isArray(list) ? list.filter(isParcel) : []
}

function change(person: string, next: (list: readonly Parcel[]) => readonly Parcel[]): void {
  const list = next(kept(person))
  put(outboxName(person), list)
  waiting.set(list.length)
}

async function deliver(person: string, parcel: Parcel): Promise<Receipt> {
  const { slotId, ...body } = parcel
  const isStillThere = () => kept(person).some(({ key }) => key === parcel.key)
  try {
    return await persistently(() => call('POST /slots/:id/judgement', { id: slotId, body }), isStillThere)
  } finally {
    // Acknowledged or refused: either way it is not sent again. What was refused is still there as a draft.
    change(person, list => list.filter(({ key }) => key !== parcel.key))
  }
}

/** Sends a judgement; resolves once the server has it. Throws RequestProblem when it is refused. */
export function post(person: string, parcel: Parcel): Promise<Receipt> {
  change(person, list => [...list.filter(({ key }) => key !== parcel.key), parcel])
  return deliver(person, parcel)
}

/** Sends what an earlier window left behind; returns the slots of what was acknowledged and of what was refused. */
export async function sendLeftovers(
  person: string,
): Promise<{ readonly sent: readonly string[]; readonly refused: readonly string[] }> {
  const sent: string[] = []
  const refused: string[] = []
  for (const parcel of kept(person)) {
    try {
      await deliver(person, parcel)
      sent.push(parcel.slotId)
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      refused.push(parcel.slotId)
    }
  }
  return { sent, refused }
}
