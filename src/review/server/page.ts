/** @file The page: files of one folder, read once, and `index.html` for every path of the page itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { App } from './context.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
}

/** Path on the server -> file. What is not in this list is not served, so no path leads out of the folder. */
function readPage(folder: string): ReadonlyMap<string, PageFile> | null {
  if (!existsSync(join(folder, 'index.html'))) return null
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && extname(entry.name) in TYPES)
    .map(entry => join(entry.parentPath, entry.name))
  return new Map(
    files.map(file => [
      file.slice(folder.length).replaceAll('\\', '/').replace(/^\/?/, '/'),
      { bytes: new Uint8Array(readFileSync(file)), type: TYPES[extname(file)] },
    ]),
  )
}

/** Serves the page below `/`; until it is built, one plain line (503). */
export function addPage(app: App, folder: string): void {
  let page: ReadonlyMap<string, PageFile> | null = null
  app.get('*', context => {
    page ??= readPage(folder)
    if (page === null) {
      return context.text(
        'The page of the review is not built: run `npm run setup`, then start the review again.\n',
        503,
      )
    }
    const { path } = context.req
    const file = page.get(path)
    if (file === undefined && extname(path) !== '') return context.text('There is no such file.\n', 404)
    const { bytes, type } = file ?? page.get('/index.html')!
    // Files below assets/ have a hash in their names.
    const age = file !== undefined && path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    return context.body(bytes, 200, { 'content-type': type, 'cache-control': age })
  })
}
