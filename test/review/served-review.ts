/** @file A review that is served, for tests: people of every role with accounts, and clients that keep their cookies. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Oidc } from '../../src/review/accounts/index.ts'
import { type Accounts, openAccounts } from '../../src/review/accounts/index.ts'
import { type ReviewServerOptions, startReviewServer } from '../../src/review/server/index.ts'
import { type Actor, openStore, type Place, type Store } from '../../src/review/store/index.ts'
import { newFolder, type TestEngine } from './engines.ts'
import { analyst, designer, keyHolder, monitor, rater, setUpReview } from './small-review.ts'

/** The password of everybody in tests. */
export const PASSWORD = 'correct horse battery'

/** What a client got. */
export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any
  readonly headers: Headers
  readonly text: string
}

/** A browser, as far as a server sees one: it keeps cookies and says where it comes from. */
export class Client {
  readonly url: string
  readonly cookies = new Map<string, string>()

  /** @param url where the server listens. */
  constructor(url: string) {
    this.url = url
  }

  /** Sends a request; `headers` replace what a browser would send. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(method === 'GET' ? {} : { origin: this.url }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookies.size === 0 ? {} : { cookie: [...this.cookies].map(pair => pair.join('=')).join('; ') }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair, ...attributes] = cookie.split('; ')
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (attributes.includes('Max-Age=0') || value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    return { status: response.status, body: isJson ? JSON.parse(text) : null, headers: response.headers, text }
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path)
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, body, headers)
  }

  /** Signs in with the password of everybody. */
  async signIn(personId: string, password = PASSWORD): Promise<Answer> {
    return this.post('/api/auth/sign-in/email', { email: emailOf(personId), password })
  }
}

/** The address of a person in tests. */
export const emailOf = (personId: string): string => `${personId}@hospital.example`

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise(resolve => probe.close(resolve))
  return port
}

/** A folder with a page of two files. */
export function pageFolder(): string {
  const folder = newFolder()
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(folder, 'assets', 'page-1a2b.js'), 'export {}')
  return folder
}

/** A review that is served. */
export interface ServedReview {
  readonly store: Store
  readonly accounts: Accounts
  readonly url: string
  readonly place: Place
  readonly folder: string
  readonly log: string[]
  /** A client that is signed in. */
  as(who: Actor): Promise<Client>
  client(): Client
  /** Closes server and store, and opens them again at the same address. */
  restart(): Promise<void>
  /** Opens it again after `close`. */
  open(): Promise<void>
  close(): Promise<void>
}

/** The texts of the small review as sheets, in the form that the page reads. */
export const asSheet = (what: string, plain: string): string =>
  JSON.stringify(
    what === 'record'
      ? {
          groups: [
            {
              title: 'Couple',
              rows: [{ field: 'age', label: plain, value: '34', unit: 'years', mark: null, usual: '' }],
            },
          ],
        }
      : { reasoning: plain, decisions: [{ layer: 'protocol', group: 'Protocol', label: 'Protocol', value: 'long' }] },
  )

/** Serves a place: a new small review, with an account for everybody in it. */
export async function serveReview(
  engine: TestEngine,
  options: {
    readonly raters?: number
    readonly cases?: number
    readonly oidc?: Oidc | null
    readonly server?: Partial<ReviewServerOptions>
    setUp?(store: Store): Promise<unknown>
  } = {},
): Promise<ServedReview> {
  const {
    raters = 2,
    cases = 3,
    oidc = null,
    server = {},
    setUp = store => setUpReview(store, { raters, cases, write: asSheet }),
  } = options
  const place = await engine.place()
  const folder = 'folder' in place ? place.folder : newFolder()
  const port = await freePort()
  const publicUrl = server.publicUrl ?? `http://127.0.0.1:${port}`
  const log: string[] = []
  const page = pageFolder()
  const start = async () => {
    const store = await openStore(place)
    const accounts = await openAccounts({ store, folder, publicUrl, oidc }).catch(async error => {
      await store.close()
      throw error
    })
    const running = await startReviewServer({
      pageFolder: page,
      host: '127.0.0.1',
      port,
      publicUrl,
      planner: null,
      log: line => log.push(line),
      ...server,
      store,
      accounts,
    })
    return { store, accounts, running }
  }
  let now = await start()
  await setUp(now.store)
  const client = () => new Client(now.running.url)
  const people = [designer, monitor, analyst, keyHolder, ...Array.from({ length: raters }, (_, i) => rater(i))]
  for (const { id } of people) {
    const { path } = await now.accounts.invite({ personId: id, email: emailOf(id), name: `Dr ${id}` })
    const secret = path.split('/').at(-1)
    const { status } = await client().post('/api/auth/invitation/accept', { secret, password: PASSWORD })
    if (status !== 200) throw new Error(`${id} could not accept the invitation: ${status}`)
  }
  const close = async () => {
    await now.running.close()
    await now.store.close()
  }
  return {
    get store() {
      return now.store
    },
    get accounts() {
      return now.accounts
    },
    url: now.running.url,
    place,
    folder,
    log,
    async as(who) {
      const signedIn = client()
      const { status } = await signedIn.signIn(who.id)
      if (status !== 200) throw new Error(`${who.id} could not sign in: ${status}`)
      return signedIn
    },
    client,
    async restart() {
      await close()
      now = await start()
    },
    async open() {
      now = await start()
    },
    close,
  }
}
