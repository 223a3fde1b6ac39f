/** @file Serves the study page on this machine until it is stopped. */
import { createAdaptorServer } from '@hono/node-server'
import { loadStudy } from '../study/index.ts'
import { InputError } from '../support/index.ts'
import { pageKey } from './access.ts'
import { studyPageApp } from './app.ts'
import { studyPage } from './page.ts'
import { studyWatch, type WatchedStudy } from './study-watch.ts'

/** Where the page is served unless it is told otherwise; the review has the port before. */
export const DEFAULT_PAGE_PORT = 4174
/** This machine alone: the page has texts of cases, and no TLS. */
const HOST = '127.0.0.1'

/** What is served, where, and for how long. */
export interface StudyPageOptions extends WatchedStudy {
  /** 0: one that is free. */
  readonly port: number
  readonly signal: AbortSignal
  /** Given the link with its token, as soon as it is served. */
  onServed(link: string): void
  /** Given a line about a fault: where it happened, and nothing of what was read. */
  say(line: string): void
}

/** Where an unexpected error happened; its message may hold a text. */
function describeFault(error: Error): string {
  const place = error.stack?.split('\n').find(line => line.trimStart().startsWith('at '))
  return `a fault of the page: ${error.name} ${place?.trim() ?? ''}`
}

/**
 * Serves the page until the signal aborts. Throws InputError when the study file cannot be read at the start, or the port is
 * taken or not allowed. Writes nothing.
 */
export async function serveStudyPage(options: StudyPageOptions): Promise<void> {
  const { file, port, signal, onServed, say } = options
  const look = studyWatch(options)
  let out = loadStudy(file).out
  const page = studyPage(async () => {
    const view = await look()
    out = view.study.out
    return view
  })
  const key = pageKey()
  const app = studyPageApp({ page, key, outOf: () => out, onFault: error => say(describeFault(error)) })
  const server = createAdaptorServer({
    fetch: app.fetch,
    hostname: HOST,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: 60_000, headersTimeout: 20_000 },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => {
      const code = (error as NodeJS.ErrnoException).code ?? 'no reason given'
      const reason = code === 'EADDRINUSE' ? 'another program has it' : code
      reject(
        new InputError(
          `cannot listen on ${HOST}:${port} (${reason})`,
          { field: '--port' },
          'give another one, or 0 for one that is free',
        ),
      )
    })
    server.listen(port, HOST, resolve)
  })
  try {
    const { port: taken } = server.address() as { readonly port: number }
    onServed(`http://${HOST}:${taken}/?token=${key.token}`)
    await new Promise<void>(resolve => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
  } finally {
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    if ('closeAllConnections' in server) server.closeAllConnections()
    await closed
  }
}
