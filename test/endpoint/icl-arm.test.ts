/** @file An ICL arm whose model is behind a real server on this machine: prompts, answers, refusals, limits and what is kept. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { armStages, armsConfig } from '../../src/alignment/index.ts'
import { embeddedChoice } from '../../src/engines/index.ts'
import { endpointPredictionsStage, type Prediction, predictionConfig } from '../../src/predictions/index.ts'
import { type PromptRow, renderCompletion, renderPrompt } from '../../src/prompts/index.ts'
import { cyclePlan as specialty } from '../../src/specialty/fixtures/cycle-plan.ts'
import { loadJsonl, type Stage, type StageCounts, writeJsonl } from '../../src/support/index.ts'
import { type ChatServer, type Received, type Reply, startChatServer } from './chat-server.ts'

const rowOf = (id: string, age: number): PromptRow => {
  const fields = { age, pcos: age % 2 === 0, tubes: 'patent' }
  const plan = { protocol: 'antagonist', startingDose: 150, fertilisation: 'IVF' }
  return {
    prompt: renderPrompt(specialty, { fields }, { units: 'conventional', values: 'all', options: 'listed' }),
    completion: renderCompletion(specialty, plan, `At ${age} years.`),
    record_id: id,
    couple_id: `c-${id}`,
    stratum: 'head',
    fields,
    reference_plan: plan,
    synthetic: true,
  } as unknown as PromptRow
}
const train = [31, 32, 33].map((age, i) => rowOf(`t${i}`, age))
const cases = [41, 42, 43, 44, 45, 46].map((age, i) => rowOf(`x${i}`, age))

let folder: string
let server: ChatServer
let said: string[]
let reply: (request: Received, index: number) => Reply

const ageOf = ({ body }: Received) => Number(/Age: (\d+)/.exec(body.messages.at(-1)?.content ?? '')?.[1])
const idOf = (request: Received) => `x${ageOf(request) - 41}`
const plan = renderCompletion(specialty, cases[0].reference_plan, 'As usual.')[0].content

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-icl-arm-'))
  said = []
  reply = () => ({ text: plan, answer: { model: 'big-2026', system_fingerprint: 'fp_7' } })
  server = await startChatServer((request, index) => reply(request, index))
  await writeJsonl(join(folder, 'train.jsonl'), train)
  await writeJsonl(join(folder, 'test.jsonl'), cases)
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Outcome {
  readonly policy: unknown
  readonly counts: StageCounts
  readonly predictions: readonly Prediction[]
  readonly stage: Stage
}

/** Chooses the exemplars, then predicts, as a study does. */
async function run(endpoint: object = {}): Promise<Outcome> {
  const { icl } = armsConfig.parse({
    icl: { shots: 2, endpoint: { baseUrl: server.url, model: 'big', retries: 0, concurrency: 2, ...endpoint } },
  })
  const context = (output: string) => ({
    output,
    input: (artifact: string) => (artifact === 'policies/icl' ? join(folder, 'policy') : folder),
    kept: join(folder, 'kept'),
    seed: 3,
    progress: { say: (line: string) => void said.push(line), begin: () => ({ update: () => {}, finish: () => {} }) },
    signal: new AbortController().signal,
  })
  const [{ stages }] = armStages({ icl }, { engine: embeddedChoice, specialty, studyFolder: folder })
  const outputs = ['policy', 'predictions'].map(name => join(folder, name))
  for (const output of outputs) {
    rmSync(output, { recursive: true, force: true })
    mkdirSync(output)
  }
  expect(stages[0].inputs).toEqual(['prompts'])
  await stages[0].run(context(outputs[0]))
  const config = predictionConfig.parse({ maxNewTokens: 64 })
  const stage = endpointPredictionsStage({ arm: 'icl', endpoint: icl!.endpoint!, config, specialty })
  const counts = await stage.run(context(outputs[1]))
  return {
    policy: JSON.parse(readFileSync(join(outputs[0], 'policy.json'), 'utf8')),
    counts,
    predictions: await loadJsonl<Prediction>(join(outputs[1], 'predictions.jsonl')),
    stage,
  }
}

