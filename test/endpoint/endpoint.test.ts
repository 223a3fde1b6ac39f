/** @file The endpoint engine against a real server on this machine: answers, retries, limits, and what it never sends. */
import { afterEach, expect, test } from 'vitest'
import {
  type Answer,
  type EndpointConfig,
  type EndpointFailure,
  endpoint,
  endpointConfig,
} from '../../src/engines/endpoint/index.ts'
import { type ChatServer, type Reply, type Received, startChatServer } from './chat-server.ts'

/** Stands for what a record says: it may be in a request, and nowhere else. */
const PATIENT = 'Woman of 37 years, AMH 0.42'

const servers: ChatServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
async function serve(reply: (request: Received, index: number) => Reply): Promise<ChatServer> {
  const server = await startChatServer(reply)
  servers.push(server)
  return server
}

const config = (baseUrl: string, changes: Partial<EndpointConfig> = {}): EndpointConfig => ({
  ...endpointConfig.parse({ baseUrl, model: 'big' }),
  retries: 2,
  ...changes,
})

async function generate(
  settings: EndpointConfig,
  ids: readonly string[] = ['r1'],
  { key = null, signal = new AbortController().signal }: { key?: string | null; signal?: AbortSignal } = {},
): Promise<(Answer | EndpointFailure)[]> {
  const server = await endpoint(settings, key)
  const prompts = ids.map(id => ({ id, messages: [{ role: 'user' as const, content: `${PATIENT} ${id}` }] }))
  const found: (Answer | EndpointFailure)[] = []
  const drawing = { maxNewTokens: 64, temperature: 0.3, topP: 1, seed: 5 }
  for await (const one of server.generate({ prompts, settings: drawing, signal })) found.push(one)
  return found
}

test('endpoint asks for what was set, with a seed of its own for each prompt, and counts the tokens', async () => {
  const server = await serve(({ body }) => `about ${body.messages[0].content.slice(-2)}`)
  const found = await generate(config(server.url), ['r1', 'r2'])
  expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    ['r1', 'r2'].map(id => ({
      id,
      sample: 0,
      text: `about ${id}`,
      promptTokens: 100,
      completionTokens: 20,
      finish: 'end',
      seconds: expect.any(Number),
      drawing: { temperature: 0.3, topP: 1, seed: expect.any(Number), maxNewTokens: 64 },
      servedBy: { model: null, fingerprint: null },
    })),
  )
  expect(server.received.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/v1/chat/completions'])
  const [first, second] = server.received.map(({ body }) => body)
  expect(first).toMatchObject({ model: 'big', temperature: 0.3, max_tokens: 64 })
  expect(first.seed).not.toBe(second.seed)
  await generate(config(server.url), ['r1'])
  expect(server.received[2].body.seed).toBe(
    server.received.find(({ body }) => body.messages[0].content.endsWith('r1'))?.body.seed,
  )
})

test('endpoint sends no name of library, runtime or system, and a key only when there is one', async () => {
  const server = await serve(() => 'yes')
  const outer = { ...process.env }
  Object.assign(process.env, {
    OPENAI_API_KEY: 'sk-from-outside',
    OPENAI_ADMIN_KEY: 'sk-admin',
    OPENAI_ORG_ID: 'org-outside',
    OPENAI_CUSTOM_HEADERS: 'x-spy: 1',
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    OPENAI_LOG: 'debug',
  })
  try {
    await generate(config(server.url))
    await generate(config(server.url), ['r1'], { key: 'mine' })
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in outer)) delete process.env[name]
  }
  const [without, withKey] = server.received.map(({ headers }) => headers)
  expect(without.authorization).toBeUndefined()
  expect(withKey.authorization).toBe('Bearer mine')
  const usual = ['accept', 'accept-encoding', 'accept-language', 'connection', 'content-length', 'content-type', 'host']
  expect(
    Object.keys(without)
      .filter(name => !usual.includes(name))
      .sort(),
  ).toEqual(['sec-fetch-mode', 'user-agent'])
  expect(without['user-agent']).toBe('bedside')
  expect(JSON.stringify(server.received.map(({ headers }) => headers))).not.toMatch(/stainless|openai|node|outside/i)
})

test('endpoint waits after 429 as long as the server says, and asks again', async () => {
  const server = await serve((_, i) => (i === 0 ? { status: 429, headers: { 'retry-after': '1' }, body: '{}' } : 'yes'))
  const before = performance.now()
  expect(await generate(config(server.url))).toMatchObject([{ id: 'r1', text: 'yes' }])
  expect(performance.now() - before).toBeGreaterThan(950)
  expect(server.received).toHaveLength(2)
})

