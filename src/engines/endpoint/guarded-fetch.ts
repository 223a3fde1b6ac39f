/**
 * @file The only place that opens a connection: to the address that the user named, without anything about this
 * machine, and with the whole answer inside one time limit.
 */
import { secondsBetween, timestamp } from '../../support/index.ts'
import { isBelow } from './address.ts'

/** Longest pause in seconds that a server can ask for; a longer one counts as none asked for. */
const LONGEST_PAUSE = 60
const SENT = ['accept', 'content-type', 'authorization'] as const

/** The pause that a server asks for, in seconds: given as such or as a date, which its own clock tells; NaN: none. */
function askedPause(headers: Headers): number {
  const asked = headers.get('retry-after')
  if (asked === null) return Number.NaN
  if (/^\s*\d+(\.\d+)?\s*$/.test(asked)) return Number(asked)
  const pause = secondsBetween(headers.get('date') ?? timestamp(), asked)
  return pause < 0 ? 0 : pause
}

/** Headers of an answer that the client may act on: what it is, and how long to wait. */
function keptHeaders(headers: Headers): Headers {
  const kept = new Headers()
  const type = headers.get('content-type')
  if (type !== null) kept.set('content-type', type)
  const pause = askedPause(headers)
  if (pause >= 0 && pause <= LONGEST_PAUSE) kept.set('retry-after', String(pause))
  return kept
}

/** What `guardedFetch` is asked; the part of the web's `fetch` that a client of an API uses. */
type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/**
 * A `fetch` for one address. It refuses any other, does not follow a redirection (whose target nobody named), sends only
 * the headers that the protocol needs (no name of system, runtime or library; `authorization` only when there is a key),
 * and reads the answer to its end before it returns, so that a server that stops in the middle meets the time limit too.
 */
export function guardedFetch(address: string, key: string | null): Fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!isBelow(url, address)) throw new Error('guardedFetch: expected an address below the one named, got another')
    const given = new Headers(init.headers)
    const headers = new Headers({ 'user-agent': 'bedside' })
    for (const name of SENT) {
      const value = given.get(name)
      if (value !== null && (name !== 'authorization' || key !== null)) headers.set(name, value)
    }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    const body = await response.arrayBuffer()
    const hasBody = body.byteLength > 0 && ![204, 205, 304].includes(response.status)
    return new Response(hasBody ? body : null, { status: response.status, headers: keptHeaders(response.headers) })
  }
}
