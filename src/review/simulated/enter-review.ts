/** @file How a person comes into a review: by her invitation, with a password of her own. */
import { secretHex } from '../../support/index.ts'
import { type Browser, openBrowser, Refused } from './browser.ts'
import { loopbackFetch, loopbackOrigin, type Send } from './loopback-fetch.ts'
import { turns } from './turns.ts'

/** Opens the invitation and sets a password; when that was done but the answer was lost, signs in with it. */
export async function enterReview(browser: Browser, invitation: string): Promise<{ readonly password: string }> {
  const secret = invitation.split('/').at(-1) ?? ''
  const password = secretHex(16)
  const { email } = await browser.call('POST /auth/invitation', { secret })
  try {
    await browser.call('POST /auth/invitation/accept', { secret, password })
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 400) throw error
    await browser.call('POST /auth/sign-in/email', { email, password })
  }
  return { password }
}

const PATIENCE = { away: 10, busy: 60 }

/**
 * Lets a simulated member of the study team set her password, and tells it: two people sign with two. Throws InputError for
 * an address that is not on this machine.
 */
export async function acceptInvitation(url: string, invitation: string, send: Send = loopbackFetch): Promise<string> {
  const browser = openBrowser(loopbackOrigin(url), { send, turn: turns(1), patience: PATIENCE })
  return (await enterReview(browser, invitation)).password
}