test('endpoint obeys a date in retry-after by the clock of the server, and a date that is over', async () => {
  const date = 'Sat, 28 Nov 2020 10:00:00 GMT'
  const again = ['Sat, 28 Nov 2020 10:00:01 GMT', 'Sat, 28 Nov 2020 09:00:00 GMT']
  const server = await serve((_, i) =>
    i < 2 ? { status: 429, headers: { date, 'retry-after': again[i] }, body: '{}' } : 'yes',
  )
  const before = performance.now()
  expect(await generate(config(server.url))).toMatchObject([{ text: 'yes' }])
  // One second, then none at all; without the header the client would pause for 0.4 s at the least each time.
  expect(performance.now() - before).toBeGreaterThan(950)
  expect(server.received).toHaveLength(3)
})

test.each(['reset', 'never'] as const)('endpoint(connection that breaks: %s) asks again', async hang => {
  const server = await serve((_, i) => (i === 0 ? { hang, text: 'half of it' } : 'yes'))
  expect(await generate(config(server.url, { timeout: 1 }))).toMatchObject([{ text: 'yes' }])
  expect(server.received).toHaveLength(2)
})

test('endpoint(connection that always breaks) says so', async () => {
  const server = await serve(() => ({ hang: 'reset', text: PATIENT }))
  const [found] = await generate(config(server.url, { retries: 1 }))
  expect(found).toMatchObject({
    kind: 'passing',
    says: expect.stringMatching(/^no connection( \(\w+\))?, after 2 tries$/),
  })
})

test('endpoint(a byte at a time) meets the time limit although something always comes', async () => {
  const server = await serve(() => ({ drip: 20, text: 'a long text' }))
  expect(await generate(config(server.url, { timeout: 0.4, retries: 0 }))).toEqual([
    { id: 'r1', kind: 'passing', says: 'no answer within 0.4 s, after 1 try' },
  ])
})

test.each([
  ['a refusal', { message: { content: null, refusal: PATIENT } }, 'the model refused to answer'],
  ['a filter', { finish: 'content_filter', text: PATIENT }, 'a filter of the server stopped the answer'],
] as const)('endpoint(%s) is an answer that was paid for, without what it says', async (_, reply, says) => {
  const server = await serve(() => reply)
  const [found] = await generate(config(server.url))
  expect(found).toMatchObject({ id: 'r1', kind: 'refusal', says, served: { promptTokens: 100, completionTokens: 20 } })
  expect(JSON.stringify(found)).not.toContain(PATIENT)
  expect(server.received).toHaveLength(1)
})

test('endpoint(cut while it thought) is an empty answer that was cut', async () => {
  const server = await serve(() => ({ finish: 'length', message: { content: null } }))
  expect(await generate(config(server.url))).toMatchObject([{ text: '', finish: 'length' }])
})

test('endpoint records how an answer was drawn, and what the server says of itself', async () => {
  const answer = { model: 'big-2026', system_fingerprint: 'fp_7' }
  const server = await serve(() => ({ text: 'yes', answer }))
  const [found] = await generate(config(server.url))
  const [{ body }] = server.received
  expect(found).toMatchObject({
    servedBy: { model: 'big-2026', fingerprint: 'fp_7' },
    drawing: { temperature: body.temperature, topP: body.top_p, seed: body.seed, maxNewTokens: body.max_tokens },
  })
})

test('endpoint does not wait for an hour because a server says so', async () => {
  const server = await serve((_, i) => (i === 0 ? { status: 429, headers: { 'retry-after': '3600' } } : 'yes'))
  expect(await generate(config(server.url))).toMatchObject([{ text: 'yes' }])
})

