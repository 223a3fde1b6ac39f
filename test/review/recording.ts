/** @file Every byte that a browser receives: what was asked, and status, headers and body of what came back. */
import type { Send } from '../../src/review/simulated/index.ts'

/** One response. */
export interface Recording {
  readonly role: string
  readonly person: string
  readonly method: string
  readonly path: string
  readonly status: number
  /** `name: value`, in the order in which they came. */
  readonly headers: readonly string[]
  readonly body: string
}

/** A way to the server that keeps what comes back. */
export function recorded(who: { readonly role: string; readonly person: string }, into: Recording[], send: Send): Send {
  return async (url, init) => {
    const response = await send(url, init)
    const body = await response.clone().text()
    const { pathname, search } = new URL(url)
    into.push({
      ...who,
      method: init.method ?? 'GET',
      path: pathname + search,
      status: response.status,
      headers: [...response.headers].map(([name, value]) => `${name}: ${value}`),
      body,
    })
    return response
  }
}
