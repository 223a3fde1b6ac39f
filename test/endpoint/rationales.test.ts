/** @file The stage of reasoning texts with a model behind a real server on this machine: what is sent, checked and kept. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type ApprovalRow,
  type PromptRow,
  parseCompletion,
  promptsConfig,
  promptsStage,
  type RationaleRow,
  type RejectedRow,
  rationaleConfig,
  rationalesStage,
} from '../../src/prompts/index.ts'
import type { PatientRecord } from '../../src/records/index.ts'
import { cyclePlan } from '../../src/specialty/fixtures/cycle-plan.ts'
import type { Specialty } from '../../src/specialty/index.ts'
import { loadJsonl, type StageCounts, writeJsonl } from '../../src/support/index.ts'
import { type ChatServer, type Received, type Reply, startChatServer } from './chat-server.ts'

const specialty: Specialty = {
  ...cyclePlan,
  explain: ({ age }, { startingDose }) => `At ${age} years ${startingDose} IU/day fits the rules.`,
}
const ids = ['t1', 't2', 't3', 't4', 'v1', 'x1']
const split = {
  train: ids.slice(0, 4),
  validation: ['v1'],
  test: ['x1'],
  strata: Object.fromEntries(ids.map((id, i) => [id, i < 3 ? 'head' : 'tail'])),
}
/** Invented; every age is one of its own, so that a text shows whose it is. */
const records: PatientRecord[] = ids.map((recordId, i) => ({
  recordId,
  coupleId: `c${i}`,
  fields: { age: 31 + i, pcos: i % 2 === 0, tubes: i < 3 ? 'patent' : 'blocked' },
  decision: { protocol: i % 2 === 0 ? 'antagonist' : 'PPOS', startingDose: 150 + 25 * (i % 3), fertilisation: 'IVF' },
  reasoning: i === 0 ? 'At 31 years with PCOS an antagonist cycle of 150 IU/day keeps the risk low.' : null,
  synthetic: true,
}))

let folder: string
let server: ChatServer
let said: string[]
let reply: (request: Received, index: number) => Reply

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-rationales-'))
  said = []
  reply = good
  server = await startChatServer((request, index) => reply(request, index))
  await writeJsonl(join(folder, 'records.jsonl'), records)
  writeFileSync(join(folder, 'split.json'), JSON.stringify(split))
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The question of a request that is about the case itself: the last one with a plan. */
const questionOf = ({ body }: Received) =>
  body.messages.filter(({ content }) => content.includes('<plan>') && content.includes('Age: ')).at(-1)?.content ?? ''
const planOf = (request: Received) => questionOf(request).slice(questionOf(request).lastIndexOf('<plan>'))
const ageOf = (request: Received) => Number(/Age: (\d+)/.exec(questionOf(request))?.[1])
const idOf = (request: Received) => ids[ageOf(request) - 31]
/** A text that is right about its case. */
const good = (request: Received): Reply => `The age of ${ageOf(request)} decides.\n\n${planOf(request)}`

interface Settings {
  readonly model?: object
  readonly endpoint?: object
  readonly [other: string]: unknown
}

async function run({ model = {}, endpoint = {}, ...rest }: Settings = {}, signal = new AbortController().signal) {
  const output = join(folder, 'out')
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output)
  const asks = rest['source'] === undefined || rest['fallback'] === 'model'
  const settings = asks
    ? { model: { ...model, endpoint: { baseUrl: server.url, model: 'big', retries: 1, concurrency: 2, ...endpoint } } }
    : {}
  const stage = rationalesStage({
    config: rationaleConfig.parse({ source: 'model', ...settings, ...rest }),
    units: 'conventional',
    specialty,
    studyFolder: folder,
  })
  const counts = await stage.run({
    output,
    input: () => folder,
    kept: join(folder, 'kept'),
    readSecret: name => (name === 'BIG_KEY' ? 'sk-secret' : undefined),
    seed: 1,
    progress: { say: line => said.push(line), begin: () => ({ update: () => {}, finish: () => {} }) },
    signal,
  })
  const read = <T>(file: string) => loadJsonl<T>(join(output, file))
  return {
    counts: counts as StageCounts & { readonly model?: Record<string, unknown> },
    rows: await read<RationaleRow>('rationales.jsonl'),
    rejected: await read<RejectedRow>('rejected.jsonl'),
    sample: await read<ApprovalRow>('for-approval.jsonl'),
  }
}
const sourcesOf = (rows: readonly RationaleRow[]) => rows.map(({ record_id: id, source }) => `${id} ${source}`)

