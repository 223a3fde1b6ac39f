/** @file Where a request comes from: the right host (no other name may be pointed at us), the page itself, and JSON. */
import type { MiddlewareHandler } from 'hono'
import type { Env } from './context.ts'
import { ServerRefusal } from './problem.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Host name of a `Host` header, without its port; null when it is none. */
function hostName(host: string | undefined): string | null {
  return host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null
}

/** Refuses requests to another host than the public one or this machine's own: somebody may have pointed a name at us. */
export function hostCheck(publicUrl: string): MiddlewareHandler<Env> {
  const own = new URL(publicUrl).hostname
  return async (context, next) => {
    const name = hostName(context.req.header('host'))
    if (name === null || (name !== own && !LOOPBACK.has(name))) {
      throw new ServerRefusal('input', `expected a request to ${new URL(publicUrl).host}, got one to another host`, 421)
    }
    await next()
  }
}

/**
 * Refuses what changes something and does not come from the page: the header `Origin` must be the public address, or this
 * machine's own under which it was called; a browser that sends none must say that it is of the same origin.
 */
export function originCheck(publicUrl: string): MiddlewareHandler<Env> {
  const own = new URL(publicUrl).origin
  return async (context, next) => {
    if (CHANGING.has(context.req.method)) {
      const origin = context.req.header('origin')
      const host = context.req.header('host')
      const isLocal = LOOPBACK.has(hostName(host) ?? '') && origin === `http://${host}`
      const isSame = origin === own || isLocal
      if (origin === undefined ? context.req.header('sec-fetch-site') !== 'same-origin' : !isSame) {
        throw new ServerRefusal('role', `expected a request from the page of the review (Origin: ${own}), got another`)
      }
    }
    await next()
  }
}

/** Refuses bodies that are not JSON: those another site can make a browser send without asking. */
export const jsonCheck: MiddlewareHandler<Env> = async (context, next) => {
  const type = context.req.header('content-type')
  const isEmpty =
    type === undefined &&
    (context.req.header('content-length') ?? '0') === '0' &&
    context.req.header('transfer-encoding') === undefined
  const isJson = type?.split(';')[0].trim().toLowerCase() === 'application/json'
  if (CHANGING.has(context.req.method) && !isJson && !isEmpty) {
    throw new ServerRefusal('input', 'expected a body in JSON (content-type: application/json), got another', 415)
  }
  await next()
}