test.each([
  ['500 for ever', { status: 500, body: PATIENT }, 'passing', 'the server answered 500, after 3 tries', 3],
  [
    '429 for ever',
    { status: 429, headers: { 'retry-after': '0' } },
    'passing',
    'the server answered 429, after 3 tries',
    3,
  ],
  [
    'a request that is too long',
    { status: 400, body: JSON.stringify({ error: { message: PATIENT, code: 'context_length_exceeded' } }) },
    'request',
    'the server answered 400 (context_length_exceeded)',
    1,
  ],
  [
    '400 with a code of its own',
    { status: 400, body: JSON.stringify({ error: { code: PATIENT } }) },
    'request',
    'the server answered 400',
    1,
  ],
  [
    'a wrong key',
    { status: 401, body: JSON.stringify({ error: { message: PATIENT } }) },
    'setup',
    'the server answered 401',
    1,
  ],
  ['no such model', { status: 404, body: '{}' }, 'setup', 'the server answered 404', 1],
  ['no JSON', { body: `<html>${PATIENT}` }, 'passing', 'expected a chat completion, got something else', 1],
  [
    'JSON that is no completion',
    { body: '{"choices":[]}' },
    'passing',
    'expected a chat completion, got something else',
    1,
  ],
  [
    'a text that is missing',
    { body: '{"choices":[{"message":{"content":null}}]}' },
    'passing',
    'expected a chat completion, got something else',
    1,
  ],
] as const)(
  'endpoint(%s) says so, without a word of the server or of the record',
  async (_, reply, kind, says, tries) => {
    const server = await serve(() => reply)
    expect(await generate(config(server.url))).toEqual([{ id: 'r1', kind, says }])
    expect(server.received).toHaveLength(tries)
  },
)

test.each(['never', 'middle'] as const)('endpoint(server that hangs: %s) gives up after the time limit', async hang => {
  const server = await serve(() => ({ hang, text: 'a long text of which half is sent' }))
  const before = performance.now()
  expect(await generate(config(server.url, { timeout: 0.3, retries: 1 }))).toEqual([
    { id: 'r1', kind: 'passing', says: 'no answer within 0.3 s, after 2 tries' },
  ])
  expect(performance.now() - before).toBeLessThan(5000)
})

test('endpoint(nobody listens) is a matter of setting up', async () => {
  const server = await startChatServer(() => 'yes')
  await server.close()
  expect(await generate(config(server.url, { retries: 0 }))).toEqual([
    { id: 'r1', kind: 'setup', says: 'no connection (ECONNREFUSED), after 1 try' },
  ])
})

test('endpoint follows no redirection: nobody named where it leads', async () => {
  const other = await serve(() => 'caught')
  const server = await serve(() => ({ status: 307, headers: { location: `${other.url}/chat/completions` } }))
  expect(await generate(config(server.url))).toEqual([
    { id: 'r1', kind: 'setup', says: 'the server answered 307, which leads to another address; name that one' },
  ])
  expect(other.received).toEqual([])
})

test('endpoint leaves out what a thinking model says before its answer, and knows a cut answer', async () => {
  const server = await serve(() => ({ text: '<think>seven, no eight</think>\n\nThe answer.', finish: 'length' }))
  expect(await generate(config(server.url))).toMatchObject([{ text: 'The answer.', finish: 'length' }])
})

test('endpoint keeps as many requests open as it may, and no more', async () => {
  const server = await serve(() => ({ text: 'yes', delay: 60 }))
  const ids = Array.from({ length: 12 }, (_, i) => `r${i}`)
  expect(await generate(config(server.url, { concurrency: 3 }), ids)).toHaveLength(12)
  expect(server.busiest()).toBe(3)
})

test('endpoint(signal aborts) stops at once, also during a pause between two tries', async () => {
  const server = await serve(() => ({ status: 429, headers: { 'retry-after': '30' } }))
  const controller = new AbortController()
  setTimeout(() => controller.abort(new Error('stop')), 200)
  const before = performance.now()
  await expect(generate(config(server.url), ['r1', 'r2'], { signal: controller.signal })).rejects.toThrow('stop')
  expect(performance.now() - before).toBeLessThan(2000)
})

test.each([
  ['http://127.0.0.1:8000/v1', false, null],
  ['http://localhost:11434/v1', false, null],
  ['http://[::1]:8080/v1', false, null],
  ['https://api.example.org/v1', true, null],
  ['https://api.example.org/v1', false, 'records would leave it'],
  ['http://127.0.0.1.example.org/v1', false, 'records would leave it'],
  ['http://10.0.0.5:8000/v1', false, 'records would leave it'],
  ['http://user:secret@127.0.0.1/v1', false, 'without a name or password'],
  ['ftp://127.0.0.1/v1', false, 'http://'],
  ['127.0.0.1', false, 'expected an address'],
  ['http://127.0.0.1/v1?key=1', false, 'without "?"'],
] as const)('endpointConfig(%s, allowRemote: %s)', (baseUrl, allowRemote, problem) => {
  const { error } = endpointConfig.safeParse({ baseUrl, model: 'm', allowRemote })
  if (problem === null) expect(error).toBeUndefined()
  else {
    expect(error?.issues[0].message).toContain(problem)
    expect(error?.issues[0].message).not.toContain('secret')
  }
})