test('an ICL arm on an endpoint asks with the exemplars of the study before each case, and reads plans back', async () => {
  const { policy, predictions, counts } = await run({
    price: { perMillionPromptTokens: 10, perMillionCompletionTokens: 50, currency: 'EUR' },
  })
  const { host } = new URL(server.url)
  expect(policy).toMatchObject({ checkpoint: null, endpoint: { model: 'big', server: host }, exemplars: { shots: 2 } })
  expect(server.received).toHaveLength(6)
  for (const request of server.received) {
    const { messages } = request.body
    const own = cases.find(({ record_id: id }) => id === idOf(request))!
    expect(messages.slice(-own.prompt.length)).toEqual(own.prompt)
    expect(messages.filter(({ role }) => role === 'assistant')).toHaveLength(2)
    expect(request.body).toMatchObject({ model: 'big', temperature: 0, top_p: 1, max_tokens: 64 })
  }
  expect(predictions.map(({ recordId }) => recordId)).toEqual(cases.map(({ record_id: id }) => id))
  const [first] = predictions
  expect(first).toMatchObject({
    arm: 'icl',
    plan: cases[0].reference_plan,
    parseErrors: [],
    droppedExemplars: 0,
    finish: 'end',
  })
  expect(first.exemplars).toHaveLength(2)
  const { seed } = server.received.find(request => idOf(request) === 'x0')!.body
  expect(first.served).toEqual({
    drawing: { temperature: 0, topP: 1, seed, maxNewTokens: 64 },
    servedBy: { model: 'big-2026', fingerprint: 'fp_7' },
  })
  // 6 x (100 x 10 + 20 x 50) / 1e6.
  expect(counts).toMatchObject({
    cases: 6,
    unreadable: 0,
    server: host,
    model: 'big',
    servedBy: 'big-2026 fp_7',
    recordsLeftThisMachine: false,
    answers: 6,
    promptTokens: 600,
    completionTokens: 120,
    cost: '0.012 EUR',
    notAnswered: {},
  })
  expect(said.at(-1)).toMatch(`  big at ${host}: 6 answers, 600 prompt and 120 completion tokens, `)
})

const tooLong: Reply = { status: 400, body: JSON.stringify({ error: { code: 'context_length_exceeded' } }) }

test('an ICL arm on an endpoint counts a case that is refused as wrong, with the reason, never as missing', async () => {
  const replies: Record<string, Reply> = {
    x1: tooLong,
    x2: { message: { content: null, refusal: 'no' } },
    x3: { finish: 'content_filter' },
    x4: { text: 'At 45 years', finish: 'length' },
  }
  reply = request => replies[idOf(request)] ?? plan
  const { predictions, counts } = await run()
  const reasons = predictions.map(({ notAnswered }) => notAnswered)
  const [long, refused, filtered] = [
    'the server answered 400 (context_length_exceeded)',
    'the model refused to answer',
    'a filter of the server stopped the answer',
  ]
  expect(reasons).toEqual([undefined, long, refused, filtered, undefined, undefined])
  expect(predictions.map(({ plan: read }) => read !== null)).toEqual([true, false, false, false, false, true])
  expect(predictions[1]).toMatchObject({ text: '', parseErrors: [`not answered: ${long}`], promptTokens: 0 })
  expect(predictions[2].promptTokens).toBe(100)
  expect(counts).toMatchObject({
    cases: 6,
    unreadable: 4,
    cutAtLimit: 1,
    notAnswered: { [long]: 1, [refused]: 1, [filtered]: 1 },
  })
  expect(said).toContain(`  case x1: ${long}`)
  expect(said).toContain(
    `  note: 1 of 6 cases count as wrong: ${long} (lower arms.icl.shots or set arms.icl.endpoint.contextLength)`,
  )
  // A refusal was paid for and is kept; what the server would not even read is asked again.
  await run()
  expect(server.received.slice(6).map(idOf)).toEqual(['x1'])
})

