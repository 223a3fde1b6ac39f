/** @file Accounts of the people of a review: invitations, passwords, the hospital's sign-on, sessions. */
import { z } from 'zod'
import { InputError, makeFolder, timestamp } from '../../support/index.ts'
import { Refusal, type Store } from '../store/index.ts'
import { openAttempts, openDelays } from './attempts.ts'
import { type Authentication, authentication, type Oidc, sessionCookie } from './authentication.ts'
import { type Invitation, makeInvitation } from './invitations.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { readOrMakeSecret } from './secret-file.ts'
import { openSessions } from './sessions.ts'
import { answerSignIn } from './sign-in.ts'
import { openSnapshot } from './snapshot.ts'
import { accountsOf } from './tables.ts'

/** A person as accounts know her. */
export interface AccountLine {
  readonly personId: string
  readonly name: string
  readonly email: string
  readonly hasSignedIn: boolean
}

/** The accounts of a review. Names and addresses of people are here and nowhere else. */
export interface Accounts {
  /**
   * Makes an account without a password; who invites hands the path on. Again for somebody who never signed in or was
   * shut: a new link, and her name as given now. Throws Refusal when she has signed in, her account has another address, or
   * another person has this one.
   */
  invite(person: { readonly personId: string; readonly email: string; readonly name: string }): Promise<Invitation>
  /**
   * A new link for somebody who forgot her password or let the first one grow old; who asks records it first, since the link
   * makes whoever has it that person. Throws Refusal when there is no such account.
   */
  inviteAgain(personId: string): Promise<Invitation>
  /**
   * The person's id when the password is hers, else null: for the console, where what browsers tried counts for nothing.
   * Throws InputError after too many wrong ones there.
   */
  checkPassword(email: string, password: string): Promise<string | null>
  /** Ends all her sessions; she cannot sign in any more. Nothing when there is no such account. */
  shut(personId: string): Promise<void>
  list(): Promise<readonly AccountLine[]>
  /** Who sends a request; null when nobody is signed in. */
  personOf(headers: Headers): Promise<string | null>
  /** Answers what is below `/api/auth`. The server must have checked its origin, and written `x-bedside-address` itself. */
  handle(request: Request): Promise<Response>
}

const personSchema = z.strictObject({
  personId: z.string().min(1).max(200),
  email: z.email().max(320),
  name: z.string().trim().min(1).max(200),
})

/** The address as it is compared: people write theirs in many ways. */
const addressOf = (email: string) => email.trim().toLowerCase()

/** The public address without anything behind the host. Throws InputError when there is more, or no http or https. */
function originOf(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : null
  if (url !== null && ['http:', 'https:'].includes(url.protocol) && ['', '/'].includes(url.pathname + url.search)) {
    return url.origin
  }
  throw new InputError(
    `expected a public address such as https://review.hospital.example, got "${publicUrl}"`,
    {},
    'give scheme, host and port alone',
  )
}

/**
 * Opens the accounts of a review, and makes what lacks: tables beside the review's, and in `folder` the secret that signs
 * cookies and, for an embedded review, the file that accounts are restored from. Asks nothing of the sign-on before
 * somebody uses it. Throws StudyError when one of the files is not what it should be.
 */
