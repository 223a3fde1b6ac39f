/** @file Accounts without passwords, for tests that play hundreds of raters: the cookie is the pseudonym. Never for a server with sockets. */
import type { Accounts } from '../../src/review/accounts/index.ts'
import { reviewApp } from '../../src/review/server/app.ts'
import type { Send } from '../../src/review/simulated/index.ts'
import type { Store } from '../../src/review/store/index.ts'

const ORIGIN = 'http://127.0.0.1'
const UNLIMITED = { atOnce: 1e9, perSecond: 1e9 }

const refuse = (): never => {
  throw new Error('plain accounts: not for this')
}

function plainAccounts(): Accounts {
  return {
    invite: refuse,
    inviteAgain: refuse,
    checkPassword: refuse,
    shut: refuse,
    list: async () => [],
    personOf: async headers => /person=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1] ?? null,
    async handle(request) {
      const { secret } = (await request.json()) as { readonly secret: string }
      const answer = request.url.endsWith('/accept')
        ? { personId: secret }
        : { name: secret, email: `${secret}@example.org`, expiresAt: '' }
      return new Response(JSON.stringify(answer), { headers: { 'set-cookie': `person=${secret}; Path=/` } })
    },
  }
}

/** The real application on a store, without sockets: where simulated reviewers send to, and invitations that need no account. */
export function plainServer(store: Store): {
  readonly url: string
  readonly send: Send
  invitation(personId: string): { readonly path: string }
} {
  const app = reviewApp(
    { store, accounts: plainAccounts(), planner: null, casesKnownTo: async () => new Set<string>() },
    {
      publicUrl: ORIGIN,
      pageFolder: 'no-page',
      trustedProxy: null,
      allowances: { ofAddress: UNLIMITED, ofPerson: UNLIMITED },
      log: () => undefined,
    },
  )
  const socket = { remoteAddress: '127.0.0.1', remotePort: 1, remoteFamily: 'IPv4' }
  return {
    url: ORIGIN,
    async send(url, init) {
      const headers = new Headers(init.headers)
      headers.set('host', '127.0.0.1')
      return app.fetch(new Request(url, { ...init, headers }), { incoming: { socket } })
    },
    invitation: personId => ({ path: `/invitation/${personId}` }),
  }
}
