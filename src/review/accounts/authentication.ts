/** @file better-auth as this review uses it: passwords, sessions and the hospital's sign-on; no sign-up, no telemetry, no log. */
import type { Store } from '../store/index.ts'
import { hashPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD, verifyPassword } from './password.ts'
import { LONGEST_SECONDS } from './sessions.ts'
import { ACCOUNT_SCHEMA } from './tables.ts'

/** A hospital's sign-on, by OpenID Connect. */
export interface Oidc {
  /** Its address; the description lies below it at `/.well-known/openid-configuration`. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What the button says. */
  readonly name: string
}

/** What happens around signing in. */
export interface SignInHooks {
  /** Whether this person may have a session now. */
  maySignIn(personId: string): Promise<boolean>
  signedIn(personId: string): Promise<void>
  /** The hospital's account was tied to hers. */
  linked(): void
}

const isSecure = (publicUrl: string) => publicUrl.startsWith('https:')

/** What names of cookies begin with: over TLS no other host of the domain can set one that is taken for ours. */
const cookiePrefix = (publicUrl: string) => `${isSecure(publicUrl) ? '__Host-' : ''}bedside`

/** Name of the cookie that names a session. */
export const sessionCookie = (publicUrl: string): string => `${cookiePrefix(publicUrl)}.session_token`

/** Makes the instance; with `oidc` it asks the issuer for its description, at its first use. */
export async function authentication(options: {
  readonly db: Store['db']
  readonly secret: string
  readonly publicUrl: string
  readonly oidc: Oidc | null
  readonly hooks: SignInHooks
}) {
  const { db, secret, publicUrl, oidc, hooks } = options
  // Here, since a quarter of the start of every command would be spent on it.
  const [{ betterAuth }, { genericOAuth }] = await Promise.all([import('better-auth'), import('better-auth/plugins')])
  const plugins =
    oidc === null
      ? []
      : [
          genericOAuth({
            config: [
              {
                providerId: 'oidc',
                name: oidc.name,
                discoveryUrl: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
                requireIdTokenVerification: true,
                clientId: oidc.clientId,
                clientSecret: oidc.clientSecret,
                scopes: ['openid', 'email', 'profile'],
                pkce: true,
                disableSignUp: true,
              },
            ],
          }),
        ]
  return betterAuth({
    appName: 'bedside',
    baseURL: publicUrl,
    basePath: '/api/auth',
    // Both, and everything else that it would read from the environment.
    secret,
    secrets: [{ version: 1, value: secret }],
    trustedOrigins: [publicUrl],
    telemetry: { enabled: false },
    // It would print addresses of people.
    logger: { disabled: true },
    // Ours count by name and by address, also where many doctors share one address.
    rateLimit: { enabled: false },
    database: { db, type: 'postgres', schemaName: ACCOUNT_SCHEMA },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    session: { expiresIn: LONGEST_SECONDS, disableSessionRefresh: true },
    account: { storeStateStrategy: 'cookie', updateAccountOnSignIn: false },
    advanced: {
      cookiePrefix: cookiePrefix(publicUrl),
      // It would put a weaker prefix before ours.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isSecure(publicUrl) },
      // The server has checked where a request comes from before it gets here.
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { disableIpTracking: true },
      // The page is static, so its requests for data are of the same site also after a link from a mail or the sign-on.
      cookies: { session_token: { attributes: { sameSite: 'strict' } } },
    },
    databaseHooks: {
      session: {
        create: {
          before: async session =>
            (await hooks.maySignIn(session.userId))
              ? { data: { ...session, userAgent: null, ipAddress: null } }
              : false,
          after: session => hooks.signedIn(session.userId),
        },
      },
      account: {
        create: {
          // Nothing is ever asked of the sign-on again: its tokens need not lie here.
          before: async account => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null },
          }),
          after: async () => hooks.linked(),
        },
      },
    },
    plugins,
  })
}

/** An instance of better-auth. */
export type Authentication = Awaited<ReturnType<typeof authentication>>