export async function openAccounts(options: {
  readonly store: Store
  readonly folder: string
  readonly publicUrl: string
  readonly oidc: Oidc | null
}): Promise<Accounts> {
  const { store, folder, oidc } = options
  const publicUrl = originOf(options.publicUrl)
  makeFolder(folder, 0o700)
  const secret = readOrMakeSecret(folder)
  const snapshot = await openSnapshot(store, folder)
  const db = accountsOf(store.db)
  await db.deleteFrom('session').where('expiresAt', '<', timestamp()).execute()

  const userOf = (personId: string) => db.selectFrom('user').selectAll().where('id', '=', personId).executeTakeFirst()
  /** Something that better-auth did must be kept before it is answered. */
  let unsaved = false
  const hooks = {
    maySignIn: async (personId: string) => (await userOf(personId))?.shut === false,
    async signedIn(personId: string) {
      const { numUpdatedRows } = await db
        .updateTable('user')
        .set({ signedInAt: timestamp() })
        .where('id', '=', personId)
        .where('signedInAt', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows > 0) unsaved = true
    },
    linked() {
      unsaved = true
    },
  }
  const instance = (sso: Oidc | null) => authentication({ db: store.db, secret, publicUrl, oidc: sso, hooks })
  const passwords = await instance(null)
  let signOn: Promise<Authentication> | null = null

  const sessions = openSessions({
    db,
    cookie: sessionCookie(publicUrl),
    alone: store.engine === 'pglite',
    async lookUp(headers) {
      const found = await passwords.api.getSession({ headers })
      if (found === null) return null
      const { token, userId, expiresAt, updatedAt } = found.session
      return { token, personId: userId, expiresAt: expiresAt.toISOString(), seenAt: updatedAt.toISOString() }
    },
  })

  const limits = {
    /** Wrong passwords of one account from one address. */
    ofPair: openAttempts({ most: 10, window: 900 }),
    /** And of one address, whatever account it tries; a hash takes some ten milliseconds, so few wait for one. */
    ofAddress: openAttempts({ most: 100, window: 900, atOnce: 20, altogether: 200 }),
    ofAccount: openDelays(),
    ofInvitations: openAttempts({ most: 100, window: 900, atOnce: 20 }),
  }
  const ofConsole = openAttempts({ most: 10, window: 900 })

  return {
    async invite(input) {
      const person = personSchema.safeParse({ ...input, email: addressOf(input.email) })
      if (!person.success) {
        const field = String(person.error.issues[0].path[0])
        throw new Refusal(
          'input',
          `expected ${field === 'email' ? 'an e-mail address' : `a ${field}`}`,
          'correct it',
          field,
        )
      }
      const { personId: id, email, name } = person.data
      const invitation = await db.transaction().execute(async transaction => {
        const there = await transaction.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst()
        if (there !== undefined && !there.shut && there.signedInAt !== null) {
          throw new Refusal(
            'people',
            'expected a person without an account, got one who has signed in',
            'give her a new link',
          )
        }
        if (there !== undefined && there.email !== email) {
          throw new Refusal(
            'people',
            'expected the address that this person had, got another: it may be of somebody else',
            'give the first one, or another pseudonym',
            'email',
          )
        }
        const other = await transaction.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst()
        if (other !== undefined && other.id !== id) {
          throw new Refusal(
            'people',
            'expected an address of nobody else, got one that has an account',
            'use another',
            'email',
          )
        }
        // Verified by whoever invites: without it the hospital's sign-on could not be tied to the account.
        const row = { name, email, emailVerified: true, shut: false, updatedAt: timestamp() }
        await transaction
          .insertInto('user')
          .values({ id, image: null, createdAt: timestamp(), signedInAt: null, ...row })
          .onConflict(conflict => conflict.column('id').doUpdateSet(row))
          .execute()
        return makeInvitation(transaction, id)
      })
      await snapshot.save()
      return invitation
    },
    async inviteAgain(personId) {
      const invitation = await db.transaction().execute(async transaction => {
        const there = await transaction.selectFrom('user').select('shut').where('id', '=', personId).executeTakeFirst()
        if (there?.shut !== false) {
          throw new Refusal('people', 'expected a person with an account, got none', 'invite her with her address')
        }
        return makeInvitation(transaction, personId)
      })
      await snapshot.save()
      return invitation
    },
    async checkPassword(email, password) {
      const address = addressOf(email)
      const wait = ofConsole.begin(address)
      if (wait !== null) {
        throw new InputError('expected the right password, got too many wrong ones', {}, `wait ${wait} seconds`)
      }
      let succeeded = false
      try {
        const row = await db
          .selectFrom('user')
          .innerJoin('account', 'account.userId', 'user.id')
          .select(['user.id', 'account.password'])
          .where('email', '=', address)
          .where('providerId', '=', 'credential')
          .where('shut', '=', false)
          .executeTakeFirst()
        // As much work for an account that is not there.
        if (row === undefined || row.password === null) await hashPassword(password)
        else succeeded = await verifyPassword(row.password, password)
        return succeeded ? row!.id : null
      } finally {
        ofConsole.end(address, succeeded)
      }
    },
    async shut(personId) {
      await db.transaction().execute(async transaction => {
        const { numUpdatedRows } = await transaction
          .updateTable('user')
          .set({ shut: true, updatedAt: timestamp() })
          .where('id', '=', personId)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return
        for (const table of ['account', 'invitation', 'session'] as const) {
          await transaction.deleteFrom(table).where('userId', '=', personId).execute()
        }
      })
      sessions.forget(personId)
      await snapshot.save()
    },
    async list() {
      const rows = await db.selectFrom('user').select(['id', 'name', 'email', 'signedInAt']).orderBy('id').execute()
      return rows.map(({ id, name, email, signedInAt }) => ({
        personId: id,
        name,
        email,
        hasSignedIn: signedInAt !== null,
      }))
    },
    personOf: headers => sessions.personOf(headers),
    handle: request =>
      answerSignIn(request, {
        db,
        publicUrl,
        oidc,
        passwords,
        signOn: () => {
          signOn ??= instance(oidc)
          return signOn
        },
        sessions,
        limits,
        async kept() {
          if (!unsaved) return
          unsaved = false
          await snapshot.save()
        },
        save: () => snapshot.save(),
      }),
  }
}
