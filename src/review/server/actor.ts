/** @file Who acts: the person of the session, in the role that she has in the review. */
import type { Accounts } from '../accounts/index.ts'
import { type Actor, findRole, type Role, type Store } from '../store/index.ts'
import { ServerRefusal } from './problem.ts'

/**
 * Finds the actor of a request. A role never changes, so it is asked for once; whether she is still active is asked by
 * every function of the store. Throws ServerRefusal for nobody (401) and for somebody who is not of the review (403).
 */
export function actorFinder({ store, accounts }: { readonly store: Store; readonly accounts: Accounts }) {
  const roles = new Map<string, Role>()
  return async (headers: Headers): Promise<Actor> => {
    const id = await accounts.personOf(headers)
    if (id === null) throw new ServerRefusal('sign-in', 'expected somebody who is signed in, got nobody; sign in')
    const role = roles.get(id) ?? (await findRole(store, id))
    if (role === null)
      throw new ServerRefusal('role', 'expected a member of this review, got somebody else; ask a designer')
    roles.set(id, role)
    return { id, role }
  }
}
