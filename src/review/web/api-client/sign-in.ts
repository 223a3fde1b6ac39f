/** @file Signing in and out: the few calls below `/api/auth`, and what the page may know before anybody is signed in. */
import type { AccountRoutes, SignInOptions } from '../../api/index.ts'
import { request } from './request.ts'

const post = <R extends keyof AccountRoutes>(route: R, body: AccountRoutes[R]['body']) =>
  request('POST', `/api/auth${route.split(' ')[1]}`, body) as Promise<AccountRoutes[R]['answer']>

/** What the page may know before anybody is signed in. Throws RequestProblem. */
export async function signInOptions(): Promise<SignInOptions> {
  return (await request('GET', '/api/sign-in')) as SignInOptions
}

/** Signs in with address and password. Throws RequestProblem: `sign-in` when they do not fit. */
export async function signIn(email: string, password: string): Promise<void> {
  await post('POST /sign-in/email', { email, password })
}

/** Sets the first password, or a new one, with the secret of an invitation. Throws RequestProblem. */
export async function setPassword(token: string, newPassword: string): Promise<void> {
  await post('POST /reset-password', { token, newPassword })
}

/** Where the hospital's sign-on begins. Throws RequestProblem. */
export async function hospitalSignOn(provider: string): Promise<string> {
  return (await post('POST /sign-in/social', { provider, callbackURL: '/', errorCallbackURL: '/sign-in' })).url
}

/** Ends the session. Throws RequestProblem. */
export async function signOut(): Promise<void> {
  await post('POST /sign-out', {})
}
