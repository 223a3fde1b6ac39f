/** @file What is below `/api/auth`: a few routes of ours in front of better-auth, so that no other of its many can be reached. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { HTTP_STATUS, type Problem } from '../api/index.ts'
import { Refusal } from '../store/index.ts'
import type { Attempts, Delays } from './attempts.ts'
import type { Authentication, Oidc } from './authentication.ts'
import { acceptInvitation, readInvitation } from './invitations.ts'
import { hashPassword, LONGEST_PASSWORD } from './password.ts'
import type { Sessions } from './sessions.ts'
import type { AccountDatabase } from './tables.ts'

/** What the routes work with. */
export interface SignInParts {
  readonly db: AccountDatabase
  readonly publicUrl: string
  readonly oidc: Oidc | null
  readonly passwords: Authentication
  signOn(): Promise<Authentication>
  readonly sessions: Sessions
  readonly limits: {
    /** Of an account and an address together. */
    readonly ofPair: Attempts
    readonly ofAddress: Attempts
    readonly ofAccount: Delays
    /** Of an address that shows invitations. */
    readonly ofInvitations: Attempts
  }
  /** Waits until what better-auth changed, if anything, is on the disk. */
  kept(): Promise<void>
  save(): Promise<void>
}

const credentials = z.strictObject({ email: z.string().max(320), password: z.string().max(LONGEST_PASSWORD * 4) })
const secretOnly = z.strictObject({ secret: z.string().max(200) })
const acceptance = z.strictObject({ secret: z.string().max(200), password: z.string().max(LONGEST_PASSWORD * 4) })

/** The sign-on of a hospital may not answer: a person waits no longer than this. */
const SIGN_ON_MILLISECONDS = 10_000

function answer(body: unknown, cookiesOf: Response | null = null, status = 200): Response {
  const headers = new Headers({ 'content-type': 'application/json' })
  for (const cookie of cookiesOf?.headers.getSetCookie() ?? []) headers.append('set-cookie', cookie)
  return new Response(JSON.stringify(body), { status, headers })
}

const problem = (code: Problem['code'], message: string) =>
  answer({ code, message } satisfies Problem, null, HTTP_STATUS[code])

const notFound = () => answer({ code: 'input', message: 'there is no such route' } satisfies Problem, null, 404)
const wrongPassword = () => problem('sign-in', 'address or password is not right; try again, or ask for a new link')

function tooMany(wait: number): Response {
  const response = problem('rate', `too many tries that failed; wait ${wait} seconds`)
  response.headers.set('retry-after', String(wait))
  return response
}

async function bodyOf<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  const body = schema.safeParse(await request.json().catch(() => null))
  if (body.success) return body.data
  const field = body.error.issues[0].path.join('.')
  throw new Refusal(
    'input',
    'expected the body of this route, got another',
    'correct it',
    field === '' ? undefined : field,
  )
}

/** Tries something that can be guessed, and does not try it at all after too many failures or while too many wait. */
async function guarded(attempts: Attempts, key: string, attempt: () => Promise<Response>): Promise<Response> {
  const wait = attempts.begin(key)
  if (wait !== null) return tooMany(wait)
  let succeeded = false
  try {
    const response = await attempt()
    // Too many: not tried, so not failed.
    succeeded = response.ok || response.status === HTTP_STATUS.rate
    return response
  } finally {
    attempts.end(key, succeeded)
  }
}

type Route = (request: Request, parts: SignInParts, address: string) => Promise<Response>

const signIn = async (parts: SignInParts, email: string, password: string) => {
  const { passwords, kept } = parts
  if (!z.email().safeParse(email).success || password.length > LONGEST_PASSWORD) {
    // The same answer after the same work as for any other wrong one.
    await hashPassword(password.slice(0, LONGEST_PASSWORD))
    return wrongPassword()
  }
  const response = await passwords.api.signInEmail({ body: { email, password }, asResponse: true })
  if (!response.ok) return wrongPassword()
  const { user } = (await response.json()) as { user: { id: string } }
  await kept()
  return answer({ personId: user.id }, response)
}

const signInEmail: Route = async (request, parts, address) => {
  const { email, password } = await bodyOf(request, credentials)
  const name = email.trim().toLowerCase()
  const { ofPair, ofAddress, ofAccount } = parts.limits
  return guarded(ofPair, JSON.stringify([name, address]), async () => {
    // Before it takes a place among those who wait for a hash.
    await pause(1000 * ofAccount.secondsFor(name))
    const response = await guarded(ofAddress, address, () => signIn(parts, name, password))
    if (response.status === HTTP_STATUS['sign-in']) ofAccount.failed(name)
    return response
  })
}

const signOut: Route = async (request, { passwords, sessions }) => {
  const { headers } = request
  const response = await sessions.end(headers, () => passwords.api.signOut({ headers, asResponse: true }))
  return answer({}, response)
}

const readInvited: Route = async (request, { db, limits }, address) => {
  const { secret } = await bodyOf(request, secretOnly)
  return guarded(limits.ofInvitations, address, async () => {
    const { name, email, expiresAt } = await readInvitation(db, secret)
    return answer({ name, email, expiresAt })
  })
}

const acceptInvited: Route = async (request, parts, address) => {
  const body = await bodyOf(request, acceptance)
  return guarded(parts.limits.ofInvitations, address, async () => {
    const { personId, email } = await acceptInvitation(parts.db, body)
    parts.sessions.forget(personId)
    await parts.save()
    return signIn(parts, email, body.password)
  })
}

const unreachable = () => problem('fault', 'the sign-on of the hospital does not answer; try again, or use a password')

const signInOidc: Route = async (request, parts) => {
  if (parts.oidc === null) return notFound()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>(resolve => {
    timer = setTimeout(() => resolve(null), SIGN_ON_MILLISECONDS)
  })
  const body = { provider: 'oidc', callbackURL: '/', errorCallbackURL: '/sign-in?problem=oidc', disableRedirect: true }
  const asked = (await parts.signOn()).api.signInSocial({ body, headers: request.headers, asResponse: true })
  const response = await Promise.race([asked.catch(() => null), late]).finally(() => clearTimeout(timer))
  if (response === null || !response.ok) return unreachable()
  const { url } = (await response.json()) as { url: string }
  return answer({ url }, response)
}

const returnFromOidc: Route = async (request, parts) => {
  if (parts.oidc === null) return notFound()
  const { search } = new URL(request.url)
  const address = `${parts.publicUrl}/api/auth/callback/oidc${search}`
  const response = await (await parts.signOn()).handler(new Request(address, { headers: request.headers }))
  await parts.kept()
  const location = response.headers.get('location') === '/' ? '/' : '/sign-in?problem=oidc'
  const headers = new Headers({ location })
  for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(null, { status: 302, headers })
}

/** Method and path below `/api/auth` -> what answers it. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /methods': async (_, { oidc }) => answer({ oidc: oidc?.name ?? null }),
  'POST /sign-in/email': signInEmail,
  'POST /sign-in/oidc': signInOidc,
  'GET /callback/oidc': returnFromOidc,
  'POST /sign-out': signOut,
  'POST /invitation': readInvited,
  'POST /invitation/accept': acceptInvited,
}

/** Answers a request below `/api/auth`; every problem is a `Problem`. */
export async function answerSignIn(request: Request, parts: SignInParts): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '')
  const route = ROUTES[`${request.method} ${path}`]
  if (route === undefined) return notFound()
  try {
    return await route(request, parts, request.headers.get('x-bedside-address') ?? '')
  } catch (error) {
    if (error instanceof Refusal) return problem(error.code, error.message)
    throw error
  }
}
