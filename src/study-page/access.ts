/** @file Who may see the page: whoever has the link that the terminal printed, on this machine, under its own name. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { secretHex } from '../support/index.ts'
import { messagePage } from './message-page.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const SECRET_BYTES = 32

const digest = (text: string) => createHash('sha256').update(text).digest()
const isEqual = (given: string, expected: string) => timingSafeEqual(digest(given), digest(expected))

/** Refuses requests under another name than this machine's own (421): somebody may have pointed a name at us. */
export const ownNameOnly: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host')
  const name = host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null
  if (name === null || !LOOPBACK.has(name)) {
    return context.text('Expected a request to this machine by its own name, got one to another host.\n', 421)
  }
  await next()
  return undefined
}

/** Refuses everything that could change something (405): the page only shows. */
export const readingOnly: MiddlewareHandler = async (context, next) => {
  if (!['GET', 'HEAD'].includes(context.req.method)) {
    return context.text('This page only shows; it takes no other request than GET.\n', 405, { allow: 'GET, HEAD' })
  }
  await next()
  return undefined
}

/** The key of one server: the token in its link, and the cookie that a browser gets for it. */
export interface PageKey {
  readonly token: string
  /** Lets in who has the cookie, gives it to who has the token, and refuses everybody else (403). */
  readonly guard: MiddlewareHandler
}

/**
 * Makes a key that lives as long as this server. Cookies know no ports, so each server's has a name of its own; a browser
 * sends it on requests of this very site only and shows it to no script.
 */
export function pageKey(): PageKey {
  const [token, session] = [secretHex(SECRET_BYTES), secretHex(SECRET_BYTES)]
  const name = `bedside-study-${secretHex(4)}`
  return {
    token,
    async guard(context, next) {
      const given = context.req.query('token')
      if (context.req.path === '/' && given !== undefined && isEqual(given, token)) {
        setCookie(context, name, session, { httpOnly: true, sameSite: 'Strict', path: '/' })
        // Not a redirection: after one, the browser would take the link's own site for the asker and hold the cookie back.
        return context.html(messagePage('One moment', 'Opening the study page.', '/'))
      }
      if (!isEqual(getCookie(context, name) ?? '', session)) {
        return context.html(
          messagePage('This page needs its link', 'Open the whole link that `bedside open` printed in its terminal.'),
          403,
        )
      }
      await next()
      return undefined
    },
  }
}
