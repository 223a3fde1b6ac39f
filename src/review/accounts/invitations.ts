/** @file Invitations: a secret that sets a password, once, within a week; the same for a password that was forgotten. */
import { secondsBetween, secretHex, sha256, timestamp, timestampIn } from '../../support/index.ts'
import { Refusal } from '../store/index.ts'
import { hashPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password.ts'
import type { AccountDatabase } from './tables.ts'

/** An invitation as it is handed on: nothing sends it, who invites gives the path to the person. */
export interface Invitation {
  /** Relative to the public address. */
  readonly path: string
  readonly expiresAt: string
}

const WEEK = 7 * 24 * 3600

/** Makes an invitation for somebody who has an account; an earlier one of hers is worth nothing from then on. */
export async function makeInvitation(db: AccountDatabase, userId: string): Promise<Invitation> {
  const secret = secretHex(32)
  const expiresAt = timestampIn(WEEK)
  await db.deleteFrom('invitation').where('userId', '=', userId).execute()
  await db
    .insertInto('invitation')
    .values({ secretHash: sha256(secret), userId, expiresAt })
    .execute()
  return { path: `/invitation/${secret}`, expiresAt }
}

const unusable = () =>
  new Refusal(
    'input',
    'expected an invitation that can be used, got one that was used or is too old',
    'ask for a new one',
  )

/** Whom an invitation is for. Throws Refusal when it was used, is too old or never was. */
export async function readInvitation(db: AccountDatabase, secret: string) {
  const row = await db
    .selectFrom('invitation')
    .innerJoin('user', 'user.id', 'invitation.userId')
    .select(['user.id', 'user.name', 'user.email', 'user.shut', 'invitation.expiresAt'])
    .where('secretHash', '=', sha256(secret))
    .executeTakeFirst()
  if (row === undefined || row.shut) throw unusable()
  const expiresAt = (row.expiresAt as Date).toISOString()
  if (secondsBetween(timestamp(), expiresAt) <= 0) throw unusable()
  return { personId: row.id, name: row.name, email: row.email, expiresAt }
}

/**
 * Uses an invitation up: sets the password of its person and ends all her sessions. Throws Refusal when the password is
 * too short or the invitation cannot be used; of two requests at once one succeeds.
 */
export async function acceptInvitation(
  db: AccountDatabase,
  { secret, password }: { readonly secret: string; readonly password: string },
): Promise<{ readonly personId: string; readonly email: string }> {
  const { personId, email } = await readInvitation(db, secret)
  const length = [...password].length
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
    const bounds = `${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD}`
    throw new Refusal(
      'input',
      `expected a password of ${bounds} characters, got ${length}`,
      'choose another',
      'password',
    )
  }
  const hash = await hashPassword(password)
  await db.transaction().execute(async transaction => {
    const used = await transaction
      .deleteFrom('invitation')
      .where('secretHash', '=', sha256(secret))
      .returning('userId')
      .executeTakeFirst()
    if (used === undefined) throw unusable()
    await transaction
      .deleteFrom('account')
      .where('userId', '=', personId)
      .where('providerId', '=', 'credential')
      .execute()
    const now = timestamp()
    await transaction
      .insertInto('account')
      .values({
        id: secretHex(16),
        // As better-auth names an account with a password.
        providerId: 'credential',
        accountId: personId,
        userId: personId,
        password: hash,
        createdAt: now,
        updatedAt: now,
      } as never)
      .execute()
    await transaction
      .updateTable('user')
      .set({ signedInAt: now })
      .where('id', '=', personId)
      .where('signedInAt', 'is', null)
      .execute()
    await transaction.deleteFrom('session').where('userId', '=', personId).execute()
  })
  return { personId, email }
}
