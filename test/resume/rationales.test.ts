/** @file A run killed for real (SIGKILL) while a model writes reasons: what was answered is not asked for again. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireBuild, startBedside, studyFolder, waitUntil } from '../command-line/bedside-process.ts'
import { type ChatServer, type Received, startChatServer } from '../endpoint/chat-server.ts'

const COUPLES = 60
const specialty = `name: invented
title: Invented
instruction: Decide.
fields:
  age: { label: Age, type: number, range: [18, 120], unit: y }
decisionLayers:
  dose: { label: Dose, type: numeric, range: [100, 300], step: 50, unit: IU/day }
  method: { label: Method, type: nominal, options: [IVF, ICSI] }
decisionColumns: [dose, method]
outcomes: []
baselineFields: [age]
`
const mapping = `recordId: id
coupleId: id
fields: { age: { column: age } }
decisions: { dose: { column: dose }, method: { column: method } }
`
const rows = Array.from({ length: COUPLES }, (_, i) => [`r${i}`, 40 + i, 100 + 50 * (i % 5), i % 3 ? 'IVF' : 'ICSI'])
const table = `id,age,dose,method\n${rows.map(row => row.join(',')).join('\n')}\n`

let server: ChatServer
beforeAll(async () => {
  requireBuild()
  server = await startChatServer(answer)
})
afterAll(() => server.close())

const ageOf = ({ body }: Received) => /Age: (\d+)/.exec(body.messages[0].content)?.[1] ?? ''

/** Slow enough to be killed in the middle; every seventh text has a wrong number at first, so that there is a second round. */
function answer(request: Received) {
  const [question] = request.body.messages
  const plan = question.content.slice(question.content.lastIndexOf('<plan>'))
  const age = ageOf(request)
  const isWrong = Number(age) % 7 === 0 && request.body.messages.length === 1
  return { text: `At ${isWrong ? '999' : age} years this is usual.\n\n${plan}`, delay: 25 }
}

function newStudy(): string {
  const folder = studyFolder(`study: tiny
specialty: specialty.yaml
records: { source: export.csv, mapping: mapping.yaml }
split: { train: 45, validation: 5, test: 10 }
prompts:
  rationale:
    source: model
    approve: 6
    model: { endpoint: { baseUrl: "${server.url}", model: big, concurrency: 2, apiKeyVariable: BEDSIDE_TEST_KEY }, shots: 0 }
base: { hiddenSize: 16, intermediateSize: 32, numBlocks: 1, numHeads: 2, numKvHeads: 1, vocabularySize: 300, contextLength: 512, epochs: 1 }
arms: { base: {} }
prediction: { maxNewTokens: 8 }
`)
  for (const [name, text] of Object.entries({
    'specialty.yaml': specialty,
    'mapping.yaml': mapping,
    'export.csv': table,
  })) {
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0)

/** Runs until the condition holds, then kills; without a condition to the end. */
async function run(folder: string, until?: () => boolean) {
  const { child, finished } = startBedside(folder, 'run', 'study.yaml')
  let ended = false
  void finished.then(() => {
    ended = true
  })
  if (until) {
    await waitUntil(() => until() || ended, 'the moment to kill')
    child.kill('SIGKILL')
  }
  const killed = until !== undefined && !ended
  return { ...(await finished), killed }
}

test('a run killed while a model writes goes on where it was, and ends with the same bytes', async () => {
  process.env['BEDSIDE_TEST_KEY'] = 'sk-of-the-test'
  try {
    const straight = newStudy()
    const whole = await run(straight)
    expect(whole.code, whole.stderr).toBe(0)
    expect(whole.stderr).toContain('texts by source: model 50, none 10')
    const asked = server.received.length
    // 50 records, and again those whose age is a multiple of 7 and that are not in the test split.
    expect(asked).toBeGreaterThan(52)
    expect(server.received.every(({ headers }) => headers.authorization === 'Bearer sk-of-the-test')).toBe(true)

    const folder = newStudy()
    const kept = join(folder, 'out', 'kept', 'rationales', 'answers.jsonl')
    for (const answers of [3, 20, 40, 51]) {
      const { killed } = await run(folder, () => linesOf(kept) >= answers)
      expect(killed, `killed after ${answers} answers`).toBe(true)
      expect(existsSync(join(folder, 'out', 'rationales', 'manifest.json'))).toBe(false)
    }
    const last = await run(folder)
    expect(last.code, last.stderr).toBe(0)
    for (const file of ['rationales.jsonl', 'rejected.jsonl', 'for-approval.jsonl']) {
      const [expected, got] = [straight, folder].map(root =>
        readFileSync(join(root, 'out', 'rationales', file), 'utf8'),
      )
      expect(got, file).toBe(expected)
      expect(linesOf(join(folder, 'out', 'rationales', file)), file).toBeGreaterThan(0)
    }
    // A kill costs at most the requests that were open: two, each time.
    const second = server.received.length - asked
    expect(second).toBeGreaterThanOrEqual(asked)
    expect(second).toBeLessThanOrEqual(asked + 4 * 2)
    for (const part of ['train', 'validation', 'test']) {
      const [expected, got] = [straight, folder].map(root =>
        readFileSync(join(root, 'out', 'prompts', `${part}.jsonl`), 'utf8'),
      )
      expect(got).toBe(expected)
    }
    expect(readFileSync(join(folder, 'out', 'rationales', 'manifest.json'), 'utf8')).not.toContain('sk-of-the-test')
    expect(last.stderr + last.stdout).not.toContain('sk-of-the-test')

    // Another sample for approval asks nobody anything.
    const before = server.received.length
    const file = join(folder, 'study.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('approve: 6', 'approve: 9'))
    const again = await run(folder)
    expect(again.stderr).toContain('reasoning texts: again, because')
    expect(again.stderr).toContain('prompts: again, because rationales changed')
    expect(server.received.length).toBe(before)
  } finally {
    delete process.env['BEDSIDE_TEST_KEY']
  }
})

test('Ctrl-C while a model writes ends with 130 and one line', async () => {
  process.env['BEDSIDE_TEST_KEY'] = 'x'
  const folder = newStudy()
  const kept = join(folder, 'out', 'kept', 'rationales', 'answers.jsonl')
  const { child, finished } = startBedside(folder, 'run', 'study.yaml')
  await waitUntil(() => linesOf(kept) >= 5, 'some answers')
  child.kill('SIGINT')
  const { code, stderr } = await finished
  delete process.env['BEDSIDE_TEST_KEY']
  expect(code).toBe(130)
  expect(stderr).toMatch(/\nbedside: interrupted during reasoning texts; run the same command again to continue\n$/)
})
