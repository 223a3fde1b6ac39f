/** @file What can go wrong with a request, as one kind of error for the whole page. */
import type { Problem } from '../../api/index.ts'

/** The codes of the server, and `offline` for an answer that never came. */
export type ProblemCode = Problem['code'] | 'offline'

/** A request that was not answered with success. `message` is the server's own sentence. */
export class RequestProblem extends Error {
  readonly code: ProblemCode
  /** Seconds that the server asks to wait; null when it says nothing. */
  readonly retryAfter: number | null

  constructor(code: ProblemCode, message: string, retryAfter: number | null = null) {
    super(message)
    this.code = code
    this.retryAfter = retryAfter
  }

  /** True when the same request may succeed later: no connection, too many requests, a fault of the server. */
  get isPassing(): boolean {
    return this.code === 'offline' || this.code === 'rate' || this.code === 'fault'
  }
}

const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = { 400: 'input', 401: 'sign-in', 403: 'role', 429: 'rate' }
const CODES: ReadonlySet<unknown> = new Set<ProblemCode>([
  'role',
  'state',
  'people',
  'slot',
  'key',
  'input',
  'sign-in',
  'rate',
  'fault',
])

/** The problem in an answer; a body that is none of ours (a proxy's page, say) is judged by its status alone. */
export function problemOf(status: number, body: unknown, retryAfter: string | null): RequestProblem {
  const { code, message } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const known = CODES.has(code) ? (code as ProblemCode) : (CODE_OF_STATUS[status] ?? (status < 500 ? 'input' : 'fault'))
  const seconds = Number(retryAfter ?? Number.NaN)
  return new RequestProblem(
    known,
    typeof message === 'string' ? message : '',
    Number.isFinite(seconds) ? seconds : null,
  )
}