test('rationalesStage(record) takes the texts as they are and asks nobody', async () => {
  const { rows, counts } = await run({ source: 'record' })
  expect(rows).toEqual(
    records.map(({ recordId, reasoning }) => ({
      record_id: recordId,
      source: reasoning === null ? 'none' : 'record',
      text: reasoning,
    })),
  )
  expect(counts).toEqual({
    records: 6,
    bySource: { record: 1, none: 5 },
    rejected: { texts: 0, byReason: {} },
    remarks: {},
    forApproval: 0,
  })
  expect(server.received).toEqual([])
})

test('rationalesStage(record) keeps a text with a number that is not in the record, and counts it', async () => {
  const wrong = { ...records[0], reasoning: 'At 44 years, after 9 cycles.' }
  await writeJsonl(join(folder, 'records.jsonl'), [wrong, ...records.slice(1)])
  const { rows, counts, rejected } = await run({ source: 'record' })
  expect(rows[0]).toMatchObject({ source: 'record', text: wrong.reasoning })
  expect(rows[0].remarks).toEqual(['number not in the record: 44', 'number not in the record: 9'])
  expect(counts['remarks']).toEqual({ 'number not in the record': 1 })
  expect(rejected).toEqual([])
})

test('rationalesStage(record, fallback rules) renders reasons where the record has none', async () => {
  const { rows } = await run({ source: 'record', fallback: 'rules' })
  expect(sourcesOf(rows)).toEqual(['t1 record', 't2 rules', 't3 rules', 't4 rules', 'v1 rules', 'x1 rules'])
  expect(rows[1].text).toBe('At 32 years 175 IU/day fits the rules.')
})

test('rationalesStage(model) asks about training and validation, never the test split, with training cases as exemplars', async () => {
  const { rows, counts } = await run()
  expect(sourcesOf(rows)).toEqual(['t1 model', 't2 model', 't3 model', 't4 model', 'v1 model', 'x1 none'])
  expect(rows[1].text).toBe('The age of 32 decides.')
  expect(server.received.map(idOf).sort()).toEqual(['t1', 't2', 't3', 't4', 'v1'])
  // The only training record with a text of its own is the worked case, and is not shown to itself.
  for (const request of server.received) {
    const shown = request.body.messages.filter(({ role }) => role === 'assistant')
    expect(shown.map(({ content }) => content.split('\n')[0])).toEqual(
      idOf(request) === 't1' ? [] : [records[0].reasoning],
    )
    expect(JSON.stringify(request.body)).not.toContain('Age: 36')
  }
  expect(counts.model).toMatchObject({
    server: new URL(server.url).host,
    recordsLeftThisMachine: false,
    asked: 5,
    accepted: 5,
    answers: 5,
    promptTokens: 500,
    completionTokens: 100,
    workedCases: ['t1'],
  })
  expect(said.join('\n')).not.toContain('WARNING')
})

test('rationalesStage(model, testRecords) sends the test split too', async () => {
  expect(sourcesOf((await run({ model: { testRecords: true } })).rows)).toContain('x1 model')
})

test('rationalesStage(no record has a text) shows what the rules say', async () => {
  const silent = records.map(record => ({ ...record, reasoning: null }))
  await writeJsonl(join(folder, 'records.jsonl'), silent)
  await run({ model: { shots: 2 } })
  for (const { body } of server.received) {
    const shown = body.messages.filter(({ role }) => role === 'assistant')
    expect(shown.length).toBeGreaterThan(0)
    for (const { content } of shown) expect(content).toMatch(/^At 3[1-4] years \d+ IU\/day fits the rules\.\n\n<plan>/)
  }
})

