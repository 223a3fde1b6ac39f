/** @file The routes below `/api/auth`: signing in and out, and what an invitation opens. Sessions are cookies that no script reads. */

/** Method and path -> body and answer; a problem is a `Problem`, as everywhere. */
export interface SignInRoutes {
  /** Which ways of signing in there are; `oidc` is the name on the hospital's button, or null. */
  'GET /auth/methods': { readonly answer: { readonly oidc: string | null } }
  /** Wrong password and unknown address get the same answer (401); too many tries get 429. */
  'POST /auth/sign-in/email': {
    readonly body: { readonly email: string; readonly password: string }
    readonly answer: { readonly personId: string }
  }
  /** The browser goes on to `url`, and comes back to `/`, or to `/sign-in?problem=oidc` when it did not work. */
  'POST /auth/sign-in/oidc': {
    readonly body: Readonly<Record<string, never>>
    readonly answer: { readonly url: string }
  }
  'POST /auth/sign-out': {
    readonly body: Readonly<Record<string, never>>
    readonly answer: Readonly<Record<string, never>>
  }
  /** Looks at an invitation; `secret` is the last part of the page's path `/invitation/<secret>`. 400 when it is used or old. */
  'POST /auth/invitation': {
    readonly body: { readonly secret: string }
    readonly answer: { readonly name: string; readonly email: string; readonly expiresAt: string }
  }
  /** Sets the password (12 characters or more), uses the invitation up, and signs her in. */
  'POST /auth/invitation/accept': {
    readonly body: { readonly secret: string; readonly password: string }
    readonly answer: { readonly personId: string }
  }
}
