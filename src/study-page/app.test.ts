import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { pageKey } from './access.ts'
import { studyPageApp } from './app.ts'

const out = mkdtempSync(join(tmpdir(), 'bedside-page-'))
afterAll(() => rmSync(out, { recursive: true }))

const key = pageKey()
const faults: Error[] = []
const app = studyPageApp({
  key,
  outOf: () => out,
  onFault: error => faults.push(error),
  page: {
    whole: async () => 'the page of a study',
    async changes(have) {
      if (have.has('broken')) throw new Error('text of a case')
      return have.has('now.1') ? '' : '<section>new</section>'
    },
  },
})

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  app.request(`http://127.0.0.1:4174${path}`, { method, headers: { host: '127.0.0.1:4174', ...headers } })
const cookieOf = async () => {
  const answer = await ask(`/?token=${key.token}`)
  return (answer.headers.get('set-cookie') ?? '').split(';')[0]
}

test('without the link nothing of a study is served, whatever the path', async () => {
  const wrong = key.token.replace(/^./, digit => (digit === '0' ? '1' : '0'))
  const paths = [
    '/',
    '/changes',
    '/page.js',
    '/report',
    '/nothing',
    `/?token=${wrong}`,
    '/?token=',
    `/report?token=${key.token}`,
  ]
  for (const path of paths) {
    const answer = await ask(path, { cookie: 'bedside-study=1' })
    expect([path, answer.status]).toEqual([path, 403])
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await answer.text()).not.toContain('page of a study')
  }
})

test('the link gives a cookie that no script and no other site can use, and takes the token out of the address', async () => {
  const answer = await ask(`/?token=${key.token}`)
  expect(answer.headers.get('set-cookie')).toMatch(
    /^bedside-study-[0-9a-f]{8}=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/,
  )
  expect(answer.headers.get('set-cookie')).not.toContain(key.token)
  expect(await answer.text()).toContain('content="0;url=/"')
  const page = await ask('/', { cookie: await cookieOf() })
  expect([page.status, await page.text()]).toEqual([200, 'the page of a study'])
  // Another server's key opens nothing.
  expect((await ask(`/?token=${pageKey().token}`)).status).toBe(403)
})

test('a name that was pointed at this machine is refused, and so is what is no reading', async () => {
  const cookie = await cookieOf()
  for (const host of ['evil.example', 'evil.example:4174', '127.0.0.1.evil.example', '', '[::2]']) {
    expect([host, (await ask('/', { cookie, host })).status]).toEqual([host, 421])
  }
  for (const host of ['localhost:9', '127.0.0.1', '[::1]:4174'])
    expect((await ask('/', { cookie, host })).status).toBe(200)
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) expect((await ask('/', { cookie }, method)).status).toBe(405)
})

test('every answer forbids scripts, frames and questions from and to elsewhere, and is kept in no cache', async () => {
  for (const answer of [await ask('/'), await ask('/', { cookie: await cookieOf() })]) {
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
    )
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
  }
})

test('only what changed is sent, and nothing when nothing did; a fault tells no text', async () => {
  const cookie = await cookieOf()
  const changed = await ask('/changes?have=now.0', { cookie })
  expect([changed.status, await changed.text()]).toEqual([200, '<section>new</section>'])
  expect((await ask('/changes?have=now.1', { cookie })).status).toBe(204)
  const broken = await ask('/changes?have=broken', { cookie })
  expect([broken.status, (await broken.text()).includes('case')]).toEqual([500, false])
  expect(faults).toHaveLength(1)
})

test('the report is served, and no other file: no path and no link leads out of the folder', async () => {
  const cookie = await cookieOf()
  expect((await ask('/report', { cookie })).status).toBe(404)
  mkdirSync(join(out, 'report'))
  writeFileSync(join(out, 'report', 'report.html'), 'a report')
  const report = await ask('/report', { cookie })
  expect([report.status, await report.text()]).toEqual([200, 'a report'])
  expect(report.headers.get('content-security-policy')).toContain("style-src 'unsafe-inline'")
  expect(report.headers.get('content-security-policy')).not.toContain('script-src')
  const elsewhere = join(mkdtempSync(join(tmpdir(), 'bedside-other-')), 'secret.html')
  writeFileSync(elsewhere, 'a secret')
  mkdirSync(join(out, 'report-zh'))
  symlinkSync(elsewhere, join(out, 'report-zh', 'report.html'))
  expect((await ask('/report-zh', { cookie })).status).toBe(404)
  for (const path of [
    '/report/../records/records.jsonl',
    '/report%2f..%2frecords',
    '/records/records.jsonl',
    '/report/',
  ]) {
    expect([path, (await ask(path, { cookie })).status]).toEqual([path, 404])
  }
})
