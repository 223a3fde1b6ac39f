/** @file Replacing a rater who drops out: slots that are not done pass to somebody else. */
import { z } from 'zod'
import type { Actor } from './events.ts'
import { guardReason } from './guards.ts'
import { idSchema } from './judgement.ts'
import type { Store } from './open-store.ts'
import { parseInput } from './parse-input.ts'
import { insist, Refusal } from './refusal.ts'
import { type Receipt, runEvent } from './setup.ts'

const movesSchema = z.strictObject({
  moves: z
    .array(
      z.strictObject({
        slotId: idSchema,
        from: idSchema,
        to: idSchema,
        order: z.int().positive(),
        visit: z.int().positive(),
      }),
    )
    .min(1),
  reason: z.string().max(2000),
})

/**
 * Gives slots to another rater, with a reason. Throws Refusal, and moves none, when one of them is done, withdrawn or not
 * of the rater that it is taken from, or when the new rater is not an active reviewer.
 */
export function reassignSlots(store: Store, actor: Actor, input: z.input<typeof movesSchema>): Promise<Receipt> {
  const { moves, reason } = parseInput(movesSchema, input, 'moves')
  return runEvent(
    store,
    actor,
    { kind: 'slots.reassigned', payload: { moves, reason } },
    {
      touches: { slots: moves.map(({ slotId }) => slotId), members: moves.map(({ to }) => to) },
      check({ slots, members }) {
        insist(guardReason(reason))
        if (new Set(moves.map(({ slotId }) => slotId)).size < moves.length) {
          throw new Refusal('slot', 'expected each slot once, got one twice', 'remove one', 'moves')
        }
        for (const { slotId, from, to } of moves) {
          const [slot, member] = [slots.get(slotId), members.get(to)]
          if (slot?.raterId !== from || !['waiting', 'open'].includes(slot.status) || slot.revealed) {
            throw new Refusal('slot', `slot ${slotId}: expected one of this rater that is not done`, 'read them again')
          }
          if (member?.role !== 'reviewer' || !member.active) {
            throw new Refusal('people', `slot ${slotId}: expected an active reviewer to take it`, 'add her first')
          }
        }
      },
    },
  )
}
