/**
 * @file A whole small study on the real server, with every byte that each role's browser receives before the unblinding:
 * nothing in it names a source, and nothing beside the texts goes with the arm.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccounts } from '../../src/review/accounts/index.ts'
import { reviewApp } from '../../src/review/server/app.ts'
import { startReviewServer } from '../../src/review/server/index.ts'
import { openBrowser } from '../../src/review/simulated/browser.ts'
import { type Send, simulateReview } from '../../src/review/simulated/index.ts'
import { turns } from '../../src/review/simulated/turns.ts'
import { type Actor, type OwnSlot, openStore, type Store } from '../../src/review/store/index.ts'
import type { Allocation } from '../../src/review/store/key-holders.ts'
import { type ArmsOf, formDifferences, shownSlots, signsOfArm, wordsIn } from './blinding-checks.ts'
import { ENGINES, embeddedFolder, newFolder, requireEngine } from './engines.ts'
import { type MadeUpStudy, madeUpStudy } from './made-up-study.ts'
import { buildPage, launch, openWindow, requireChromium } from './page-browser.ts'
import { plainServer } from './plain-accounts.ts'
import { allocationOf, openPlayed, raterIds, team } from './played-review.ts'
import { type Recording, recorded } from './recording.ts'
import { pageFolder } from './served-review.ts'

/** Names that no text and no random id holds by chance. */
const ARMS = {
  'sft-quokka': { grounds: 0.9, falseNumbers: 0.1 },
  'grpo-wombat': { grounds: 0.2, falseNumbers: 0.4 },
  physician: { grounds: 0.5, falseNumbers: 0.2 },
} as const
const SEED = 987_654_321
const SECRET = 'an-unguessable-secret-of-this-test'
const PASSWORD = 'correct horse battery'

const study: MadeUpStudy = madeUpStudy({
  arms: ARMS,
  cases: 15,
  seed: SEED,
  review: { raters: 4, training: 1, repeats: { share: 0.1, distance: 2 } },
})
const raters = raterIds(6)
const allocation: Allocation = allocationOf(study, raters, SECRET)
const armsOf: ArmsOf = new Map(Object.entries(allocation.key) as [string, Record<string, string>][])

/** What no browser may receive. The physicians' arm bears the name of a profession, which the page's questions name too. */
const words = new Map([
  ...Object.keys(ARMS)
    .filter(arm => arm !== 'physician')
    .map((arm): [string, string] => [arm, 'an arm']),
  ...[...study.material.cases, ...study.material.training].flatMap(({ caseId, coupleId }): [string, string][] => [
    [caseId, 'a record id'],
    [coupleId, 'a couple id'],
  ]),
  ...Object.keys(allocation.texts).map((text): [string, string] => [text, 'the reference of a text']),
  [SECRET, 'the secret'],
  [String(SEED), 'the seed'],
  ...['faulty', 'safetensors', 'bedside-base', 'completionTokens', 'promptTokens'].map((word): [string, string] => [
    word,
    `"${word}"`,
  ]),
])

const HYPOTHESES = [{ first: 'sft-quokka', second: 'grpo-wombat' }]
/** A plan names the arms that it compares: the team wrote it, raters must not read it. */
const plan = { plan: 'made-up', title: 'Is sft-quokka preferred?', hypotheses: HYPOTHESES }

/** What the log tells the team of the plan, and the plan's title on each of its pages, taken out. */
function withoutPlan(recording: Recording): Recording {
  if (isTeam(recording) && recording.path === '/api/me' && recording.status === 200) {
    return { ...recording, body: JSON.stringify({ ...JSON.parse(recording.body), title: '' }) }
  }
  if (!isTeam(recording) || !/^\/api\/(log|team)/.test(recording.path) || recording.status !== 200) return recording
  const answer = JSON.parse(recording.body)
  const lines: { kind: string; payload: unknown }[] = Array.isArray(answer) ? answer : answer.log
  for (const line of lines) if (line.kind.startsWith('plan.')) line.payload = null
  return { ...recording, body: JSON.stringify(answer) }
}

const people: readonly Actor[] = Object.values(team)

