/** @file Starts the server of a review, and ends it when what is under way is done. */
import { createAdaptorServer } from '@hono/node-server'
import { InputError } from '../../support/index.ts'
import { type AppOptions, reviewApp } from './app.ts'
import type { ServerParts } from './context.ts'

/** What a server is started with; what may be left out has a default. */
export interface ReviewServerOptions {
  readonly store: ServerParts['store']
  readonly accounts: ServerParts['accounts']
  /** Where the built page lies. */
  readonly pageFolder: string
  readonly host: string
  /** 0: one that is free. */
  readonly port: number
  /** The address that browsers use, such as https://review.hospital.example. */
  readonly publicUrl: string
  readonly planner: ServerParts['planner']
  readonly casesKnownTo?: ServerParts['casesKnownTo']
  readonly trustedProxy?: string | null
  readonly allowances?: AppOptions['allowances']
  readonly log?: AppOptions['log']
}

/** A page asks a few times a minute; what is left is for simulated raters, and for a hospital behind one address. */
const ALLOWANCES: AppOptions['allowances'] = {
  ofAddress: { atOnce: 20_000, perSecond: 1000 },
  ofPerson: { atOnce: 3000, perSecond: 50 },
}

/** What is under way may take so long when the server is closed. */
const GRACE_MILLISECONDS = 10_000

/**
 * Starts the server and resolves when it takes requests. `close` refuses new connections and waits for what is under way;
 * store and accounts stay open. Throws InputError when the port is taken or not allowed.
 */
export async function startReviewServer(
  options: ReviewServerOptions,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { store, accounts, planner, pageFolder, host, port, publicUrl } = options
  const { casesKnownTo = async () => new Set<string>(), trustedProxy = null, allowances = ALLOWANCES } = options
  const { log = () => undefined } = options
  const app = reviewApp(
    { store, accounts, planner, casesKnownTo },
    { publicUrl, pageFolder, trustedProxy, allowances, log },
  )
  const server = createAdaptorServer({
    fetch: app.fetch,
    hostname: host,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: 60_000, headersTimeout: 20_000 },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => {
      const code = (error as NodeJS.ErrnoException).code ?? 'no reason given'
      reject(new InputError(`cannot listen on ${host}:${port} (${code})`, {}, 'choose another port'))
    })
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as { readonly port: number }
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${name}:${taken}`,
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      if ('closeIdleConnections' in server) server.closeIdleConnections()
      const late = setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections()
      }, GRACE_MILLISECONDS)
      await closed
      clearTimeout(late)
    },
  }
}
