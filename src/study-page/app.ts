/** @file The application: what every request passes, in this order, and the few things that are served. */
import { realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono } from 'hono'
import { isInsideFolder } from '../support/index.ts'
import { ownNameOnly, type PageKey, readingOnly } from './access.ts'
import { messagePage } from './message-page.ts'
import type { StudyPage } from './page.ts'
import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'
import { REPORT_POLICY, securityHeaders } from './security-headers.ts'

/** Path of a report -> its file below the study's output: these two, and no other file of the disk. */
const REPORTS = [
  ['/report', 'report/report.html'],
  ['/report-zh', 'report-zh/report.html'],
] as const

/** The text of a report, or null when it is not there or a link leads out of the study's folder. */
async function readReport(out: string, file: string): Promise<string | null> {
  try {
    const path = realpathSync(join(out, file))
    return isInsideFolder(path, realpathSync(out)) ? await readFile(path, 'utf8') : null
  } catch {
    return null
  }
}

/** Makes the application. `outOf`: the study's output folder, which its file may change. */
export function studyPageApp({
  page,
  key,
  outOf,
  onFault,
}: {
  readonly page: StudyPage
  readonly key: PageKey
  outOf(): string
  onFault(error: Error): void
}): Hono {
  const app = new Hono()
  app.use(securityHeaders, ownNameOnly, readingOnly)
  // Nothing of a study is in these; the pages that refuse need them.
  app.get('/page.css', context => context.body(pageStyle, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.use(key.guard)
  app.get('/', async context => context.html(await page.whole()))
  app.get('/page.js', context => context.body(pageScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
  app.get('/changes', async context => {
    const changed = await page.changes(new Set((context.req.query('have') ?? '').split(',')))
    return changed === '' ? context.body(null, 204) : context.html(changed)
  })
  for (const [path, file] of REPORTS) {
    app.get(path, async context => {
      const report = await readReport(outOf(), file)
      if (report === null)
        return context.html(messagePage('No report yet', 'The last stage of the study makes it.'), 404)
      return context.html(report, 200, { 'content-security-policy': REPORT_POLICY })
    })
  }
  app.notFound(context => context.text('There is nothing here.\n', 404))
  app.onError((error, context) => {
    onFault(error)
    return context.text('The page could not be made; the terminal of bedside open says where.\n', 500)
  })
  return app
}