test('rationalesStage rejects a wrong number and a wrong decision, says so to the model, and keeps what it rejected', async () => {
  reply = request => {
    const isFirst = !request.body.messages.at(-1)?.content.includes('not accepted')
    if (isFirst && idOf(request) === 't2') return `After 7 cycles at ${ageOf(request)}.\n\n${planOf(request)}`
    if (idOf(request) === 'v1') return `The age of 35 decides.\n\n${planOf(request).replace('antagonist', 'mild')}`
    return good(request)
  }
  const { rows, rejected, counts } = await run({ model: { attempts: 2 }, fallback: 'rules' })
  expect(sourcesOf(rows)).toEqual(['t1 model', 't2 model', 't3 model', 't4 model', 'v1 rules', 'x1 rules'])
  expect(rejected).toEqual([
    {
      record_id: 't2',
      source: 'model',
      attempt: 1,
      reasons: ['number not in the record: 7'],
      text: expect.stringContaining('After 7 cycles'),
    },
    ...[1, 2].map(attempt => ({
      record_id: 'v1',
      source: 'model',
      attempt,
      reasons: ['decision differs: Protocol'],
      text: expect.stringContaining('mild'),
    })),
  ])
  expect(counts['rejected']).toEqual({ texts: 3, byReason: { 'number not in the record': 1, 'decision differs': 2 } })
  expect(counts['bySource']).toEqual({ model: 4, rules: 2 })
  const again = server.received.find(request => request.body.messages.at(-1)?.content.includes('not accepted'))
  expect(again?.body.messages.at(-1)?.content).toMatch(/- number not in the record: 7|- decision differs: Protocol/)
  const seeds = server.received.filter(request => idOf(request) === 'v1').map(({ body }) => body.seed)
  expect(new Set(seeds).size).toBe(2)
})

test('rationalesStage(run again, also with other settings) asks only what was never asked', async () => {
  const first = await run()
  const asked = server.received.length
  const second = await run({ approve: 2, fallback: 'rules' })
  expect(server.received).toHaveLength(asked)
  expect(second.rows.slice(0, 5)).toEqual(first.rows.slice(0, 5))
  expect(second.counts.model).toEqual(first.counts.model)
  // Another seed or model is another question.
  await run({ endpoint: { model: 'other' } })
  expect(server.received).toHaveLength(2 * asked)
})

test('rationalesStage(a half-written last answer) asks for that one again', async () => {
  await run()
  const asked = server.received.length
  const file = join(folder, 'kept', 'answers.jsonl')
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -30))
  await run()
  expect(server.received).toHaveLength(asked + 1)
})

test('rationalesStage(429, then an answer) goes on', async () => {
  reply = (request, index) => (index === 0 ? { status: 429, headers: { 'retry-after': '0' } } : good(request))
  expect((await run()).counts.model).toMatchObject({ accepted: 5 })
})

test('rationalesStage(a record that the server refuses) names it, falls back, and finishes', async () => {
  reply = request =>
    idOf(request) === 't3'
      ? {
          status: 400,
          body: JSON.stringify({ error: { message: questionOf(request), code: 'context_length_exceeded' } }),
        }
      : good(request)
  const { rows, rejected } = await run({ fallback: 'rules' })
  expect(sourcesOf(rows)).toContain('t3 rules')
  const says = 'the server answered 400 (context_length_exceeded)'
  expect(rejected).toEqual([
    { record_id: 't3', source: 'model', attempt: 1, reasons: [`not answered: ${says}`], text: null },
  ])
  expect(said).toContain(`  record t3: ${says}`)
})

/** Nothing that a record says may be in an error or on the console. */
function expectNoPatient(text: string): void {
  expect(text).not.toMatch(/Age|PCOS|antagonist|IU|patent|decides/)
}

test('rationalesStage(a server that hangs for one record) finishes the others and stops, to go on another time', async () => {
  reply = request => (idOf(request) === 't3' ? { hang: 'never' } : good(request))
  const error = (await run({ endpoint: { timeout: 0.3, retries: 0 } }).catch((reason: unknown) => reason)) as Error
  expect(error.name).toBe('StudyError')
  expect(error.message).toBe(
    `${new URL(server.url).host}: 1 records without an answer from the server; run the same command again to go on: what was answered is kept`,
  )
  expect(said).toContain('  record t3: no answer within 0.3 s, after 1 try')
  expectNoPatient(error.message + said.join())
  expect(existsSync(join(folder, 'out', 'rationales.jsonl'))).toBe(false)
  const before = server.received.length
  reply = good
  expect((await run()).counts.model).toMatchObject({ accepted: 5 })
  expect(server.received).toHaveLength(before + 1)
})