test('an ICL arm on an endpoint stops at a case without an answer, and asks it alone the next time', async () => {
  reply = request => (idOf(request) === 'x4' ? { body: '{"choices": [' } : plan)
  await expect(run()).rejects.toThrow(
    '1 cases without an answer from the server; run the same command again to go on: what was answered is kept',
  )
  reply = () => plan
  expect((await run()).counts).toMatchObject({ answers: 6, notAnswered: {} })
  expect(server.received.slice(6).map(idOf)).toEqual(['x4'])
})

test('an ICL arm on an endpoint goes on without such a case when the study says so', async () => {
  reply = request => (idOf(request) === 'x4' ? { body: '{"choices": []}' } : plan)
  const { predictions, counts } = await run({ unanswered: 'wrong' })
  expect(predictions[4]).toMatchObject({ plan: null, notAnswered: 'expected a chat completion, got something else' })
  expect(counts).toMatchObject({ cases: 6, answers: 5, unreadable: 1 })
})

test('an ICL arm on an endpoint leaves out exemplars that would not fit the context of the server', async () => {
  const whole = await run()
  const bytes = server.received[0].body.messages.reduce((sum, { content }) => sum + content.length, 0)
  const { predictions } = await run({ contextLength: Math.ceil(bytes / 3) })
  expect(whole.predictions[0].droppedExemplars).toBe(0)
  expect(predictions[0]).toMatchObject({ droppedExemplars: 1 })
  expect(server.received.at(-1)?.body.messages.filter(({ role }) => role === 'assistant')).toHaveLength(1)
})

test('an ICL arm on an endpoint sends no request beyond the limit, keeps what it has, and goes on when it is raised', async () => {
  await expect(run({ most: { requests: 4 } })).rejects.toThrow(
    'arms.icl.endpoint.most (requests 4) is reached and 2 requests were not sent; what was answered is kept',
  )
  expect(server.received).toHaveLength(4)
  await expect(run({ most: { requests: 4 } })).rejects.toThrow('is reached and 2 requests were not sent')
  expect(server.received).toHaveLength(4)
  await run({ most: { requests: 6 } })
  expect(server.received).toHaveLength(6)
  expect(new Set(server.received.map(idOf)).size).toBe(6)
})

test('an ICL arm on an endpoint spends no more than it may', async () => {
  const price = { perMillionPromptTokens: 1000, perMillionCompletionTokens: 1000, currency: 'EUR' }
  await run()
  const { messages } = server.received[0].body
  const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)
  // Before it is sent, a request may cost a token for each byte and the marks of the template, and 64 of the answer.
  const bound = (bytes + 16 * messages.length + 256 + 64) / 1000
  rmSync(join(folder, 'kept'), { recursive: true })
  // Each answer costs 0.12: after two there is room for one more, after three there is not.
  await expect(run({ price, most: { cost: bound + 0.3 } })).rejects.toThrow(
    ' EUR) is reached and 3 requests were not sent; what was answered is kept',
  )
  expect(server.received).toHaveLength(6 + 3)
  reply = () => ({ text: plan, answer: { usage: undefined } })
  await expect(run({ price, most: { cost: 1000 } })).rejects.toThrow('expected the server to count tokens')
})

test('the key of the predictions knows the server and the model, not how patiently it is asked', async () => {
  const [one, patient, other] = [
    await run(),
    await run({ retries: 2, concurrency: 1, most: { requests: 99 } }),
    await run({ model: 'other' }),
  ]
  expect(patient.stage.settings).toEqual(one.stage.settings)
  expect(other.stage.settings).not.toEqual(one.stage.settings)
  // Nor are answers of one model taken for those of another.
  expect(server.received).toHaveLength(12)
})

test('arms.icl.endpoint needs permission for another machine, and warns before anything is sent', async () => {
  const remote = { baseUrl: 'http://bedside-test.invalid:9/v1', model: 'big' }
  const { error } = armsConfig.safeParse({ icl: { endpoint: remote } })
  expect(error?.issues[0]).toMatchObject({ path: ['icl', 'endpoint', 'baseUrl'] })
  await expect(run({ ...remote, allowRemote: true })).rejects.toThrow('no connection')
  // Six cases and two exemplars.
  expect(said[0]).toBe('  WARNING: 8 records leave this machine: they are sent to http://bedside-test.invalid:9')
})
