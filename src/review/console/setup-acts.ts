/** @file Acts of setting up: the plan with the first designer, people by invitation, and opening to raters. */
import { z } from 'zod'
import { InputError, type JsonValue } from '../../support/index.ts'
import {
  addMember,
  amendPlan,
  EVENT_RULES,
  inviteMemberAgain,
  openReview,
  type Receipt,
  Refusal,
  registerPlan,
  type Role,
} from '../store/index.ts'
import { SCHEMA } from '../store/tables.ts'
import { loadReview, memberOf } from '../store/working-set.ts'
import type { Desk } from './desk.ts'
import { actorNamed } from './who-acts.ts'

/** The plan and what is asked of raters, as the study has them. */
export interface Registration {
  readonly plan: JsonValue
  readonly settings: unknown
}

/** Whom to invite, and who does it. */
export interface Guest {
  readonly email: string
  readonly role: Role
  readonly name: string
  readonly centre: string | null
  /** Her pseudonym; null: the next free one of her role. */
  readonly personId: string | null
  readonly as: string | null
  /** For the first designer of an empty review; else null. */
  readonly registration: Registration | null
}

/** An invitation: `path` holds a secret and is told once. */
export interface Invitation {
  readonly personId: string
  readonly path: string
  readonly expiresAt: string
  /** Where the review is served; null when it is not. */
  readonly servedAt: string | null
  /** When she is the first: the hash of the plan that was registered. */
  readonly planHash: string | null
}

const LETTERS: Readonly<Record<Role, string>> = {
  reviewer: 'R',
  monitor: 'M',
  designer: 'D',
  analyst: 'A',
  'key holder': 'K',
}

/** The next pseudonym of a role, such as R07: one more than the highest there is. */
function nextPseudonym(role: Role, taken: readonly string[]): string {
  const form = new RegExp(`^${LETTERS[role]}(\\d+)$`)
  const highest = Math.max(0, ...taken.map(id => Number(form.exec(id)?.[1] ?? 0)))
  return `${LETTERS[role]}${String(highest + 1).padStart(2, '0')}`
}

const sameAddress = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

/**
 * Adds a person in a role and makes her invitation. On an empty review she must be a designer: the plan is registered with
 * her as the first event. Throws Refusal when her address or pseudonym is taken. A person whose invitation failed half-way
 * is invited by the same call again.
 */
export async function invite(desk: Desk, guest: Guest): Promise<Invitation> {
  const { store, accounts, servedAt } = desk
  const { role, email, name, centre, registration } = guest
  // Before she is in the chain for good.
  if (!z.email().safeParse(email.trim()).success) {
    throw new Refusal('input', 'expected an e-mail address, got something else', 'correct it')
  }
  const accountsNow = await accounts.list()
  const rows = await store.db.withSchema(SCHEMA).selectFrom('member').selectAll().execute()
  const members = rows.map(memberOf)
  const known = accountsNow.find(account => sameAddress(account.email, email))
  if (known !== undefined && members.some(member => member.active && member.personId === known.personId)) {
    throw new Refusal('people', 'expected a new address, got one that has an account', 'for a new link say --again')
  }
  const personId =
    guest.personId ??
    known?.personId ??
    nextPseudonym(
      role,
      members.map(member => member.personId),
    )
  if (accountsNow.some(account => account.personId === personId && !sameAddress(account.email, email))) {
    throw new Refusal('people', `expected the address that ${personId} had, got another`, 'give it, or another --id')
  }
  const isFirst = (await loadReview(store.db, false)).head.sequence === 0
  const halfWay = members.find(member => member.personId === personId && member.role === role && member.active)
  let planHash: string | null = null
  if (isFirst) {
    if (role !== 'designer') {
      throw new Refusal(
        'state',
        `expected the first person to be a designer, got the role "${role}"`,
        'invite a designer first',
      )
    }
    if (registration === null) throw new Error('invite: expected a plan for the first person')
    await registerPlan(store, { id: personId, role }, registration)
    planHash = (await loadReview(store.db, false)).planHash
  } else {
    const designer = await actorNamed(desk, guest.as, EVENT_RULES['member.added'].roles)
    const isHalfWay = halfWay !== undefined && accountsNow.every(account => account.personId !== personId)
    if (isHalfWay) await inviteMemberAgain(store, designer, { personId })
    else await addMember(store, designer, { personId, role, centre })
  }
  return { personId, ...(await accounts.invite({ personId, email, name })), servedAt, planHash }
}

/**
 * Makes a new link for somebody who is in the review already, after it was recorded who does it; the old one, and her old
 * password, end. Without a name the only designer does it.
 */
export async function inviteAgain(
  desk: Desk,
  { email, as }: { readonly email: string; readonly as: string | null },
): Promise<Invitation> {
  const account = (await desk.accounts.list()).find(one => sameAddress(one.email, email) || one.personId === email)
  if (account === undefined) {
    throw new InputError(
      'nobody here has this address or pseudonym',
      {},
      'bedside review status lists who is here; somebody new is invited without --again',
    )
  }
  const { personId } = account
  await inviteMemberAgain(desk.store, await actorNamed(desk, as, EVENT_RULES['member.added'].roles), { personId })
  return { personId, ...(await desk.accounts.inviteAgain(personId)), servedAt: desk.servedAt, planHash: null }
}

/** Opens the review to raters. */
export async function open(desk: Desk, { as }: { readonly as: string | null }): Promise<Receipt> {
  return openReview(desk.store, await actorNamed(desk, as, EVENT_RULES['review.opened'].roles))
}

/** Takes a version of the plan that was registered since into the review, with its reason. */
export async function amend(
  desk: Desk,
  { as, plan, reason }: { readonly as: string | null; readonly plan: JsonValue; readonly reason: string },
): Promise<Receipt> {
  return amendPlan(desk.store, await actorNamed(desk, as, EVENT_RULES['plan.amended'].roles), { plan, reason })
}