test('rationalesStage(a server that answers nobody any more) stops after a few records', async () => {
  const many = Array.from({ length: 40 }, (_, i) => ({ ...records[1], recordId: `m${i}`, coupleId: `m${i}` }))
  await writeJsonl(join(folder, 'records.jsonl'), many)
  const all = many.map(({ recordId }) => recordId)
  const strata = Object.fromEntries(all.map(id => [id, 'head']))
  writeFileSync(join(folder, 'split.json'), JSON.stringify({ train: all, validation: [], test: [], strata }))
  reply = () => ({ status: 503 })
  await expect(run({ endpoint: { retries: 0 } })).rejects.toThrow(
    '5 requests in a row without an answer, the last one: the server answered 503, after 1 try; run the same command again',
  )
  expect(server.received.length).toBeLessThan(10)
})

test('rationalesStage(a server that refuses every request) stops, so that no study is made of refusals', async () => {
  reply = () => ({ status: 400, body: '{}' })
  await expect(run({ fallback: 'rules' })).rejects.toThrow(
    'the server refuses every request: the server answered 400; check prompts.rationale.model.endpoint, then run',
  )
})

test('rationalesStage(nobody listens) says where to look', async () => {
  await server.close()
  const error = (await run({ endpoint: { retries: 0 } }).catch((reason: unknown) => reason)) as Error
  expect(error.message).toBe(
    `${new URL(server.url).host}: no connection (ECONNREFUSED), after 1 try; check prompts.rationale.model.endpoint and the server, then run the same command again to go on: what was answered is kept`,
  )
  expectNoPatient(error.message + said.join())
})

test('rationalesStage(key) reads it by its name, sends it, and writes it nowhere', async () => {
  await expect(run({ endpoint: { apiKeyVariable: 'NO_KEY' } })).rejects.toThrow(
    'field "prompts.rationale.model.endpoint.apiKeyVariable": expected a key in the environment variable NO_KEY, got nothing',
  )
  const { counts } = await run({ endpoint: { apiKeyVariable: 'BIG_KEY' } })
  expect(server.received[0].headers.authorization).toBe('Bearer sk-secret')
  const everything = ['rationales.jsonl', 'rejected.jsonl', 'for-approval.jsonl'].map(file =>
    readFileSync(join(folder, 'out', file), 'utf8'),
  )
  everything.push(JSON.stringify(counts), said.join(), readFileSync(join(folder, 'kept', 'answers.jsonl'), 'utf8'))
  expect(everything.join()).not.toContain('sk-secret')
})

test('rationalesStage(another machine) warns on the console before anything is sent', async () => {
  const endpoint = { baseUrl: 'http://bedside-test.invalid:9/v1', allowRemote: true, retries: 0 }
  await expect(run({ endpoint })).rejects.toThrow('no connection')
  expect(said[0]).toBe('  WARNING: 5 records leave this machine: they are sent to http://bedside-test.invalid:9')
})

test('rationalesStage(Ctrl-C) stops and keeps what was answered', async () => {
  const controller = new AbortController()
  reply = (request, index) => {
    if (index === 2) controller.abort(new Error('stopped'))
    return index < 2 ? good(request) : { hang: 'never' }
  }
  await expect(run({ endpoint: { concurrency: 1 } }, controller.signal)).rejects.toThrow('stopped')
  const before = server.received.length
  reply = good
  expect((await run()).counts.model).toMatchObject({ accepted: 5 })
  expect(server.received).toHaveLength(before + 3)
})

