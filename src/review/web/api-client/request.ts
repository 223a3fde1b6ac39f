/** @file The only place of the page that opens a connection, and only to its own origin. */
import { problemOf, RequestProblem } from './problem.ts'

/** How long an answer may take before the connection counts as lost. */
const LIMIT_MS = 30_000

/**
 * Sends JSON to a path of this origin and reads JSON. Throws RequestProblem: the server's, or `offline` when no answer
 * came. Redirections are refused, since none of ours sends any.
 */
export async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  let response: Response
  let text: string
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(LIMIT_MS),
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    text = await response.text()
  } catch {
    throw new RequestProblem('offline', '')
  }
  let answer: unknown = null
  try {
    if (text !== '') answer = JSON.parse(text)
  } catch {
    // Not ours: a proxy in between. A success that cannot be read is no success.
    throw problemOf(response.ok ? 502 : response.status, null, response.headers.get('retry-after'))
  }
  if (!response.ok) throw problemOf(response.status, answer, response.headers.get('retry-after'))
  return answer
}
