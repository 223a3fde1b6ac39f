/** @file Accounts over HTTP, on both engines: invitations, passwords, sessions, and what ends them. */
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { getMigrations } from 'better-auth/db/migration'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { accountsOf } from '../../src/review/accounts/tables.ts'
import { ENGINES, requireEngine } from './engines.ts'
import { Client, emailOf, PASSWORD, type ServedReview, serveReview } from './served-review.ts'
import { designer, monitor, rater } from './small-review.ts'

// As it is, and counted.
vi.mock('@node-rs/argon2', async original => {
  const real = await original<typeof import('@node-rs/argon2')>()
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) }
})
const hashes = () => vi.mocked(hash).mock.calls.length + vi.mocked(verify).mock.calls.length

const secretOf = (path: string) => path.split('/').at(-1)!

describe.each(ENGINES)('on $name', engine => {
  requireEngine(engine)
  let review: ServedReview
  beforeAll(async () => {
    // So that a test can come from many addresses.
    review = await serveReview(engine, { raters: 6, cases: 1, server: { trustedProxy: '127.0.0.1' } })
  })
  afterAll(() => review?.close())
  const db = () => accountsOf(review.store.db)
  const signInFrom = (address: string, personId: string, password = PASSWORD) =>
    review
      .client()
      .post('/api/auth/sign-in/email', { email: emailOf(personId), password }, { 'x-forwarded-for': address })

  test('a session is a cookie that no script reads and no other site sends, and its answer holds no token', async () => {
    const client = review.client()
    const { body, headers } = await client.signIn('rater-0')
    expect(body).toEqual({ personId: 'rater-0' })
    const [cookie, ...others] = headers.getSetCookie()
    expect(others).toEqual([])
    expect(cookie).toMatch(/^bedside\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/)
    const row = await db().selectFrom('session').selectAll().where('userId', '=', 'rater-0').executeTakeFirstOrThrow()
    expect([row.ipAddress, row.userAgent]).toEqual([null, null])
  })

  test('passwords lie there as argon2id, invitations as hashes, and nothing else does', async () => {
    const { path } = await review.accounts.inviteAgain('rater-5')
    const [{ password }] = await db().selectFrom('account').select('password').execute()
    expect(password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const invitations = await db().selectFrom('invitation').selectAll().execute()
    expect(JSON.stringify(invitations)).not.toContain(secretOf(path))
    expect(await db().selectFrom('invitation').selectAll().execute()).toHaveLength(1)
  })

  test('an unknown address, one without a password and a wrong password get the same answer after the same work', async () => {
    await review.accounts.invite({ personId: 'newcomer', email: 'newcomer@hospital.example', name: 'New' })
    const answers = []
    for (const [email, password] of [
      ['nobody@hospital.example', PASSWORD],
      ['newcomer@hospital.example', PASSWORD],
      [emailOf('rater-1'), 'another long password'],
      ['no address', PASSWORD],
      [emailOf('rater-1'), 'x'.repeat(800)],
    ]) {
      const { status, text, headers } = await review.client().post('/api/auth/sign-in/email', { email, password })
      answers.push(JSON.stringify([status, text, headers.getSetCookie()]))
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('401')
    // The same work whoever is asked for: one hash.
    const hashesOf = async (email: string) => {
      const before = hashes()
      expect(await review.accounts.checkPassword(email, 'wrong wrong wrong')).toBe(null)
      return hashes() - before
    }
    expect(await hashesOf(emailOf('rater-2'))).toBe(1)
    expect(await hashesOf('nobody-2@hospital.example')).toBe(1)
  })

  test('guessing is stopped where it comes from, also many at once; she goes on from elsewhere and at the console', async () => {
    const guesses = Array.from({ length: 25 }, (_, i) => signInFrom('192.0.2.1', 'rater-3', `wrong password ${i}`))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter(status => status === 401)).toHaveLength(10)
    expect(statuses.filter(status => status === 429)).toHaveLength(15)
    const right = await signInFrom('192.0.2.1:4711', 'rater-3')
    expect(right.status).toBe(429)
    expect(right.body.code).toBe('rate')
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(800)
    // Others of the same address go on, and so does she from another one, after a second.
    expect((await signInFrom('192.0.2.1', 'rater-4')).status).toBe(200)
    const start = performance.now()
    expect((await signInFrom('192.0.2.2', 'rater-3')).status).toBe(200)
    expect(performance.now() - start).toBeGreaterThan(1000)
    const atConsole = (password: string) => review.accounts.checkPassword(emailOf('rater-3'), password)
    expect(await atConsole(PASSWORD)).toBe('rater-3')
    for (let i = 0; i < 10; i++) expect(await atConsole(`wrong password ${i}`)).toBe(null)
    await expect(atConsole(PASSWORD)).rejects.toThrow('too many wrong ones')
    expect((await signInFrom('192.0.2.2', 'rater-3')).status).toBe(200)
  })

  test('a flood from one address is tried in small part, holds nobody up, and leaves invitations open there', async () => {
    const flood = Promise.all(Array.from({ length: 300 }, (_, i) => signInFrom('192.0.2.3', `nobody-${i}`)))
    expect((await signInFrom('192.0.2.4', 'rater-0')).status).toBe(200)
    const statuses = (await flood).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
    expect(statuses.filter(status => status === 401).length).toBeLessThanOrEqual(100)
    for (let i = 0; i < 100; i++) await signInFrom('192.0.2.3', `nobody-${i}`)
    expect((await signInFrom('192.0.2.3', 'rater-0')).status).toBe(429)
    const { path } = await review.accounts.inviteAgain('rater-0')
    const shown = { secret: secretOf(path) }
    const answer = await review.client().post('/api/auth/invitation', shown, { 'x-forwarded-for': '192.0.2.3' })
    expect(answer.status).toBe(200)
  })

  test('an invitation is used once, grows old, and a new one replaces it', async () => {
    const person = { personId: 'late', email: 'Late@Hospital.example ', name: 'Dr Late' }
    const first = await review.accounts.invite(person)
    const second = await review.accounts.inviteAgain('late')
    const client = review.client()
    const look = (path: string) => client.post('/api/auth/invitation', { secret: secretOf(path) })
    const accept = (path: string, password = PASSWORD) =>
      review.client().post('/api/auth/invitation/accept', { secret: secretOf(path), password })
    expect((await look(first.path)).body).toMatchObject({ code: 'input' })
    expect((await look(second.path)).body).toEqual({
      name: 'Dr Late',
      email: 'late@hospital.example',
      expiresAt: second.expiresAt,
    })
    const short = await accept(second.path, 'elevenchars')
    expect(short.status).toBe(400)
    expect(short.body.message).toContain('12 to 256 characters, got 11')
    expect(short.text).not.toContain('elevenchars')
    const both = await Promise.all([accept(second.path), accept(second.path, 'another good password')])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400])
    expect((await accept(second.path)).status).toBe(400)
    const third = await review.accounts.inviteAgain('late')
    await db().updateTable('invitation').set({ expiresAt: '2020-01-01T00:00:00Z' }).execute()
    expect((await accept(third.path)).status).toBe(400)
    await expect(review.accounts.invite(person)).rejects.toThrow('got one who has signed in')
    await expect(review.accounts.inviteAgain('nobody')).rejects.toThrow('expected a person with an account')
    await expect(
      review.accounts.invite({ personId: 'other', email: 'late@hospital.example', name: 'Other' }),
    ).rejects.toThrow('expected an address of nobody else')
    await expect(review.accounts.invite({ personId: 'x', email: 'no address', name: 'X' })).rejects.toThrow('e-mail')
  })

  test('signing out, a new password and leaving end sessions at once', async () => {
    const [one, two] = [await review.as(rater(4)), await review.as(rater(4))]
    const stolen = new Client(review.url)
    for (const [name, value] of one.cookies) stolen.cookies.set(name, value)
    expect((await stolen.get('/api/me')).status).toBe(200)
    // The same cookie in another writing.
    const otherwise = new Client(review.url)
    for (const [name, value] of one.cookies)
      otherwise.cookies.set(
        name,
        value.replace(/%../g, code => code.toLowerCase()),
      )
    expect(otherwise.cookies).not.toEqual(one.cookies)
    expect((await otherwise.get('/api/me')).status).toBe(200)
    await one.post('/api/auth/sign-out')
    expect(one.cookies.size).toBe(0)
    expect((await stolen.get('/api/me')).status).toBe(401)
    expect((await otherwise.get('/api/me')).status).toBe(401)
    expect((await two.get('/api/me')).status).toBe(200)
    const { path } = await review.accounts.inviteAgain('rater-4')
    const changed = review.client()
    const password = 'an entirely new password'
    await changed.post('/api/auth/invitation/accept', { secret: secretOf(path), password })
    expect((await two.get('/api/me')).status).toBe(401)
    expect((await changed.get('/api/me')).status).toBe(200)
    expect((await review.client().signIn('rater-4')).status).toBe(401)
    await review.accounts.shut('rater-4')
    expect((await changed.get('/api/me')).status).toBe(401)
    expect((await review.client().signIn('rater-4', password)).status).toBe(401)
    expect(await review.accounts.checkPassword(emailOf('rater-4'), password)).toBe(null)
    await expect(review.accounts.inviteAgain('rater-4')).rejects.toThrow('expected a person with an account')
  })

  test('a session ends after an hour without a request, and after a working day', async () => {
    const client = await review.as(rater(1))
    expect((await client.get('/api/me')).status).toBe(200)
    const age = (column: 'updatedAt' | 'expiresAt', value: string) =>
      db()
        .updateTable('session')
        .set({ [column]: value })
        .where('userId', '=', 'rater-1')
        .execute()
    const anHourAgo = new Date(Date.now() - 3_700_000).toISOString()
    await age('updatedAt', anHourAgo)
    await review.restart()
    expect((await client.get('/api/me')).status).toBe(401)
    const again = await review.as(rater(1))
    await review.restart()
    await age('expiresAt', new Date(Date.now() + 4000).toISOString())
    expect((await again.get('/api/me')).status).toBe(200)
    await expect.poll(async () => (await again.get('/api/me')).status, { timeout: 20_000, interval: 500 }).toBe(401)
  })

  test('a restart keeps people signed in, and a forged or foreign cookie signs nobody in', async () => {
    const client = await review.as(rater(0))
    await review.restart()
    expect((await client.get('/api/me')).body).toMatchObject({ personId: 'rater-0', name: 'Dr rater-0' })
    const [[name, value]] = client.cookies
    for (const forged of [
      value.slice(0, -6),
      `${value.slice(0, 32)}.AAAA`,
      `${value[0] === 'x' ? 'y' : 'x'}${value.slice(1)}`,
      '',
      'null',
      '%00',
    ]) {
      expect((await review.client().send('GET', '/api/me', undefined, { cookie: `${name}=${forged}` })).status).toBe(
        401,
      )
    }
  })

  test('nothing else of better-auth can be reached: no sign-up, no change of address, no list of sessions', async () => {
    const client = await review.as(designer)
    for (const path of [
      'sign-up/email',
      'update-user',
      'change-email',
      'list-sessions',
      'get-session',
      'ok',
      'error',
      '',
    ]) {
      for (const method of ['GET', 'POST']) {
        const { status } = await client.send(method, `/api/auth/${path}`, method === 'POST' ? {} : undefined)
        expect([method, path, status]).toEqual([method, path, 404])
      }
    }
    expect((await client.get('/api/auth/methods')).body).toEqual({ oidc: null })
    expect((await client.post('/api/auth/sign-in/oidc')).status).toBe(404)
  })

  test('the tables are those that better-auth expects', async () => {
    const { toBeAdded, toBeCreated } = await getMigrations({
      baseURL: 'http://localhost',
      secret: 'a secret for a test that has more than 32 characters',
      database: { db: review.store.db, type: 'postgres', schemaName: 'accounts' },
    })
    expect([toBeAdded, toBeCreated]).toEqual([[], []])
  })

  test('two processes on one server see each other: what ends there is over here within seconds', async () => {
    if (engine.name === 'pglite') return
    const client = await review.as(monitor)
    expect((await client.get('/api/me')).status).toBe(200)
    await db().deleteFrom('session').where('userId', '=', 'mo').execute()
    await expect.poll(async () => (await client.get('/api/me')).status, { timeout: 10_000, interval: 500 }).toBe(401)
  })
})

