/** @file What a browser does for a reviewer: cookies, origin, JSON, and patience with a server that is away for a while. */
import { setTimeout as wait } from 'node:timers/promises'
import { StudyError } from '../../support/index.ts'
import type { Problem, Routes, SignInRoutes } from '../api/index.ts'
import type { Send } from './loopback-fetch.ts'
import type { Turns } from './turns.ts'

type AllRoutes = Routes & SignInRoutes
type Route = keyof AllRoutes
type Answer<R extends Route> = AllRoutes[R]['answer']
type Body<R extends Route> = AllRoutes[R] extends { readonly body: infer B } ? B : undefined

/** An answer that is no success. */
export class Refused extends Error {
  readonly status: number
  readonly code: Problem['code'] | null

  constructor(route: string, status: number, code: Problem['code'] | null, message: string) {
    super(`simulated reviewer: ${route} was answered ${status}${message === '' ? '' : `: ${message}`}`)
    this.status = status
    this.code = code
  }
}

/** A browser window of one person. */
export interface Browser {
  /** Calls a route; `id` stands for `:id`. Throws Refused, and StudyError when the server stays away. */
  call<R extends Route>(route: R, body?: Body<R>, id?: string): Promise<Answer<R>>
}

/** How long to wait for what, in seconds. */
export interface Patience {
  /** For a server that does not answer. */
  readonly away: number
  /** For one that says that it is asked too often. */
  readonly busy: number
}

const FIRST_PAUSE = 0.05
const LONGEST_PAUSE = 2

/** Keeps what `set-cookie` says; an empty value or an age of 0 takes a cookie away. */
function keepCookies(jar: Map<string, string>, headers: Headers): void {
  for (const line of headers.getSetCookie()) {
    const [pair, ...attributes] = line.split(';').map(part => part.trim())
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    if (value === '' || attributes.some(part => /^max-age=0$/i.test(part))) jar.delete(name)
    else jar.set(name, value)
  }
}

/** The pause that a server asks for, in seconds. */
function askedPause(headers: Headers, otherwise: number): number {
  const asked = Number(headers.get('retry-after') ?? Number.NaN)
  return asked >= 0 ? asked : otherwise
}

async function problemOf(response: Response): Promise<Partial<Problem>> {
  try {
    return (await response.json()) as Partial<Problem>
  } catch {
    return {}
  }
}

/** A window at the review's origin, with an empty jar of cookies. */
export function openBrowser(origin: string, options: { send: Send; turn: Turns; patience: Patience }): Browser {
  const { send, turn, patience } = options
  const jar = new Map<string, string>()

  const request = async (method: string, path: string, body: unknown): Promise<Response> => {
    const headers = new Headers({ accept: 'application/json' })
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    if (method !== 'GET') {
      headers.set('origin', origin)
      headers.set('sec-fetch-site', 'same-origin')
      headers.set('content-type', 'application/json')
    }
    const response = await send(`${origin}/api${path}`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    })
    keepCookies(jar, response.headers)
    return response
  }

  return {
    async call(route, body, id = '') {
      const [method, pattern] = route.split(' ')
      const path = pattern.replace(':id', encodeURIComponent(id))
      let pause = FIRST_PAUSE
      let [away, busy] = [0, 0]
      for (;;) {
        let response: Response | null = null
        try {
          response = await turn(() => request(method, path, body))
          if (response.ok) return (await response.json()) as never
        } catch (error) {
          // A connection that was refused, or cut in the middle of an answer: the server starts again, or is gone.
          if (!(error instanceof TypeError)) throw error
          response = null
        }
        const isBusy = response?.status === 429
        const isAway = response === null || response.status === 503
        if (response !== null && !isBusy && !isAway) {
          const { code = null, message = '' } = await problemOf(response)
          throw new Refused(route, response.status, code, message)
        }
        const seconds = isBusy ? askedPause(response!.headers, pause) : pause
        if (isBusy) busy += seconds
        else away += seconds
        if (away > patience.away || busy > patience.busy) {
          throw new StudyError(
            `simulated reviewers: expected an answer to ${route}, got none for ${Math.round(away + busy)} s`,
          )
        }
        await wait(seconds * 1000)
        pause = Math.min(LONGEST_PAUSE, pause * 2)
      }
    },
  }
}
