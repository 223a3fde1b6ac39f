/** @file Headers of every answer: nothing from elsewhere runs in the page, and the page runs nowhere else. */
import type { MiddlewareHandler } from 'hono'
import type { Env } from './context.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** A year; browsers then refuse plain http to this host. */
const TRANSPORT = 'max-age=31536000'

/** Adds the headers; answers of the API are kept nowhere. */
export function securityHeaders(publicUrl: string): MiddlewareHandler<Env> {
  const isSecure = publicUrl.startsWith('https:')
  return async (context, next) => {
    await next()
    const { headers } = context.res
    for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value)
    if (isSecure) headers.set('strict-transport-security', TRANSPORT)
    if (context.req.path.startsWith('/api')) headers.set('cache-control', 'no-store')
  }
}