/** Every route with bodies and ids that fit, do not fit, and are another's: success, refusals and faults alike. */
async function crawl(
  send: Send,
  url: string,
  cookie: string | null,
  routes: readonly (readonly [string, string])[],
  ids: readonly string[],
) {
  const headers = { origin: url, 'content-type': 'application/json', ...(cookie === null ? {} : { cookie }) }
  const bodies = [
    '{}',
    '[]',
    'no json',
    JSON.stringify({ reason: '', by: raters[0], tab: 'a', key: 'k', what: 'was told' }),
  ]
  for (const [method, pattern] of routes) {
    for (const id of pattern.includes(':id') ? ids : ['']) {
      const address = url + pattern.replace(':id', encodeURIComponent(id))
      if (method === 'GET') await send(address, { headers })
      else for (const body of bodies) await send(address, { method, headers, body })
    }
  }
}

/** The routes that the application has, with the files of the page and addresses that are not there. */
function routesOf(store: Store): (readonly [string, string])[] {
  const options = { publicUrl: 'http://127.0.0.1', pageFolder: '', trustedProxy: null, log: () => undefined }
  const allowances = { ofAddress: { atOnce: 1, perSecond: 1 }, ofPerson: { atOnce: 1, perSecond: 1 } }
  const parts = { store, accounts: null as never, planner: null, casesKnownTo: async () => new Set<string>() }
  const own = reviewApp(parts, { ...options, allowances }).routes
  const named = own.filter(({ method, path }) => ['GET', 'POST'].includes(method) && path.startsWith('/api/'))
  return [
    ...new Map(named.map(({ method, path }) => [`${method} ${path}`, [method, path] as const])).values(),
    ...[
      '/',
      '/invitation/x',
      '/assets/page-1a2b.js',
      '/nothing.js',
      '/api/nothing',
      '/api/auth/methods',
      '/api/auth/get-session',
    ].map(path => ['GET', path] as const),
  ]
}

const isTeam = ({ role }: Recording) => role !== 'reviewer' && role !== 'nobody'

