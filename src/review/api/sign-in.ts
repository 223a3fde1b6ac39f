/** @file What the page calls before anybody is signed in, and to sign in and out. */

/** `GET /api/sign-in`: what anybody may know. */
export interface SignInOptions {
  /** Title of the review, as on every page. */
  readonly title: string
  readonly simulated: boolean
  /** Whom to ask for a new link. */
  readonly contact: string
  /** The hospital's sign-on: its id below `/api/auth` and its name on the button; null when there is none. */
  readonly oidc: { readonly provider: string; readonly name: string } | null
}

/** The routes of better-auth below `/api/auth` that the page uses. Problems come with the status of HTTP_STATUS. */
export interface AccountRoutes {
  'POST /sign-in/email': {
    readonly body: { readonly email: string; readonly password: string }
    readonly answer: unknown
  }
  /** `token` is the secret of `/invitation/<secret>`. */
  'POST /reset-password': {
    readonly body: { readonly token: string; readonly newPassword: string }
    readonly answer: unknown
  }
  'POST /sign-in/social': {
    readonly body: { readonly provider: string; readonly callbackURL: string; readonly errorCallbackURL: string }
    readonly answer: { readonly url: string }
  }
  'POST /sign-out': { readonly body: Readonly<Record<string, never>>; readonly answer: unknown }
}
