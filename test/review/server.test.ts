/** @file The server of a review over HTTP, on both engines: working through slots, and what is refused before it gets there. */
import { Agent, request as rawRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccounts } from '../../src/review/accounts/index.ts'
import { startReviewServer } from '../../src/review/server/index.ts'
import { openStore, readAllocation, verifyStore } from '../../src/review/store/index.ts'
import { ENGINES, newFolder, requireEngine } from './engines.ts'
import { type Client, emailOf, freePort, PASSWORD, type ServedReview, serveReview } from './served-review.ts'
import { analyst, designer, judgementOf, keyHolder, monitor, rater, setUpReview } from './small-review.ts'

/** A request as no browser and no `fetch` would send it: with any host, path and headers. */
function raw(url: string, options: { path: string; method?: string; headers?: Record<string, string>; body?: string }) {
  const { hostname, port } = new URL(url)
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const sent = rawRequest({ hostname, port, agent: new Agent(), ...options }, response => {
      let text = ''
      response.on('data', chunk => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
    })
    sent.on('error', reject)
    sent.end(options.body)
  })
}

describe.each(ENGINES)('on $name', engine => {
  requireEngine(engine)
  let review: ServedReview
  beforeAll(async () => {
    review = await serveReview(engine, { raters: 8, cases: 3 })
  })
  afterAll(() => review?.close())

  const firstSlot = async (client: Client) =>
    (await client.get('/api/slots')).body.find(({ status }: { status: string }) => status !== 'done')
  const judge = (client: Client, slot: { slotId: string; task: string }, change: object = {}) =>
    client.post(`/api/slots/${slot.slotId}/judgement`, {
      key: `k-${slot.slotId}`,
      tab: 'a',
      judgement: judgementOf(slot.task),
      ...change,
    })

  test('a rater finds herself and her list, opens a slot, sees its texts as sheets, and judges it', async () => {
    const client = await review.as(rater(0))
    expect((await client.get('/api/me')).body).toEqual({
      personId: 'rater-0',
      name: 'Dr rater-0',
      role: 'reviewer',
      centre: 'north',
      profile: { consent: 'yes' },
      // Either may tell what is compared.
      study: '',
      title: '',
      state: 'open',
      simulated: true,
      planHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      scale: [1, 5],
      instrument: null,
    })
    const profile = { centre: null, answers: { consent: 'yes', years: 4, grade: 'consultant' } }
    expect((await client.post('/api/profile', profile)).status).toBe(200)
    expect((await client.get('/api/me')).body).toMatchObject({ profile: profile.answers, centre: 'north' })
    const slot = await firstSlot(client)
    expect(Object.keys(slot)).toEqual(['slotId', 'order', 'visit', 'task', 'training', 'status'])
    expect((await client.get(`/api/slots/${slot.slotId}`)).status).toBe(409)
    const opened = await client.post(`/api/slots/${slot.slotId}/open`, { tab: 'a' })
    expect(opened.body).toEqual({
      ...slot,
      status: 'open',
      record: {
        groups: [{ title: 'Couple', rows: [expect.objectContaining({ field: 'age', value: '34', mark: null })] }],
      },
      plans: [{ side: 'only', plan: { reasoning: expect.any(String), decisions: [expect.anything()] } }],
      feedback: null,
      judgement: null,
      judged: null,
      judgedAt: null,
    })
    expect((await client.get(`/api/slots/${slot.slotId}`)).text).toBe(opened.text)
    const receipt = await judge(client, slot)
    expect(receipt.body).toEqual({
      sequence: expect.any(Number),
      time: expect.stringMatching(/Z$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    // Sent again, it is answered again and counts once; another content with the same key is refused.
    expect((await judge(client, slot)).text).toBe(receipt.text)
    expect((await judge(client, slot, { judgement: judgementOf('rating', 1) })).body.code).toBe('key')
    const seen = await client.get(`/api/slots/${slot.slotId}`)
    expect(seen.body).toMatchObject({ status: 'done', judged: receipt.body.sequence, judgement: { task: 'rating' } })
  })

  test('nothing that a rater receives names an arm, a text, a case or another person', async () => {
    const client = await review.as(rater(1))
    const allocation = await readAllocation(review.store, keyHolder)
    const secrets = new Set(
      allocation.flatMap(({ caseId, caseText, shown }) => [caseId, caseText!, ...shown.map(({ text }) => text)]),
    )
    const bytes: string[] = []
    for (;;) {
      const list = await client.get('/api/slots')
      const slot = list.body.find(({ status }: { status: string }) => status !== 'done')
      if (slot === undefined) break
      const answers = [
        list,
        await client.post(`/api/slots/${slot.slotId}/open`, { tab: 'a' }),
        await judge(client, slot),
        await client.get(`/api/slots/${slot.slotId}`),
      ]
      for (const { text, headers, status } of answers) {
        expect(status).toBe(200)
        bytes.push(text, JSON.stringify([...headers]))
      }
    }
    bytes.push((await client.get('/api/me')).text)
    const all = bytes.join('\n')
    expect(bytes.length).toBeGreaterThan(30)
    for (const secret of [...secrets, 'sft', 'grpo', 'rater-0', 'dana', 'repeat']) expect(all).not.toContain(secret)
    // All answers that show a slot have the same headers but their length and time.
    const names = new Set(
      bytes
        .filter(text => text.startsWith('[["'))
        .map(text => JSON.stringify(JSON.parse(text).map(([name]: [string]) => name))),
    )
    expect(names.size).toBe(1)
    expect([...names][0]).not.toContain('etag')
  })

  test('a slot of somebody else is none, for opening, reading, judging and reporting', async () => {
    const [client, other] = [await review.as(rater(2)), await review.as(rater(3))]
    const { slotId, task } = await firstSlot(other)
    await other.post(`/api/slots/${slotId}/open`, { tab: 'a' })
    await judge(other, { slotId, task })
    const tries = async (id: string) => [
      await client.get(`/api/slots/${id}`),
      await client.post(`/api/slots/${id}/open`, { tab: 'a', takeOver: true }),
      await judge(client, { slotId: id, task }),
      await client.post('/api/unblinding', { what: 'knows the case', slotId: id }),
    ]
    const [theirs, nobodys] = [await tries(slotId), await tries('s-that-is-not-there')]
    expect(theirs.map(({ status }) => status)).toEqual([409, 409, 409, 409])
    expect(theirs.map(({ text }) => text)).toEqual(nobodys.map(({ text }) => text))
  })

  test('two windows and two requests at once: one takes the slot, the other is told and may take it over', async () => {
    const client = await review.as(rater(4))
    const slot = await firstSlot(client)
    const open = (tab: string, more: object = {}) => client.post(`/api/slots/${slot.slotId}/open`, { tab, ...more })
    const both = await Promise.all([open('a'), open('b')])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const loser = both[0].status === 409 ? 'a' : 'b'
    expect((await judge(client, slot, { tab: loser })).body.message).toContain('open in another window')
    expect((await open(loser, { takeOver: true })).status).toBe(200)
    const sent = await Promise.all([1, 2, 3].map(i => judge(client, slot, { tab: loser, key: `same-${i % 1}` })))
    expect(new Set(sent.map(({ text }) => text)).size).toBe(1)
    const different = await Promise.all(
      ['x', 'y'].map(key => judge(client, slot, { tab: loser, key, change: undefined })),
    )
    expect(different.map(({ status }) => status)).toEqual([409, 409])
    const late = await client.post(`/api/slots/${(await client.get('/api/slots')).body[4].slotId}/open`, { tab: 'a' })
    expect(late.body.message).toContain('expected your next slot')
  })

  test('"I know this case" withdraws its slots, and a change of a judgement needs a reason', async () => {
    const client = await review.as(rater(5))
    const slot = await firstSlot(client)
    await client.post(`/api/slots/${slot.slotId}/open`, { tab: 'a' })
    const { body } = await judge(client, slot)
    const change = { replaces: body.sequence, reason: '' }
    expect((await judge(client, slot, { key: 'c1', change })).body.code).toBe('input')
    expect((await judge(client, slot, { key: 'c1', change: { ...change, reason: 'misread' } })).status).toBe(200)
    expect((await client.post('/api/unblinding', { what: 'knows the case', slotId: slot.slotId })).status).toBe(200)
    const slots = (await client.get('/api/slots')).body as { slotId: string; status: string; visit: number }[]
    expect(slots.filter(({ status }) => status === 'withdrawn').map(({ visit }) => visit)).toEqual([1, 1, 4, 4])
  })

  test('markup in a comment comes back as text in JSON, which no browser takes for a page', async () => {
    const client = await review.as(rater(6))
    const slot = await firstSlot(client)
    const comment = '<script>alert(1)</script><img src=x onerror=alert(2)>\u2028 "quoted"'
    await client.post(`/api/slots/${slot.slotId}/open`, { tab: 'a' })
    await judge(client, slot, { judgement: { ...judgementOf(slot.task), comment } })
    const seen = await client.get(`/api/slots/${slot.slotId}`)
    expect(seen.body.judgement.comment).toBe(comment)
    expect(seen.headers.get('content-type')).toBe('application/json')
    expect(seen.headers.get('x-content-type-options')).toBe('nosniff')
    expect(seen.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
  })

  test('a request from another site, or from nowhere, changes nothing', async () => {
    const client = await review.as(rater(7))
    const { slotId } = await firstSlot(client)
    const open = (headers: Record<string, string>) => client.post(`/api/slots/${slotId}/open`, { tab: 'a' }, headers)
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${review.url}.evil.example` },
      { origin: review.url.replace('http:', 'https:') },
      { origin: '', 'sec-fetch-site': 'cross-site' },
    ]) {
      const { status, body } = await open(headers as unknown as Record<string, string>)
      expect([headers, status, body.code]).toEqual([headers, 403, 'role'])
    }
    const path = `/api/slots/${slotId}/open`
    const cookie = [...client.cookies].map(pair => pair.join('=')).join('; ')
    const headers = { cookie, 'content-type': 'application/json' }
    const sent = (more: Record<string, string>) =>
      raw(review.url, { path, method: 'POST', headers: { ...headers, ...more }, body: '{"tab":"a"}' })
    for (const site of ['cross-site', 'same-site', 'none']) {
      expect((await sent({ 'sec-fetch-site': site })).status).toBe(403)
    }
    expect((await sent({})).status).toBe(403)
    expect((await client.get('/api/slots')).body[0].status).toBe('waiting')
    for (const path of ['sign-in/email', 'sign-out', 'invitation/accept']) {
      expect((await client.post(`/api/auth/${path}`, {}, { origin: 'https://evil.example' })).status).toBe(403)
    }
    expect((await sent({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })

  test('bodies that are no JSON, too large or of another shape are refused, and never repeated', async () => {
    const client = await review.as(designer)
    const send = (body: string, type: string) => client.send('POST', '/api/members', body, { 'content-type': type })
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect((await send('{}', type)).status).toBe(415)
    }
    expect((await send('{}', 'application/json; charset=utf-8')).status).toBe(400)
    const large = await send(JSON.stringify({ name: 'x'.repeat(300_000) }), 'application/json')
    expect([large.status, large.body.code, large.headers.get('connection')]).toEqual([413, 'input', 'close'])
    const chunked = await raw(review.url, {
      path: '/api/members',
      method: 'POST',
      headers: { origin: review.url, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      body: JSON.stringify({ name: 'x'.repeat(300_000) }),
    })
    expect([400, 401, 413]).toContain(chunked.status)
    for (const body of ['{', '[]', 'null', '"text"', '{"email":"secret@hospital.example","name":3}']) {
      const { status, text } = await send(body, 'application/json')
      expect(status).toBe(400)
      expect(text).not.toContain('secret@')
    }
    const reviewer = await review.as(rater(7))
    const { slotId, task } = await firstSlot(reviewer)
    for (const change of [{ judgement: 'no' }, { judgement: judgementOf(task), more: 1 }, { key: '' }, { tab: 7 }]) {
      expect((await judge(reviewer, { slotId, task }, change)).body.code).toBe('input')
    }
  })

  test('another host name is refused: somebody may have pointed it at us', async () => {
    const { port } = new URL(review.url)
    const status = async (host: string) => (await raw(review.url, { path: '/api/me', headers: { host } })).status
    for (const host of [`evil.example:${port}`, 'evil.example', '127.0.0.1.evil.example', '[::2]', 'a b']) {
      expect([host, [400, 421].includes(await status(host))]).toEqual([host, true])
    }
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) expect(await status(host)).toBe(401)
  })

  test('the page is served with headers of its own, whatever the path, and nothing outside of its folder', async () => {
    const client = review.client()
    for (const path of ['/', '/sign-in', '/invitation/abc', '/case/7', '/team']) {
      const { status, text, headers } = await client.get(path)
      expect([status, text]).toEqual([200, '<!doctype html><title>page</title>'])
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(headers.get('cache-control')).toBe('no-cache')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('camera=()')
      const policy = headers.get('content-security-policy')!
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|https?:|\*/)
    }
    const script = await client.get('/assets/page-1a2b.js')
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('cache-control')).toContain('immutable')
    for (const path of ['/../accounts-secret', '/..%2faccounts.json', '/assets/../../journal.jsonl', '/nothing.js']) {
      const { status, text } = await raw(review.url, { path })
      expect(text).not.toContain('bedside')
      expect([200, 404]).toContain(status)
    }
    for (const [method, path] of [
      ['GET', '/api/nothing'],
      ['GET', '/api'],
    ]) {
      const { status } = await (await review.as(rater(7))).send(method, path)
      expect([method, path, status]).toEqual([method, path, 404])
    }
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE']) {
      for (const path of ['/api/slots', '/api/auth/sign-out']) {
        const { status } = await raw(review.url, { method, path, headers: { origin: review.url } })
        expect([method, path, status]).toEqual([method, path, 404])
      }
    }
  })

  test('the log has the pattern of a route, and nothing that a request held', async () => {
    const before = review.log.length
    const client = await review.as(monitor)
    await client.get('/api/slots/s-secret-id?note=secret-note')
    await client.get('/invitation/secret-of-an-invitation')
    await client.post('/api/unblinding', { what: 'was told', note: 'secret-text' })
    const lines = review.log.slice(before)
    expect(lines.join('\n')).not.toMatch(/secret|hospital|mo@/)
    expect(lines.map(line => line.replace(/^\d+ /, '').replace(/\d+ ms$/, 'ms'))).toEqual([
      'POST /api/auth/* 200 ms',
      'GET /api/slots/:id 403 ms',
      'GET * 200 ms',
      'POST /api/unblinding 200 ms',
    ])
  })

  test('the study team sees progress, people and the log; names only who may invite', async () => {
    const [forMonitor, forDesigner] = [await review.as(monitor), await review.as(designer)]
    const team = (await forMonitor.get('/api/team')).body
    expect(Object.keys(team)).toEqual(['progress', 'members', 'log'])
    expect(team.log[0].sequence).toBe(team.progress.events)
    expect(team.log.length).toBeLessThanOrEqual(100)
    expect(JSON.stringify(team)).not.toMatch(/hospital|Dr |comment|sft|grpo/)
    const members = (await forDesigner.get('/api/members')).body
    expect(members.find((member: { personId: string }) => member.personId === 'mo')).toEqual({
      personId: 'mo',
      role: 'monitor',
      centre: null,
      raterKind: 'clinician',
      profile: null,
      active: true,
      name: 'Dr mo',
      email: emailOf('mo'),
      hasSignedIn: true,
    })
    const { events } = team.progress
    const log = (await forMonitor.get(`/api/log?after=${events - 2}`)).body
    expect(log.map(({ sequence }: { sequence: number }) => sequence)).toEqual([events - 1, events])
    expect((await forMonitor.get('/api/log?after=x')).status).toBe(400)
  })

  test('a designer invites somebody, who signs in; makes a new link; and lets her go', async () => {
    const client = await review.as(designer)
    const person = { email: 'new@hospital.example', name: 'Dr New', role: 'reviewer', centre: 'east' }
    const [first, second] = await Promise.all([
      client.post('/api/members', person),
      client.post('/api/members', { ...person, email: 'other@hospital.example' }),
    ])
    expect([first.body.personId, second.body.personId].toSorted()).toEqual(['R01', 'R02'])
    expect(first.body.invitation).toMatch(/^\/invitation\/[0-9a-f]{64}$/)
    const id = first.body.personId
    const again = await client.post('/api/members', { ...person, personId: id })
    expect([again.status, again.body.code]).toEqual([409, 'people'])
    expect((await client.post('/api/members', { ...person, personId: 'R09' })).body.code).toBe('people')
    for (const personId of ['a/b', '__proto__', '.hidden']) {
      expect((await client.post('/api/members', { ...person, personId })).body.code).toBe('input')
    }
    const renewed = await client.post(`/api/members/${id}/invitation`)
    const secret = (path: string) => path.split('/').at(-1)
    const herself = review.client()
    const accept = (path: string) =>
      herself.post('/api/auth/invitation/accept', { secret: secret(path), password: PASSWORD })
    expect((await accept(first.body.invitation)).status).toBe(400)
    expect((await accept(renewed.body.invitation)).status).toBe(200)
    expect((await herself.get('/api/me')).body).toMatchObject({ personId: id, role: 'reviewer', centre: 'east' })
    expect((await client.post(`/api/members/${id}/leave`, { reason: '' })).status).toBe(400)
    expect((await client.post(`/api/members/${id}/leave`, { reason: 'moved away' })).status).toBe(200)
    expect((await herself.get('/api/me')).status).toBe(401)
    const log = (await client.get('/api/log')).text
    expect(log).not.toMatch(/hospital|Dr New/)
    // She comes back, in the same role.
    expect((await client.post('/api/members', { ...person, personId: id, role: 'monitor' })).status).toBe(409)
    const back = await client.post('/api/members', { ...person, personId: id })
    expect((await accept(back.body.invitation)).status).toBe(200)
    expect((await herself.get('/api/me')).status).toBe(200)
  })

  test('what is left of a rater passes to a new one, who judges it under her own list', async () => {
    const client = await review.as(monitor)
    const replace = (by: string, reason = 'ill') => client.post('/api/members/rater-7/replace', { by, reason })
    expect((await replace('rater-6')).body).toMatchObject({ code: 'input' })
    expect((await replace('R02', ' ')).body).toMatchObject({ code: 'input' })
    expect((await replace('nobody')).body).toMatchObject({ code: 'people' })
    const before = (await (await review.as(rater(7))).get('/api/slots')).body
    expect((await replace('R02')).status).toBe(200)
    expect((await (await review.as(rater(7))).get('/api/slots')).body).toEqual([])
    const { path } = await review.accounts.inviteAgain('R02')
    const hers = review.client()
    await hers.post('/api/auth/invitation/accept', { secret: path.split('/').at(-1), password: PASSWORD })
    await hers.post('/api/profile', { answers: { consent: 'yes' } })
    const list = (await hers.get('/api/slots')).body
    expect(list.map(({ order }: { order: number }) => order)).toEqual(before.map((_: unknown, i: number) => i + 1))
    expect(list.map(({ visit }: { visit: number }) => visit)).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
    await hers.post(`/api/slots/${list[0].slotId}/open`, { tab: 'a' })
    expect((await judge(hers, list[0])).status).toBe(200)
  })

  test('locking and unblinding are proposed and taken back here, and confirmed nowhere here', async () => {
    const [forDesigner, forMonitor] = [await review.as(designer), await review.as(monitor)]
    expect((await forDesigner.post('/api/lock')).status).toBe(200)
    expect((await forMonitor.get('/api/progress')).body.proposal).toMatchObject({ what: 'lock', by: 'dana' })
    expect((await forMonitor.post('/api/lock')).body.code).toBe('people')
    expect((await forMonitor.post('/api/proposal/withdraw')).body.code).toBe('people')
    expect((await forDesigner.post('/api/proposal/withdraw')).status).toBe(200)
    const forAnalyst = await review.as(analyst)
    expect((await forAnalyst.post('/api/unblind', { reason: 'done' })).body.code).toBe('state')
    for (const path of ['lock/confirm', 'unblind/confirm', 'key', 'export']) {
      expect((await (await review.as(keyHolder)).post(`/api/${path}`)).status).toBe(404)
    }
  })

  test('at the end the chain is sound', async () => {
    expect(await verifyStore(review.store)).toMatchObject({ sound: true, faults: [] })
  })
})

test('behind TLS cookies are secure, browsers are told to stay with it, and a proxy is believed only where it is named', async () => {
  const publicUrl = 'https://review.hospital.example'
  const allowances = { ofAddress: { atOnce: 12, perSecond: 0.001 }, ofPerson: { atOnce: 100, perSecond: 1 } }
  const [store, folder] = [await openStore(await ENGINES[0].place()), newFolder()]
  await setUpReview(store, { raters: 1, cases: 1 })
  const accounts = await openAccounts({ store, folder, publicUrl, oidc: null })
  const { path } = await accounts.invite({ personId: 'rater-0', email: emailOf('rater-0'), name: 'Dr' })
  const port = await freePort()
  const options = {
    store,
    accounts,
    pageFolder: newFolder(),
    host: '127.0.0.1',
    port,
    publicUrl,
    planner: null,
    allowances,
  }
  const server = await startReviewServer({ ...options, trustedProxy: '127.0.0.1' })
  await expect(startReviewServer(options)).rejects.toThrow(`cannot listen on 127.0.0.1:${port} (EADDRINUSE)`)
  const send = (address: string, origin = publicUrl) =>
    raw(server.url, {
      path: '/api/auth/invitation/accept',
      method: 'POST',
      headers: {
        host: 'review.hospital.example',
        origin,
        'content-type': 'application/json',
        'x-forwarded-for': `1.2.3.4, ${address}`,
      },
      body: JSON.stringify({ secret: path.split('/').at(-1), password: PASSWORD }),
    })
  const { status, headers } = await send('192.0.2.1')
  expect(status).toBe(200)
  expect(headers['set-cookie']).toEqual([
    expect.stringMatching(
      /^__Host-bedside\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    ),
  ])
  expect(headers['strict-transport-security']).toMatch(/^max-age=\d+$/)
  expect((await send('192.0.2.1', `http://127.0.0.1:${port}`)).status).toBe(403)
  const statuses = []
  for (let i = 0; i < 12; i++) statuses.push((await send('192.0.2.2')).status)
  expect(new Set(statuses)).toEqual(new Set([400]))
  const stopped = await send('192.0.2.2')
  expect([stopped.status, JSON.parse(stopped.text).code, Number(stopped.headers['retry-after']) > 0]).toEqual([
    429,
    'rate',
    true,
  ])
  expect((await send('192.0.2.3')).status).toBe(400)
  const page = await raw(server.url, {
    path: '/',
    headers: { host: 'review.hospital.example', 'x-forwarded-for': '192.0.2.4' },
  })
  expect([page.status, page.text]).toEqual([
    503,
    expect.stringMatching(/^The page of the review is not built: [^\n]+\n$/),
  ])
  await server.close()
  await store.close()
})

test('a person who asks far too much is stopped, and others go on', async () => {
  const allowances = { ofAddress: { atOnce: 1000, perSecond: 1 }, ofPerson: { atOnce: 5, perSecond: 0.01 } }
  const review = await serveReview(ENGINES[0], { raters: 2, cases: 1, server: { allowances } })
  const client = await review.as(rater(0))
  const statuses = []
  for (let i = 0; i < 7; i++) statuses.push((await client.get('/api/me')).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
  expect((await (await review.as(rater(1))).get('/api/me')).status).toBe(200)
  await review.close()
})

test('a fault is one line without its cause, and says which request to look for', async () => {
  // Texts that are no sheets.
  const review = await serveReview(ENGINES[0], {
    raters: 1,
    setUp: store => setUpReview(store, { raters: 1, cases: 1 }),
  })
  const client = await review.as(rater(0))
  const [{ slotId }] = (await client.get('/api/slots')).body
  const { status, body, text } = await client.post(`/api/slots/${slotId}/open`, { tab: 'a' })
  expect([status, body.code]).toEqual([500, 'fault'])
  expect(body.message).toMatch(/^the server could not do this.*\(request \d+\)$/)
  expect(text).not.toMatch(/Text|quoted|\.ts|at /)
  expect(review.log.at(-2)).toMatch(/^\d+ fault: a record of the review is not of the form that the page shows/)
  await review.close()
  await expect(client.get('/api/me')).rejects.toThrow('fetch failed')
})

test('what is under way when the server closes is finished', async () => {
  const review = await serveReview(ENGINES[0], { raters: 4, cases: 1 })
  const clients = await Promise.all([0, 1, 2, 3].map(number => review.as(rater(number))))
  const slots = await Promise.all(clients.map(async client => (await client.get('/api/slots')).body[0]))
  const work = clients.map((client, i) => client.post(`/api/slots/${slots[i].slotId}/open`, { tab: 'a' }))
  await new Promise(resolve => setTimeout(resolve, 5))
  const [answers] = await Promise.all([Promise.allSettled(work), review.close()])
  const answered = answers.filter(answer => answer.status === 'fulfilled').map(answer => answer.value.status)
  expect(answered.every(status => status === 200)).toBe(true)
  await review.open()
  const opened = (await readAllocation(review.store, keyHolder)).filter(({ status }) => status === 'open')
  expect(opened.length).toBeGreaterThanOrEqual(answered.length)
  await review.close()
})

test('the planner is asked and writes for designers, with a reason', async () => {
  const writes: unknown[] = []
  const planner = {
    answer: async () => ({
      lines: [{ question: 'rating' as const, power: 0.8, standardError: 0.1, needed: 40, line: 'l' }],
    }),
    async write(asked: unknown, by: string, reason: string) {
      writes.push([asked, by, reason])
      return { title: 'A study with a title' }
    },
  }
  const review = await serveReview(ENGINES[0], { raters: 1, cases: 1, server: { planner } })
  const client = await review.as(designer)
  const asked = { cases: 40, raters: 5, power: 0.8, preference: null, rating: { difference: 0.5, sd: 1 } }
  expect((await client.post('/api/planner', asked)).body.lines[0].needed).toBe(40)
  expect((await client.post('/api/planner', { ...asked, power: 2 })).status).toBe(400)
  expect((await client.post('/api/planner/write', { ...asked, reason: ' ' })).status).toBe(400)
  expect(writes).toEqual([])
  expect((await client.post('/api/planner/write', { ...asked, reason: 'more raters' })).status).toBe(200)
  expect(writes).toEqual([[asked, 'dana', 'more raters']])
  expect((await client.get('/api/me')).body.title).toBe('A study with a title')
  expect((await client.get('/api/log')).body.at(-1)).toMatchObject({
    kind: 'plan.amended',
    payload: { reason: 'more raters' },
  })
  await review.close()
  const without = await serveReview(ENGINES[0], { raters: 1, cases: 1 })
  expect((await (await without.as(designer)).post('/api/planner', asked)).body.code).toBe('state')
  await without.close()
})