describe.each(ENGINES)('a whole study on $name', engine => {
  requireEngine(engine)
  const recordings: Recording[] = []
  let close: () => Promise<void> = () => Promise.resolve()
  let routes: (readonly [string, string])[] = []

  beforeAll(async () => {
    const store = await openStore(await engine.place())
    const accounts = await openAccounts({ store, folder: newFolder(), publicUrl: 'http://127.0.0.1', oidc: null })
    await openPlayed(store, study, allocation, plan)
    const server = await startReviewServer({
      ...{ store, accounts, planner: null, pageFolder: pageFolder() },
      ...{ host: '127.0.0.1', port: 0, publicUrl: 'http://127.0.0.1' },
    })
    close = async () => {
      await server.close()
      await store.close()
    }
    const { url } = server
    routes = routesOf(store)
    const invite = (personId: string) =>
      accounts.invite({ personId, email: `${personId}@example.org`, name: `Name of ${personId}` })
    const onSend = (role: string, person: string) => recorded({ role, person }, recordings, fetch)

    // Raters one after the other, so that each has a recorder of her own; at once they are in other tests.
    for (const person of raters) {
      const invitations = [await invite(person)]
      const send = onSend('reviewer', person)
      await simulateReview({ url, send, invitations, specialty: study.specialty, seed: SEED })
    }
    // Everybody tries everything, with slots of her own, of another, and of nobody.
    const ids = [allocation.slots[0].slotId, allocation.slots.at(-1)!.slotId, 'none', raters[1], "'; --"]
    await crawl(onSend('nobody', 'nobody'), url, null, routes, ids)
    const signedIn: { readonly send: Send; readonly role: string; cookie: string }[] = []
    for (const { id, role } of people) {
      const send = onSend(role, id)
      const browser = openBrowser(url, { send, turn: turns(1), patience: { away: 1, busy: 1 } })
      const secret = (await invite(id)).path.split('/').at(-1)!
      await browser.call('POST /auth/invitation/accept', { secret, password: PASSWORD })
      const answer = await send(`${url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { origin: url, 'content-type': 'application/json' },
        body: JSON.stringify({ email: `${id}@example.org`, password: PASSWORD }),
      })
      const cookie = answer.headers
        .getSetCookie()
        .map(line => line.split(';')[0])
        .join('; ')
      signedIn.push({ send, role, cookie })
    }
    const again = await invite('R999').catch(() => null)
    expect(again?.path ?? '').toContain('/invitation/')
    const last = raters.at(-1)!
    const path = (await accounts.inviteAgain(last)).path.split('/').at(-1)!
    const send = onSend('reviewer', last)
    const accepted = await send(`${url}/api/auth/invitation/accept`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ secret: path, password: PASSWORD }),
    })
    const cookie = accepted.headers
      .getSetCookie()
      .map(line => line.split(';')[0])
      .join('; ')
    for (const one of [{ send, cookie }, ...signedIn]) await crawl(one.send, url, one.cookie, routes, ids)
  }, 600_000)

  afterAll(() => close())

  test('every route was asked by every role, with successes, refusals and unknown addresses', () => {
    for (const role of ['nobody', 'reviewer', ...people.map(one => one.role)]) {
      const own = recordings.filter(one => one.role === role)
      for (const [method, pattern] of routes) {
        const form = new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(':id', '[^/]+')}$`)
        expect(
          own.some(one => one.method === method && form.test(one.path)),
          `${role} ${method} ${pattern}`,
        ).toBe(true)
      }
    }
    const statuses = new Set(recordings.map(({ status }) => status))
    for (const status of [200, 400, 401, 403, 404, 409]) expect(statuses.has(status), String(status)).toBe(true)
    const judged = recordings.filter(({ path, status }) => path.endsWith('/judgement') && status === 200)
    expect(judged.length).toBeGreaterThan(0.9 * allocation.slots.length)
    expect(recordings.filter(isTeam).some(({ path, status }) => path === '/api/log' && status === 200)).toBe(true)
  })

  test('no response to anybody has an arm, a record id, a reference of a text, the secret or the seed', () => {
    expect(wordsIn(recordings.map(withoutPlan), words)).toEqual([])
    // The words are looked for where they are: the team's log has the plan, and with it the arms.
    expect(wordsIn(recordings.filter(isTeam), words).length).toBeGreaterThan(0)
  })

  test('what a slot shows names no physician beside the text, the question and her own answer', () => {
    const shown = shownSlots(recordings).map(({ recording }) => {
      const { record: _, plans, judgement: __, ...rest } = JSON.parse(recording.body)
      return JSON.stringify({ ...rest, plans: plans.map(({ plan: ___, ...side }: { plan: unknown }) => side) })
    })
    expect(shown.filter(text => /physician|model|arm|seed|token|latency/i.test(text))).toEqual([])
    expect(shown.length).toBeGreaterThan(100)
  })

  test('beside the texts, a response is the same to the byte whatever the arm', () => {
    expect(formDifferences(recordings, armsOf)).toEqual([])
  })

  test('neither ids nor places nor sides go with the arm', () => {
    for (const [sign, p] of signsOfArm(recordings, armsOf)) expect(p, sign).toBeGreaterThan(0.001)
  })

  test('each rater sees every arm on the left as often as on the right', () => {
    const repeats = new Set(allocation.slots.filter(({ repeatOf }) => repeatOf !== null).map(({ slotId }) => slotId))
    for (const rater of raters) {
      const own = allocation.slots.filter(slot => slot.raterId === rater && slot.task === 'pairwise' && !slot.training)
      for (const arm of Object.keys(ARMS)) {
        const sides = own.filter(({ slotId }) => !repeats.has(slotId)).map(({ slotId }) => armsOf.get(slotId)!)
        const left = sides.filter(({ left: on }) => on === arm).length
        const right = sides.filter(({ right: on }) => on === arm).length
        // An arm is in two pairs, and each is balanced within one.
        expect(Math.abs(left - right), `${rater} ${arm}`).toBeLessThanOrEqual(2)
      }
    }
  })
})

