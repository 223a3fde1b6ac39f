/** @file The hospital's sign-on, end to end against a provider on loopback: invited addresses alone, PKCE, nonce, verified mail. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountsOf } from '../../src/review/accounts/tables.ts'
import { ENGINES, requireEngine } from './engines.ts'
import { type Client, emailOf, type ServedReview, serveReview } from './served-review.ts'
import { type SignOnServer, startSignOnServer } from './sign-on-server.ts'

describe.each(ENGINES)('on $name', engine => {
  requireEngine(engine)
  let review: ServedReview
  let provider: SignOnServer
  beforeAll(async () => {
    provider = await startSignOnServer('bedside', 'a client secret')
    const { issuer } = provider
    const oidc = { issuer, clientId: 'bedside', clientSecret: 'a client secret', name: 'City Hospital' }
    review = await serveReview(engine, { raters: 3, cases: 1, oidc })
  })
  afterAll(async () => {
    await review?.close()
    await provider?.close()
  })

  /** Goes the whole way as a browser does; returns where it ends. */
  async function signOn(client: Client, change: (callback: URL) => void = () => undefined): Promise<string> {
    const { body, status } = await client.post('/api/auth/sign-in/oidc')
    expect(status).toBe(200)
    expect(new URL(body.url).searchParams.get('redirect_uri')).toBe(`${review.url}/api/auth/callback/oidc`)
    const authorized = await fetch(body.url, { redirect: 'manual' })
    const callback = new URL(authorized.headers.get('location')!)
    change(callback)
    const { headers } = await client.get(`${callback.pathname}${callback.search}`)
    return headers.get('location')!
  }
  const claims = (personId: string, verified = true) => ({
    sub: `hospital-${personId}`,
    email: emailOf(personId),
    email_verified: verified,
  })

  test('nothing is asked of the provider before somebody signs on', async () => {
    expect(provider.requests).toEqual([])
    expect((await review.client().get('/api/auth/methods')).body).toEqual({ oidc: 'City Hospital' })
    expect(provider.requests).toEqual([])
  })

  test('somebody who is invited signs on, and again, without a password', async () => {
    await review.accounts.invite({ personId: 'sso', email: emailOf('sso'), name: 'Dr Sso' })
    for (let time = 0; time < 2; time++) {
      provider.next = { ...claims('sso'), email: emailOf('sso').toUpperCase() }
      const client = review.client()
      expect(await signOn(client)).toBe('/')
      expect(
        await review.accounts.personOf(new Headers({ cookie: [...client.cookies].map(c => c.join('=')).join('; ') })),
      ).toBe('sso')
    }
    expect((await review.accounts.list()).find(({ personId }) => personId === 'sso')).toMatchObject({
      name: 'Dr Sso',
      hasSignedIn: true,
    })
    const [linked, ...others] = await accountsOf(review.store.db)
      .selectFrom('account')
      .selectAll()
      .where('userId', '=', 'sso')
      .execute()
    expect(others).toEqual([])
    expect([linked.accessToken, linked.refreshToken, linked.idToken]).toEqual([null, null, null])
  })

  test('somebody who has a password may use both', async () => {
    provider.next = claims('rater-0')
    const client = review.client()
    expect(await signOn(client)).toBe('/')
    expect((await client.get('/api/me')).body).toMatchObject({ personId: 'rater-0' })
    expect((await review.client().signIn('rater-0')).status).toBe(200)
  })

  test.each([
    ['a stranger', { ...claims('stranger') }],
    ['an address that the hospital did not verify', { ...claims('rater-1', false) }],
    ['a token for another client', { ...claims('rater-1'), aud: 'another' }],
    ['a token of an earlier sign-on', { ...claims('rater-1'), nonce: 'an earlier one' }],
    ['a token that another key signed', { ...claims('rater-1'), signedByAnother: true }],
  ])('%s gets no session and no account', async (_, next) => {
    provider.next = next
    const before = await review.accounts.list()
    const client = review.client()
    expect(await signOn(client)).toBe('/sign-in?problem=oidc')
    expect((await client.get('/api/me')).status).toBe(401)
    expect(await review.accounts.list()).toEqual(before)
  })

  test('an answer to somebody else’s request, or with another state, is refused', async () => {
    provider.next = claims('rater-1')
    const wrongState = (callback: URL) => callback.searchParams.set('state', 'x'.repeat(32))
    expect(await signOn(review.client(), wrongState)).toBe('/sign-in?problem=oidc')
    const attacker = review.client()
    const { body } = await attacker.post('/api/auth/sign-in/oidc')
    const callback = new URL((await fetch(body.url, { redirect: 'manual' })).headers.get('location')!)
    const victim = review.client()
    const { headers } = await victim.get(`${callback.pathname}${callback.search}`)
    expect(headers.get('location')).toBe('/sign-in?problem=oidc')
    expect((await victim.get('/api/me')).status).toBe(401)
  })

  test('somebody who left signs on no more, and a new invitation lets her in again', async () => {
    provider.next = claims('rater-2')
    expect(await signOn(review.client())).toBe('/')
    await review.accounts.shut('rater-2')
    const client = review.client()
    expect(await signOn(client)).toBe('/sign-in?problem=oidc')
    expect((await client.get('/api/me')).status).toBe(401)
    await review.accounts.invite({ personId: 'rater-2', email: emailOf('rater-2'), name: 'Dr Two' })
    expect(await signOn(client)).toBe('/')
  })

  test('over TLS every cookie of the way is of this host alone', async () => {
    const { issuer } = provider
    const oidc = { issuer, clientId: 'bedside', clientSecret: 'a client secret', name: 'City Hospital' }
    const server = { publicUrl: 'https://review.hospital.example' }
    const secure = await serveReview(ENGINES[0], { raters: 1, cases: 1, oidc, server })
    const { status, headers } = await secure.client().post('/api/auth/sign-in/oidc')
    expect(status).toBe(200)
    const cookies = headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toMatch(/^__Host-bedside\.[^;]+;.* Path=\/;.* Secure/)
    await secure.close()
  })

  test('a provider that is away is said, and passwords go on', async () => {
    const away = await serveReview(ENGINES[0], {
      raters: 1,
      cases: 1,
      oidc: { issuer: 'http://127.0.0.1:9', clientId: 'c', clientSecret: 's', name: 'Away' },
    })
    const { status, body } = await away.client().post('/api/auth/sign-in/oidc')
    expect([status, body.code]).toEqual([500, 'fault'])
    expect((await away.client().signIn('rater-0')).status).toBe(200)
    await away.close()
  })
})
