/** @file The only way out of a simulated reviewer: to a server on this machine. */
import { InputError } from '../../support/index.ts'

/** The part of the web's `fetch` that a reviewer's browser uses; tests put a server without sockets in its place. */
export type Send = (url: string, init: RequestInit) => Promise<Response>

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/

/** The origin of a review's address. Throws InputError for any that is not on this machine's loopback. */
export function loopbackOrigin(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || url.protocol !== 'http:' || !LOOPBACK.test(url.hostname) || url.username !== '') {
    throw new InputError(
      'simulated reviewers: expected an http address of this machine, such as http://127.0.0.1:4173, got another',
      {},
      'they must never judge in a review that is served to others',
    )
  }
  return url.origin
}

/** Sends a request to this machine, and follows no redirection, which might lead elsewhere. Throws InputError for another address. */
export const loopbackFetch: Send = async (url, init) => {
  loopbackOrigin(url)
  return fetch(url, { ...init, redirect: 'error' })
}
