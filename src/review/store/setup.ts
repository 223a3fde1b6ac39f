/** @file Setting up a review: the plan first, then people, then opening it to raters. */
import { z } from 'zod'
import { hashJson, type JsonValue } from '../../support/index.ts'
import type { Actor, EventDraft, ReviewEvent } from './events.ts'
import { guardEvent, guardReason } from './guards.ts'
import { idSchema, settingsSchema } from './judgement.ts'
import type { Store } from './open-store.ts'
import { insist, Refusal } from './refusal.ts'
import { ROLES } from './roles.ts'
import type { MemberRow, Touches, WorkingSet } from './rows.ts'
import { parseInput } from './parse-input.ts'

/** What an acknowledged act is answered: its place in the chain. */
export interface Receipt {
  readonly sequence: number
  readonly time: string
  readonly hash: string
}

/** The receipt of the last of some events. */
export function receiptOf(events: readonly ReviewEvent[]): Receipt {
  const { sequence, time, hash } = events.at(-1)!
  return { sequence, time, hash }
}

/** Runs a command that is one event: role and state by the table of rules, then guards of its own. */
export function runEvent(
  store: Store,
  actor: Actor,
  draftOf: EventDraft | ((set: WorkingSet) => EventDraft),
  options: { readonly touches?: Touches; readonly check?: (set: WorkingSet) => void } = {},
): Promise<Receipt> {
  const { touches = {}, check } = options
  return store.writer.run({
    actor,
    touches: { ...touches, members: [actor.id, ...(touches.members ?? [])] },
    decide(set) {
      const draft = typeof draftOf === 'function' ? draftOf(set) : draftOf
      insist(guardEvent(draft.kind, actor, set.members.get(actor.id), set.review))
      check?.(set)
      return { drafts: [draft], answer: receiptOf }
    },
  })
}

/** A pseudonym begins with a letter or digit: a name such as __proto__ is one that programs take for their own. */
const personIdSchema = idSchema.regex(/^[\p{L}\p{N}]/u)

/**
 * Registers the analysis plan and what is asked of raters: the first event of a review. Who does it becomes its first
 * designer. The plan's hash is that of its canonical JSON. Throws Refusal when the review has begun.
 */
export function registerPlan(
  store: Store,
  actor: Actor,
  input: { readonly plan: JsonValue; readonly settings: unknown },
): Promise<Receipt> {
  const settings = parseInput(settingsSchema, input.settings, 'settings')
  parseInput(personIdSchema, actor.id, 'actor')
  const payload = { plan: input.plan, planHash: hashJson(input.plan), settings }
  return runEvent(store, actor, { kind: 'plan.registered', payload })
}

/** Registers another version of the plan, with a reason; both hashes stay in the chain. Not after unblinding. */
export function amendPlan(
  store: Store,
  actor: Actor,
  { plan, reason }: { readonly plan: JsonValue; readonly reason: string },
): Promise<Receipt> {
  const payload = { plan, planHash: hashJson(plan), reason }
  return runEvent(
    store,
    actor,
    { kind: 'plan.amended', payload },
    {
      check: () => insist(guardReason(reason)),
    },
  )
}

const memberSchema = z.strictObject({
  personId: personIdSchema,
  role: z.enum(ROLES),
  centre: idSchema.nullable().default(null),
  raterKind: z.enum(['clinician', 'judge']).default('clinician'),
})

/** Adds a person in one role. Throws Refusal when she is there already, or was there in another role. */
export function addMember(store: Store, actor: Actor, member: z.input<typeof memberSchema>): Promise<Receipt> {
  const payload = parseInput(memberSchema, member, 'member')
  return runEvent(
    store,
    actor,
    { kind: 'member.added', payload },
    {
      touches: { members: [payload.personId] },
      check(set) {
        const there = set.members.get(payload.personId)
        if (there === undefined || (!there.active && there.role === payload.role)) return
        throw new Refusal('people', 'expected a new person, got one who has a role in this review', 'one role a person')
      },
    },
  )
}

/**
 * Records that a new link is made for somebody: before it is made, since whoever gets it can set her password and act as she.
 * Throws Refusal when she is not an active person of the review.
 */
export function inviteMemberAgain(
  store: Store,
  actor: Actor,
  { personId }: { readonly personId: string },
): Promise<Receipt> {
  return runEvent(
    store,
    actor,
    { kind: 'member.invited-again', payload: { personId } },
    { touches: { members: [personId] }, check: ({ members }) => insistActive(members.get(personId)) },
  )
}

function insistActive(member: MemberRow | undefined): void {
  if (member?.active) return
  throw new Refusal('people', 'expected an active person of this review, got none', 'read the list of members')
}

/** Records that a person left; from then on she can do and read nothing. What she did stays. */
export function removeMember(
  store: Store,
  actor: Actor,
  { personId, reason }: { readonly personId: string; readonly reason: string },
): Promise<Receipt> {
  return runEvent(
    store,
    actor,
    { kind: 'member.left', payload: { personId, reason } },
    {
      touches: { members: [personId] },
      check(set) {
        insist(guardReason(reason))
        if (personId === actor.id)
          throw new Refusal('people', 'expected another person, got yourself', 'ask a designer')
        insistActive(set.members.get(personId))
      },
    },
  )
}

const profileSchema = z.strictObject({
  centre: idSchema.nullable().default(null),
  /** Consent, without which there is no profile, and grade, years, specialty and whatever else is asked. */
  answers: z
    .record(idSchema.max(60), z.union([z.string().max(500), z.number()]))
    .refine(answers => Object.keys(answers).length <= 30, 'expected at most 30 answers')
    .refine(answers => answers['consent'] === 'yes', 'expected consent "yes"'),
})

/**
 * A rater consents and says who she is: site, grade, years, specialty. Again at any time before the lock; the last counts.
 * Throws Refusal for another answer than consent: who does not give it leaves.
 */
export function giveProfile(store: Store, actor: Actor, profile: z.input<typeof profileSchema>): Promise<Receipt> {
  return runEvent(store, actor, { kind: 'profile.given', payload: parseInput(profileSchema, profile, 'profile') })
}

/** Opens the review to raters. Throws Refusal when nothing is allocated yet. */
export function openReview(store: Store, actor: Actor): Promise<Receipt> {
  return runEvent(
    store,
    actor,
    { kind: 'review.opened', payload: {} },
    {
      check({ review }) {
        if (review.slots > 0) return
        throw new Refusal('state', 'expected allocated slots, got none', 'allocate cases to raters first')
      },
    },
  )
}
