/** @file The application: what every request passes, in this order, and then its route. */
import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { matchedRoutes } from 'hono/route'
import { seconds, StudyError } from '../../support/index.ts'
import { actorFinder } from './actor.ts'
import { clientAddress } from './address.ts'
import type { App, Env, ServerParts } from './context.ts'
import { hostCheck, jsonCheck, originCheck } from './origin.ts'
import { addPage } from './page.ts'
import { problemOf, respondWith, ServerRefusal } from './problem.ts'
import { type Allowance, rateLimit } from './rate-limit.ts'
import { addMemberRoutes } from './routes/members.ts'
import { addOwnRoutes } from './routes/own.ts'
import { addPlannerRoutes } from './routes/planner.ts'
import { addProposalRoutes } from './routes/proposals.ts'
import { addSlotRoutes } from './routes/slots.ts'
import { addTeamRoutes } from './routes/team.ts'
import { securityHeaders } from './security-headers.ts'

/** What an application is made with, beside the parts that its routes use. */
export interface AppOptions {
  readonly publicUrl: string
  readonly pageFolder: string
  /** Address of the proxy in front; null: none, and X-Forwarded-For is not believed. */
  readonly trustedProxy: string | null
  readonly allowances: { readonly ofAddress: Allowance; readonly ofPerson: Allowance }
  /** Gets a line for each request: number, method, pattern of the route, status, milliseconds. Nothing that it holds. */
  log(line: string): void
}

/** A judgement with the longest comment has some 100 kB. */
const LARGEST_BODY = 256 * 1024

/** What the API knows; other methods are no route, before anything reads a body that they may not have. */
const METHODS = new Set(['GET', 'HEAD', 'POST'])

/** The header in which the address travels to the accounts; whatever a client sends in it is replaced. */
const ADDRESS_HEADER = 'x-bedside-address'

/** The route as it is written in the program: an id or a secret in the path stays out of the log. */
function patternOf(context: Context<Env>): string {
  const routes = matchedRoutes(context).filter(({ path }) => !['*', '/*', '/api/*'].includes(path))
  return (routes.find(({ method }) => method !== 'ALL') ?? routes[0])?.path ?? '*'
}

/** A fault for who runs the server: our own words, or of those of others only where it happened; they may hold a value. */
function describeFault(error: Error): string {
  if (error instanceof StudyError) return error.message
  const place = error.stack?.split('\n').find(line => line.trimStart().startsWith('at '))
  return `${error.name} ${place?.trim() ?? ''}`
}

/** Makes the application. */
export function reviewApp(parts: ServerParts, options: AppOptions): App {
  const { publicUrl, pageFolder, trustedProxy, allowances, log } = options
  const app: App = new Hono<Env>()
  const limitAddress = rateLimit(allowances.ofAddress)
  const limitPerson = rateLimit(allowances.ofPerson)
  const findActor = actorFinder(parts)
  let requests = 0

  app.use(async (context, next) => {
    const number = ++requests
    const start = seconds()
    context.set('number', number)
    await next()
    const pattern = patternOf(context)
    const took = ((seconds() - start) * 1000).toFixed(0)
    log(`${number} ${context.req.method} ${pattern} ${context.res.status} ${took} ms`)
  })
  app.use(securityHeaders(publicUrl))
  app.use(hostCheck(publicUrl))
  app.use(async (context, next) => {
    const socket = getConnInfo(context).remote.address
    const address = clientAddress(socket, context.req.header('x-forwarded-for'), trustedProxy)
    context.set('address', address)
    limitAddress(address)
    await next()
  })
  app.use('/api/*', async (context, next) => {
    if (!METHODS.has(context.req.method)) throw new ServerRefusal('input', 'there is no such route', 404)
    await next()
  })
  app.use('/api/*', originCheck(publicUrl), jsonCheck)
  app.use(
    '/api/*',
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: () => {
        throw new ServerRefusal('input', `expected a body of at most ${LARGEST_BODY} bytes, got more`, 413)
      },
    }),
  )

  app.all('/api/auth/*', async context => {
    const { url, method, raw } = context.req
    const headers = new Headers(raw.headers)
    headers.set(ADDRESS_HEADER, context.get('address'))
    const body = method === 'GET' || method === 'HEAD' ? null : await context.req.text()
    return parts.accounts.handle(new Request(url, { method, headers, body }))
  })
  app.use('/api/*', async (context, next) => {
    const actor = await findActor(context.req.raw.headers)
    limitPerson(actor.id)
    context.set('actor', actor)
    await next()
  })
  addOwnRoutes(app, parts)
  addSlotRoutes(app, parts)
  addTeamRoutes(app, parts)
  addMemberRoutes(app, parts)
  addProposalRoutes(app, parts)
  addPlannerRoutes(app, parts)
  app.all('/api/*', () => {
    throw new ServerRefusal('input', 'there is no such route', 404)
  })
  addPage(app, pageFolder)
  app.notFound(() => respondWith({ code: 'input', message: 'there is no such route' }, 404))
  app.onError((error, context) => {
    const number = context.get('number')
    const { problem, status } = problemOf(error, number)
    if (status === 500) log(`${number} fault: ${describeFault(error)}`)
    return respondWith(problem, status, error instanceof ServerRefusal ? error.wait : null)
  })
  return app
}
