/** @file Who acts at the console: a person of the review by her pseudonym, and her password where two people must be two. */
import { type Actor, Refusal, type Role } from '../store/index.ts'
import { SCHEMA } from '../store/tables.ts'
import { memberOf } from '../store/working-set.ts'
import type { Desk } from './desk.ts'

/** Who signs an act. */
export interface Signature {
  readonly as: string | null
  readonly password: string
}

async function activeMembers({ store }: Desk) {
  const rows = await store.db.withSchema(SCHEMA).selectFrom('member').selectAll().orderBy('person_id').execute()
  return rows.map(memberOf).filter(({ active }) => active)
}

/**
 * The person of that pseudonym in the role that she has; without a name the only one whose role may do it. Throws Refusal
 * when there is none, or nobody was named and several may. What her role may not do is refused by the act itself.
 */
export async function actorNamed(desk: Desk, as: string | null, roles: readonly Role[]): Promise<Actor> {
  const members = await activeMembers(desk)
  const able = members.filter(({ role }) => roles.includes(role))
  if (able.length === 0 && as === null) {
    throw new Refusal(
      'people',
      `expected a ${roles.join(' or ')} to do it, got none in this review`,
      'invite one first',
    )
  }
  const names = able.map(({ personId, role }) => `${personId} (${role})`).join(', ') || 'nobody yet'
  if (as === null && able.length !== 1) {
    throw new Refusal('people', `expected who does it, of ${names}; got nobody`, 'name one with --as')
  }
  const found = as === null ? able[0] : members.find(({ personId }) => personId === as)
  if (found === undefined) {
    throw new Refusal('people', `expected an active person of this review, such as ${names}; got another`, 'check --as')
  }
  return { id: found.personId, role: found.role }
}

/** The same, and it is she: by her password. Throws Refusal when it is not hers, or too many wrong ones were tried. */
export async function signedActor(desk: Desk, { as, password }: Signature, roles: readonly Role[]): Promise<Actor> {
  const actor = await actorNamed(desk, as, roles)
  const account = (await desk.accounts.list()).find(({ personId }) => personId === actor.id)
  if (account === undefined) {
    throw new Refusal('people', `${actor.id} has no account here`, 'a designer invites her: bedside review invite')
  }
  if ((await desk.accounts.checkPassword(account.email, password)) !== actor.id) {
    throw new Refusal(
      'people',
      `expected the password of ${actor.id}, got another one`,
      'try again; who has none yet sets it by the link of her invitation',
    )
  }
  return actor
}