test('rationalesStage puts texts up for approval, with case and plan; what comes back decides', async () => {
  const { sample } = await run({ approve: 3, fallback: 'rules' })
  expect(sample).toHaveLength(3)
  for (const row of sample) {
    expect(row).toMatchObject({ source: 'model', approved: null, comment: '' })
    expect(row.case).toContain('Age: ')
    expect(row.plan).toMatch(/^<plan>/)
    expect(row.record_id).not.toBe('x1')
  }
  const [one, two, three] = sample
  const verdicts = [{ ...one, approved: false, comment: 'no' }, { ...two, approved: true }, three]
  await writeJsonl(join(folder, 'approved.jsonl'), verdicts)
  const asked = server.received.length
  const { rows, counts } = await run({ approve: 3, fallback: 'rules', approved: 'approved.jsonl' })
  expect(server.received).toHaveLength(asked)
  expect(rows.find(row => row.record_id === one.record_id)?.source).toBe('rules')
  expect(rows.find(row => row.record_id === two.record_id)?.source).toBe('model')
  const expected = { approved: 1, approvedInUse: 1, disapproved: 1, fellBack: 1, dropped: 0, open: 1 }
  expect(counts['verdicts']).toEqual(expected)
  expect(said).toContain(
    '  verdicts: 1 approved (1 of these texts are in use), 1 disapproved (1 replaced, 0 left out), 1 open',
  )
  const alone = await run({ approved: 'approved.jsonl' })
  expect(alone.rows.find(row => row.record_id === one.record_id)).toEqual({
    record_id: one.record_id,
    source: 'none',
    text: null,
  })
  expect(alone.counts['verdicts']).toMatchObject({ fellBack: 0, dropped: 1 })
})

test.each([
  ['{"record_id": "t1"', 'approved.jsonl:2: not valid JSON'],
  ['{"record_id": 7, "text": "x", "approved": true}', 'approved.jsonl:2, field "record_id": expected a record id'],
  ['{"record_id": "t1", "approved": true}', 'approved.jsonl:2, field "text": expected the text that was judged'],
  ['{"record_id": "t1", "text": "x", "approved": "yes"}', 'field "approved": expected true, false or null'],
  ['{"record_id": "t1", "text": "Age 31", "approved": true}', 'id t1: expected one verdict on a text'],
  ['[1]', 'approved.jsonl:2: expected an object'],
])('rationalesStage(verdict file with %s) says where', async (line, says) => {
  const first = '{"record_id": "t1", "text": "Age 31", "approved": false}'
  writeFileSync(join(folder, 'approved.jsonl'), `${first}\n${line}\n`)
  const error = (await run({ approved: 'approved.jsonl' }).catch((reason: unknown) => reason)) as Error
  expect(error.name).toBe('InputError')
  expect(error.message).toContain(says)
  expectNoPatient(error.message)
})

test('promptsStage puts the texts before the plans', async () => {
  await run()
  const output = join(folder, 'prompts')
  mkdirSync(output)
  await promptsStage({ config: promptsConfig.parse({}), specialty }).run({
    output,
    input: artifact => (artifact === 'rationales' ? join(folder, 'out') : folder),
    seed: 1,
    progress: { say: () => {}, begin: () => ({ update: () => {}, finish: () => {} }) },
    signal: new AbortController().signal,
  })
  const rows = await loadJsonl<PromptRow>(join(output, 'train.jsonl'))
  expect(rows.map(row => parseCompletion(specialty, row.completion[0].content))).toEqual(
    records
      .slice(0, 4)
      .map(({ fields, decision }) => ({ plan: decision, reasoning: `The age of ${fields['age']} decides.` })),
  )
})

test.each([
  [{ source: 'model' }, 'expected the settings of the model'],
  [{ source: 'rules', fallback: 'rules' }, 'expected another source than "rules"'],
  [{ model: { endpoint: { baseUrl: 'http://127.0.0.1:1/v1', model: 'm' } } }, 'expected no settings of a model'],
])('rationaleConfig(%j) is refused', (settings, says) => {
  expect(rationaleConfig.safeParse(settings).error?.issues[0].message).toContain(says)
})

test('rationalesStage(rules of a specialty without rules) is refused before anything runs', () => {
  const make = () =>
    rationalesStage({
      config: rationaleConfig.parse({ source: 'rules' }),
      units: 'conventional',
      specialty: cyclePlan,
      studyFolder: folder,
    })
  expect(make).toThrow('field "prompts.rationale.source": expected a specialty with rules, got "cycle-plan"')
})
