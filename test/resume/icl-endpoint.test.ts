/** @file A run killed for real (SIGKILL) while a server answers for an ICL arm: no answered request is sent twice; the report says who answered. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireBuild, startBedside, studyFolder, waitUntil } from '../command-line/bedside-process.ts'
import { type ChatServer, type Received, type Reply, startChatServer } from '../endpoint/chat-server.ts'

const COUPLES = 40
const files: Readonly<Record<string, string>> = {
  'specialty.yaml': `name: invented
title: Invented
instruction: Decide.
fields:
  age: { label: Age, type: number, range: [18, 120], unit: y }
decisionLayers:
  method: { label: Method, type: nominal, options: [IVF, ICSI] }
decisionColumns: [method]
outcomes: []
baselineFields: [age]
`,
  'mapping.yaml':
    'recordId: id\ncoupleId: id\nfields: { age: { column: age } }\ndecisions: { method: { column: method } }\n',
  'export.csv': `id,age,method\n${Array.from({ length: COUPLES }, (_, i) => `r${i},${40 + i},${i % 3 ? 'IVF' : 'ICSI'}`).join('\n')}\n`,
}

const bodyOf = ({ body }: Received) => JSON.stringify(body)
/** The first request that the server gets is refused, whenever it comes; each other one gets a plan. */
let refused: string
function answer(request: Received): Reply {
  refused ??= bodyOf(request)
  if (bodyOf(request) === refused) return { message: { content: null, refusal: 'no' } }
  return { text: '<plan>\nMethod: IVF\n</plan>', delay: 30, answer: { model: 'big-2026' } }
}

let server: ChatServer
beforeAll(async () => {
  requireBuild()
  server = await startChatServer(answer)
})
afterAll(() => server.close())

const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0)

test('a run killed while a server answers sends no answered request twice, and the report says who answered', async () => {
  const folder = studyFolder(`study: tiny
specialty: specialty.yaml
records: { source: export.csv, mapping: mapping.yaml }
split: { train: 8, validation: 2, test: 30 }
base: { hiddenSize: 16, intermediateSize: 32, numBlocks: 1, numHeads: 2, numKvHeads: 1, vocabularySize: 300, contextLength: 512, epochs: 1 }
arms:
  icl: { shots: 2, endpoint: { baseUrl: "${server.url.replace('/v1', '/clinic-7/v1')}", model: big, concurrency: 2 } }
prediction: { maxNewTokens: 8 }
`)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const kept = join(folder, 'out', 'kept', 'predictions', 'icl', 'answers.jsonl')
  const lost = new Set<string>()
  for (const answers of [5, 20]) {
    const { child, finished } = startBedside(folder, 'run', 'study.yaml')
    await waitUntil(() => linesOf(kept) >= answers, 'the moment to kill')
    child.kill('SIGKILL')
    await finished
    // What was open or came too late to be kept is all that may be asked again.
    const last = server.received.slice(linesOf(kept) + lost.size).map(bodyOf)
    expect(last.length).toBeLessThanOrEqual(2)
    for (const body of last) lost.add(body)
    expect(existsSync(join(folder, 'out', 'predictions', 'icl', 'manifest.json'))).toBe(false)
  }
  const { finished } = startBedside(folder, 'run', 'study.yaml')
  const { code, stderr } = await finished
  expect(code, stderr).toBe(0)
  expect(new Set(server.received.map(bodyOf)).size).toBe(30)
  expect(server.received.length).toBe(30 + lost.size)
  const { host } = new URL(server.url)
  expect(stderr).toContain(`  big at ${host}: 30 answers, 3,000 prompt and 600 completion tokens, `)

  const manifest = JSON.parse(readFileSync(join(folder, 'out', 'predictions', 'icl', 'manifest.json'), 'utf8')) as {
    readonly counts: object
  }
  expect(manifest.counts).toMatchObject({
    cases: 30,
    unreadable: 1,
    server: host,
    model: 'big',
    servedBy: 'big-2026',
    notAnswered: { 'the model refused to answer': 1 },
  })
  const results = readFileSync(join(folder, 'out', 'benchmark', 'results.json'), 'utf8')
  const { readability } = JSON.parse(results) as { readonly readability: readonly object[] }
  expect(readability).toContainEqual(
    expect.objectContaining({ predictor: 'icl', cases: 30, missing: 0, unreadable: 1 }),
  )
  const report = readFileSync(join(folder, 'out', 'report', 'report.html'), 'utf8')
  expect(report).toContain(`the model big behind the server ${host} wrote its answers`)
  expect(report).toContain('got no answer in 1 of 30 cases, which count as wrong on every layer')
  // A path may name what is the owner's business.
  expect(report).toContain(new URL(server.url).origin)
  expect(report).not.toContain('clinic-7')
})
