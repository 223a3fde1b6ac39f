/** @file Why a server gave no answer, in words of our own: what a server writes may repeat what it was sent. */
import type { APIConnectionTimeoutError, APIError } from 'openai'
import type { Served } from './served.ts'

/** A request that came to nothing. */
export interface EndpointFailure {
  readonly id: string
  /**
   * `request`: the server refuses this very request; `refusal`: the model, or a filter behind it, answered that it will
   * not; `passing`: it may be answered another time; `setup`: none will be answered until a setting or the server is
   * mended; `limit`: it was not sent, since it could go beyond the most that may be spent.
   */
  readonly kind: 'request' | 'refusal' | 'passing' | 'setup' | 'limit'
  /** A clause without anything that was sent or received: `the server answered 400 (context_length_exceeded)`. */
  readonly says: string
  /** Of a refusal: what it cost and how it was drawn. */
  readonly served?: Served
}

/** Codes that servers give beside the status and that help; any other text of theirs is not repeated. */
const CODES = new Set([
  'content_filter',
  'content_policy_violation',
  'context_length_exceeded',
  'insufficient_quota',
  'invalid_api_key',
  'model_not_found',
  'rate_limit_exceeded',
  'unsupported_parameter',
])
/** What a broken connection is called by the system. */
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
])
const SETUP_STATUS = new Set([401, 403, 404, 405])
const PASSING_STATUS = new Set([408, 409, 425, 429])

/** The code of the deepest cause that has one that is known. */
function systemCode(error: unknown, depth = 0): string | null {
  const { code, cause, errors } = (error ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] }
  if (typeof code === 'string' && (CONNECTION_CODES.has(code) || code.startsWith('UND_ERR'))) return code
  return depth > 4 ? null : (systemCode(errors?.[0] ?? cause ?? null, depth + 1) ?? null)
}

/** The constructors of the client's errors. */
export interface ClientErrors {
  readonly APIError: typeof APIError
  readonly APIConnectionTimeoutError: typeof APIConnectionTimeoutError
}

/** Says why a request failed for good. `tries` counts the first one; `timeout` is in seconds. */
export function describeFailure(
  id: string,
  error: unknown,
  { APIError, APIConnectionTimeoutError }: ClientErrors,
  { tries, timeout }: { readonly tries: number; readonly timeout: number },
): EndpointFailure {
  const after = tries === 1 ? 'after 1 try' : `after ${tries} tries`
  if (error instanceof APIConnectionTimeoutError) {
    return { id, kind: 'passing', says: `no answer within ${timeout} s, ${after}` }
  }
  if (!(error instanceof APIError)) {
    return { id, kind: 'passing', says: 'expected a chat completion, got something else' }
  }
  const { status } = error
  if (status === undefined) {
    const code = systemCode(error)
    const refused = code === 'ECONNREFUSED' || code === 'ENOTFOUND'
    return {
      id,
      kind: refused ? 'setup' : 'passing',
      says: `no connection${code === null ? '' : ` (${code})`}, ${after}`,
    }
  }
  const named = typeof error.code === 'string' && CODES.has(error.code) ? ` (${error.code})` : ''
  if (status >= 300 && status < 400) {
    return { id, kind: 'setup', says: `the server answered ${status}, which leads to another address; name that one` }
  }
  const kind =
    SETUP_STATUS.has(status) || error.code === 'insufficient_quota'
      ? 'setup'
      : status >= 500 || PASSING_STATUS.has(status)
        ? 'passing'
        : 'request'
  return { id, kind, says: `the server answered ${status}${named}${kind === 'passing' ? `, ${after}` : ''}` }
}
