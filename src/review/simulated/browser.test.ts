import { expect, test } from 'vitest'
import { InputError, StudyError } from '../../support/index.ts'
import { openBrowser, type Refused } from './browser.ts'
import { loopbackFetch, loopbackOrigin, type Send } from './loopback-fetch.ts'
import { turns } from './turns.ts'

const ORIGIN = 'http://127.0.0.1:4173'
const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  new Response(JSON.stringify(body), { status, headers })

/** A window whose server gives these answers, one after the other, and what it was asked. */
function windowTo(answers: readonly (() => Response)[], patience = { away: 5, busy: 5 }) {
  const asked: { url: string; headers: Headers; method: string | undefined }[] = []
  const send: Send = async (url, { headers, method }) => {
    asked.push({ url, headers: new Headers(headers), method })
    return answers[Math.min(asked.length, answers.length) - 1]()
  }
  return { asked, browser: openBrowser(ORIGIN, { send, turn: turns(1), patience }) }
}

const refusedConnection = () => {
  throw new TypeError('fetch failed')
}

test.each(['http://127.0.0.1:4173/x', 'http://127.8.9.1', 'http://[::1]:80', 'http://localhost:1'])(
  'loopbackOrigin takes %s',
  address => expect(loopbackOrigin(address)).toBe(new URL(address).origin),
)

test.each([
  'http://10.0.0.1',
  'https://127.0.0.1',
  'http://127.0.0.1.example.org',
  'http://localhost@example.org',
  'http://user@127.0.0.1',
  'http://[::2]',
  'file:///x',
  'no address',
])('loopbackFetch refuses %s', async address => {
  await expect(loopbackFetch(address, {})).rejects.toThrow(InputError)
})

test('a browser keeps cookies, drops those that are taken away, and sends its origin with a change alone', async () => {
  const { asked, browser } = windowTo([
    () => answer(200, {}, { 'set-cookie': 'session=abc; Path=/; HttpOnly' }),
    () => answer(200, []),
    () => answer(200, {}, { 'set-cookie': 'session=; Max-Age=0' }),
    () => answer(200, []),
  ])
  await browser.call('POST /auth/sign-out', {})
  await browser.call('GET /slots')
  await browser.call('POST /auth/sign-out', {})
  await browser.call('GET /slots')
  expect(asked.map(({ headers }) => [headers.get('cookie'), headers.get('origin')])).toEqual([
    [null, ORIGIN],
    ['session=abc', null],
    ['session=abc', ORIGIN],
    [null, null],
  ])
})

test('a browser waits for a server that is away or busy, and asks again', async () => {
  const { asked, browser } = windowTo([
    refusedConnection,
    () => answer(429, { code: 'rate', message: 'too often' }, { 'retry-after': '0' }),
    () => answer(503, {}),
    () => answer(200, []),
  ])
  expect(await browser.call('GET /slots')).toEqual([])
  expect(asked).toHaveLength(4)
})

test('a browser gives up on a server that stays away', async () => {
  const { browser } = windowTo([refusedConnection], { away: 0.1, busy: 0 })
  await expect(browser.call('GET /slots')).rejects.toThrow(StudyError)
})

test('a refusal comes with its code, and is not tried again', async () => {
  const { asked, browser } = windowTo([() => answer(409, { code: 'slot', message: 'judged already' })])
  const refused = await browser.call('GET /slots/:id', undefined, 'a/b').catch((error: Refused) => error)
  expect(refused).toMatchObject({ status: 409, code: 'slot' })
  expect(asked.map(({ url }) => url)).toEqual([`${ORIGIN}/api/slots/a%2Fb`])
})

test('turns runs no more than its bound at once, in order, and goes on after a failure', async () => {
  const turn = turns(2)
  let [running, most] = [0, 0]
  const done: number[] = []
  const tasks = Array.from({ length: 9 }, (_, i) =>
    turn(async () => {
      most = Math.max(most, ++running)
      await new Promise(resolve => setTimeout(resolve, 1))
      running--
      done.push(i)
      if (i === 3) throw new Error('one fails')
    }),
  )
  const results = await Promise.allSettled(tasks)
  expect(most).toBe(2)
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
})