describe('an embedded review', () => {
  test('has its accounts after its database was lost, and after one that does not open', async () => {
    const review = await serveReview(ENGINES[0], { raters: 2, cases: 1 })
    const client = await review.as(rater(0))
    const { path } = await review.accounts.inviteAgain('rater-1')
    const before = await review.accounts.list()
    const folder = review.folder
    for (const file of ['accounts.json', 'accounts-secret'])
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, 'accounts.json'), 'utf8')).not.toContain(secretOf(path))
    await review.restart()
    expect((await client.get('/api/me')).status).toBe(200)
    await review.close()
    rmSync(join(folder, 'database'), { recursive: true })
    await review.open()
    expect(await review.accounts.list()).toEqual(before)
    // Sessions lay in the database alone.
    expect((await client.get('/api/me')).status).toBe(401)
    const again = await review.as(rater(0))
    const accept = { secret: secretOf(path), password: 'a password after the loss' }
    expect((await review.client().post('/api/auth/invitation/accept', accept)).status).toBe(200)
    await review.close()
    for (const name of readdirSync(join(folder, 'database', 'global'))) {
      truncateSync(join(folder, 'database', 'global', name), 0)
    }
    await review.open()
    expect(await review.accounts.list()).toEqual(before)
    expect((await review.client().signIn('rater-1', accept.password)).status).toBe(200)
    expect((await review.client().signIn('rater-1')).status).toBe(401)
    expect((await again.get('/api/me')).status).toBe(401)
    await review.close()
  })

  test('signs everybody out when the machine was started anew, and refuses a file that is not one of accounts', async () => {
    const review = await serveReview(ENGINES[0], { raters: 1, cases: 1 })
    const client = await review.as(rater(0))
    await review.close()
    const file = join(review.folder, 'accounts.json')
    const whole = readFileSync(file, 'utf8')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(whole), machineStart: 'another' }))
    await review.open()
    expect((await client.get('/api/me')).status).toBe(401)
    const again = await review.as(rater(0))
    await review.restart()
    expect((await again.get('/api/me')).status).toBe(200)
    await review.close()
    writeFileSync(file, whole.slice(0, 100))
    await expect(review.open()).rejects.toThrow('accounts.json: expected the accounts of a review')
  })
})