describe('a reviewer in a real browser', () => {
  requireChromium()

  test('nothing that the page loads, shows or keeps names a source, over a whole case', async () => {
    const own = madeUpStudy({ arms: ARMS, cases: 8, seed: SEED, from: 200, review: { raters: 1, training: 0 } })
    const slots = allocationOf(own, ['R001'], SECRET)
    const store = await openStore({ folder: await embeddedFolder() })
    const accounts = await openAccounts({ store, folder: newFolder(), publicUrl: 'http://127.0.0.1', oidc: null })
    await openPlayed(store, own, slots, plan)
    const server = await startReviewServer({
      ...{ store, accounts, planner: null, pageFolder: buildPage() },
      ...{ host: '127.0.0.1', port: 0, publicUrl: 'http://127.0.0.1' },
    })
    const browser = await launch()
    try {
      const { page, faults } = await openWindow(browser, server.url)
      const recordings: Recording[] = []
      const kept: Promise<void>[] = []
      page.on('response', response => {
        const keep = async () => {
          const body = (await response.body().catch(() => Buffer.alloc(0))).toString('utf8')
          const headers = Object.entries(await response.allHeaders()).map(([name, value]) => `${name}: ${value}`)
          const { pathname: path } = new URL(response.url())
          const method = response.request().method()
          recordings.push({ role: 'reviewer', person: 'R001', method, path, status: response.status(), headers, body })
        }
        kept.push(keep())
      })
      /** What stands on the page and in what it keeps on this computer. */
      const look = async (what: string) => {
        const storage = await page.evaluate(() =>
          JSON.stringify(Object.entries((globalThis as unknown as { localStorage: object }).localStorage)),
        )
        const body = `${await page.content()}\n${storage}`
        recordings.push({
          role: 'reviewer',
          person: 'R001',
          method: 'LOOK',
          path: what,
          status: 200,
          headers: [],
          body,
        })
      }
      const { path } = await accounts.invite({ personId: 'R001', email: 'r1@example.org', name: 'Name of R001' })
      await page.goto(path)
      await look('invitation')
      for (const field of await page.locator('input[type=password]').all()) await field.fill(PASSWORD)
      await page.keyboard.press('Enter')
      await page.waitForResponse(response => response.url().endsWith('/api/me') && response.status() === 200)
      const headers = { origin: server.url, 'content-type': 'application/json' }
      const profile = { centre: null, answers: { consent: 'yes', grade: 'chief', years: 9, specialty: 'x' } }
      expect((await page.request.post('/api/profile', { headers, data: profile })).status()).toBe(200)
      const visit = slots.slots.filter(slot => slot.visit === 1).length
      for (let i = 0; i < visit; i++) {
        await page.goto('/')
        await page.locator('.rest').waitFor()
        await page.keyboard.press('n')
        await page.locator('.judgement').waitFor()
        await look(`slot ${i}`)
        await Promise.all(kept)
        // Judged by the same session, so that the next slot comes.
        const list = (await (await page.request.get('/api/slots')).json()) as readonly OwnSlot[]
        const shown = list.find(({ status }) => status === 'open' || status === 'waiting')!
        const { criteria, comparisons } = own.material.settings
        const judgement =
          shown.task === 'rating'
            ? { task: 'rating', scores: criteria.map(criterion => ({ criterion, score: 3 })) }
            : { task: 'pairwise', choices: comparisons.map(criterion => ({ criterion, choice: 'tie' })) }
        const opened = await page.request.post(`/api/slots/${shown.slotId}/open`, {
          headers,
          data: { tab: 'b', takeOver: true },
        })
        expect(opened.status()).toBe(200)
        const data = { tab: 'b', key: `key-${i}`, judgement }
        expect((await page.request.post(`/api/slots/${shown.slotId}/judgement`, { headers, data })).status()).toBe(200)
      }
      await Promise.all(kept)
      const ownWords = new Map([
        ...words,
        ...own.material.cases.flatMap(({ caseId, coupleId }): [string, string][] => [
          [caseId, 'a record id'],
          [coupleId, 'a couple id'],
        ]),
        ...Object.keys(slots.texts).map((text): [string, string] => [text, 'the reference of a text']),
      ])
      expect(wordsIn(recordings, ownWords)).toEqual([])
      expect(faults).toEqual([])
      expect(shownSlots(recordings).length).toBeGreaterThanOrEqual(visit)
      expect(recordings.some(({ path: of }) => of.startsWith('/assets/'))).toBe(true)
    } finally {
      await browser.close()
      await server.close()
      await store.close()
    }
  }, 600_000)
})

