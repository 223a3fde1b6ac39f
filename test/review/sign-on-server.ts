/** @file A small identity provider on loopback, for tests of the hospital's sign-on: discovery, keys, code with PKCE, token. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'

/** Somebody as the provider describes her. */
export interface Claims {
  readonly sub: string
  readonly email: string
  readonly email_verified: boolean
}

/** A running provider. */
export interface SignOnServer {
  readonly issuer: string
  /** Who signs in next; and what is wrong with the token that she gets, if anything. */
  next: Claims & { readonly nonce?: string; readonly aud?: string; readonly signedByAnother?: boolean }
  /** What it was asked. */
  readonly requests: string[]
  close(): Promise<void>
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Starts a provider that knows one client. */
export async function startSignOnServer(clientId: string, clientSecret: string): Promise<SignOnServer> {
  const [own, other] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }))
  const codes = new Map<string, { challenge: string; nonce: string; redirect: string }>()
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, state.issuer)
    requests.push(`${request.method} ${url.pathname}`)
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (url.pathname === '/.well-known/openid-configuration') {
      return json(200, {
        issuer: state.issuer,
        authorization_endpoint: `${state.issuer}/authorize`,
        token_endpoint: `${state.issuer}/token`,
        jwks_uri: `${state.issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
      })
    }
    if (url.pathname === '/keys') {
      return json(200, { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] })
    }
    if (url.pathname === '/authorize') {
      const ask = (name: string) => url.searchParams.get(name) ?? ''
      if (ask('code_challenge_method') !== 'S256' || ask('nonce') === '' || ask('client_id') !== clientId) {
        return json(400, { error: 'invalid_request' })
      }
      const code = `code-${codes.size}`
      const redirect = ask('redirect_uri')
      codes.set(code, { challenge: ask('code_challenge'), nonce: ask('nonce'), redirect })
      return response.writeHead(302, { location: `${redirect}?code=${code}&state=${ask('state')}` }).end()
    }
    let text = ''
    for await (const chunk of request) text += chunk
    const form = new URLSearchParams(text)
    const known = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
    const isClient = form.get('client_secret') === clientSecret || request.headers.authorization === basic
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (known?.challenge !== challenge || !isClient || form.get('redirect_uri') !== known.redirect) {
      return json(400, { error: 'invalid_grant' })
    }
    const { nonce = known.nonce, aud = clientId, signedByAnother = false, ...claims } = state.next
    const now = Math.floor(Date.now() / 1000)
    const body = { iss: state.issuer, aud, iat: now, exp: now + 300, nonce, name: 'Somebody', ...claims }
    const unsigned = `${encode({ alg: 'RS256', kid: 'k', typ: 'JWT' })}.${encode(body)}`
    const key = (signedByAnother ? other : own).privateKey
    const token = `${unsigned}.${sign('sha256', Buffer.from(unsigned), key).toString('base64url')}`
    return json(200, { access_token: 'an-access-token', token_type: 'Bearer', expires_in: 300, id_token: token })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const state: SignOnServer = {
    issuer: `http://127.0.0.1:${port}`,
    next: { sub: 'nobody', email: 'nobody@hospital.example', email_verified: true },
    requests,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return state
}
