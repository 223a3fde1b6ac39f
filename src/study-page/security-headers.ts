/** @file Headers of every answer: nothing from elsewhere runs in the page, and the page runs nowhere else. */
import type { MiddlewareHandler } from 'hono'

const SHARED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The policy of the page itself: its own script, style sheet and questions. */
export const PAGE_POLICY = `${SHARED}; script-src 'self'; style-src 'self'; connect-src 'self'`

/** The policy of the report: a file that loads nothing and whose style stands in it. */
export const REPORT_POLICY = `${SHARED}; style-src 'unsafe-inline'`

const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  // Texts of cases stay in no cache.
  'cache-control': 'no-store',
}

/** Adds the headers; a route may have set a content policy of its own. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  const { headers } = context.res
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value)
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', PAGE_POLICY)
}
