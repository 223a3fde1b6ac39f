/** @file From what was thrown to what is answered: one line, never a stack, never a text of a case. */
import { InputError } from '../../support/index.ts'
import { HTTP_STATUS, type Problem } from '../api/index.ts'
import { Refusal } from '../store/index.ts'

/** A refusal of the server itself: it knows no person, no route, or too many requests. */
export class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal'
  readonly code: Problem['code']
  readonly status: number
  /** Seconds to wait, where waiting helps. */
  readonly wait: number | null

  /** @param message what was expected and got; @param status another one than the code's. */
  constructor(code: Problem['code'], message: string, status: number = HTTP_STATUS[code], wait: number | null = null) {
    super(message)
    this.code = code
    this.status = status
    this.wait = wait
  }
}

/** The answer to a request that failed; what nobody expected is said in the same words for everything. */
export function problemOf(error: unknown, number: number): { readonly problem: Problem; readonly status: number } {
  if (error instanceof ServerRefusal) {
    return { problem: { code: error.code, message: error.message }, status: error.status }
  }
  if (error instanceof InputError) {
    const code = error instanceof Refusal ? error.code : 'input'
    return { problem: { code, message: error.message }, status: HTTP_STATUS[code] }
  }
  const message = `the server could not do this, and nothing of it was saved; try again, or tell the study team (request ${number})`
  return { problem: { code: 'fault', message }, status: HTTP_STATUS.fault }
}

/** The answer as it is sent. */
export function respondWith(problem: Problem, status: number, wait: number | null = null): Response {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  if (wait !== null) headers.set('retry-after', String(wait))
  // What is left of the body is not read for long: the next request must not go behind it.
  if (status === 413) headers.set('connection', 'close')
  return new Response(JSON.stringify(problem), { status, headers })
}