/** Leaks planted in a copy of the server: what it does to a response that shows a slot. */
const planted: Readonly<
  Record<string, (body: string, arms: Readonly<Record<string, string>>) => { body?: string; header?: string }>
> = {
  'an arm in a header': (_, arms) => ({ header: arms['only'] ?? arms['left'] }),
  'an arm in a field': (body, arms) => ({ body: JSON.stringify({ ...JSON.parse(body), arm: arms }) }),
  'another order of names': (body, arms) => ({
    body: Object.values(arms).includes('physician')
      ? JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body)).reverse()))
      : body,
  }),
  'a blank at the end': (body, arms) => ({ body: Object.values(arms).includes('physician') ? `${body} ` : body }),
  'a mark in a plan': (body, arms) => ({
    body: Object.values(arms).includes('physician') ? body.replace('"reasoning":', '"lang":"en","reasoning":') : body,
  }),
}

describe('leaks that are planted in a copy of the server', () => {
  let store: Store
  const places: { readonly rater: string; readonly slotId: string }[] = []

  beforeAll(async () => {
    store = await openStore({ folder: await embeddedFolder() })
    await openPlayed(store, study, allocation)
    const { url, send, invitation } = plainServer(store)
    await simulateReview({ url, send, invitations: raters.map(invitation), specialty: study.specialty, seed: SEED })
    for (const { slotId, raterId } of allocation.slots) places.push({ rater: raterId, slotId })
  }, 600_000)

  afterAll(() => store.close())

  /** Every slot read again through a server that does this to it. */
  async function readAll(plant: (typeof planted)[string]): Promise<Recording[]> {
    const recordings: Recording[] = []
    const { url, send } = plainServer(store)
    for (const { rater, slotId } of places) {
      const leaky: Send = async (address, init) => {
        const response = await send(address, init)
        const { body = await response.clone().text(), header } = plant(
          await response.clone().text(),
          armsOf.get(slotId)!,
        )
        const headers = new Headers(response.headers)
        if (header !== undefined) headers.set('x-source', header)
        return new Response(body, { status: response.status, headers })
      }
      const own = recorded({ role: 'reviewer', person: rater }, recordings, response =>
        leaky(response, { headers: { cookie: `person=${rater}` } }),
      )
      await own(`${url}/api/slots/${slotId}`, {})
    }
    return recordings
  }

  test('without one the checks find nothing in the same slots', async () => {
    const recordings = await readAll(body => ({ body }))
    expect([...wordsIn(recordings, words), ...formDifferences(recordings, armsOf)]).toEqual([])
    expect(shownSlots(recordings).length).toBeGreaterThan(100)
  })

  test.each(Object.keys(planted))('%s is found', async name => {
    const recordings = await readAll(planted[name])
    expect([...wordsIn(recordings, words), ...formDifferences(recordings, armsOf)]).not.toEqual([])
  })

  test('ids and places that go with the arm are found', async () => {
    const recordings = await readAll(body => ({ body }))
    const doctored = new Map<string, string>()
    const withIds = recordings.map(recording => {
      if (recording.status !== 200) return recording
      const shown = JSON.parse(recording.body)
      const arms = Object.values(armsOf.get(shown.slotId)!)
      const slotId = `${arms.includes('physician') ? 'p' : 'm'}${shown.slotId.slice(1)}`
      doctored.set(slotId, shown.slotId)
      return { ...recording, body: JSON.stringify({ ...shown, slotId }) }
    })
    const arms: ArmsOf = new Map([...doctored].map(([slotId, before]) => [slotId, armsOf.get(before)!]))
    const signs = signsOfArm(withIds, arms)
    expect(signs.get('first sign of the id')).toBeLessThan(0.001)
    expect(signs.get('last sign of the id')).toBeGreaterThan(0.001)
  })
})
