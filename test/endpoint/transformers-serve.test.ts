/** @file The endpoint against a real server, Transformers' own, with the model that comes with Bedside: it says what the embedded engine says. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Answer, endpointConfig, isFailure, openInquiry } from '../../src/engines/endpoint/index.ts'
import { type Completion, embeddedChoice } from '../../src/engines/index.ts'
import { silentProgress } from '../../src/support/index.ts'
import { ROOT } from '../architecture/source-tree.ts'
import { PYTHON } from '../trl/python-with-trl.ts'

const needed = 'import transformers, torch, accelerate, fastapi, uvicorn, openai, pydantic, rich'
const hasServer = existsSync(PYTHON) && spawnSync(PYTHON, ['-c', needed]).status === 0
const MODEL = join(ROOT, 'models', 'bedside-base')

const folder = mkdtempSync(join(tmpdir(), 'bedside-serve-'))
let server: ChildProcess | undefined
afterAll(async () => {
  if (server && server.exitCode === null) {
    const ended = new Promise(resolve => server?.once('exit', resolve))
    server.kill('SIGKILL')
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise(resolve => probe.close(resolve))
  return port
}

/** Starts `transformers serve` on loopback, offline, and waits until it answers. */
async function serve(): Promise<string> {
  const port = await freePort()
  const flags = ['serve', '--host', '127.0.0.1', '--port', String(port), '--device', 'cpu', MODEL]
  const env = {
    ...process.env,
    HF_HUB_OFFLINE: '1',
    HF_HUB_DISABLE_TELEMETRY: '1',
    HF_HOME: folder,
    OMP_NUM_THREADS: '1',
  }
  server = spawn(PYTHON, ['-m', 'transformers.cli.transformers', ...flags], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  for (;;) {
    const healthy = await fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (healthy) return `http://127.0.0.1:${port}/v1`
    if (server.exitCode !== null) throw new Error(`transformers serve ended: ${said.slice(-2000)}`)
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

const question = (age: number) => `Woman of ${age} years, first cycle. AMH 1.2 ng/mL. Decide.`
const prompts = [29, 41].map(age => ({
  id: `r${age}`,
  messages: [
    { role: 'user' as const, content: question(35) },
    { role: 'assistant' as const, content: '<plan>\nStrategy: IVF\n</plan>' },
    { role: 'user' as const, content: question(age) },
  ],
}))
const settings = { maxNewTokens: 24, temperature: 0, topP: 1, seed: 1 }

test('an inquiry at transformers serve gets greedily what the embedded engine says, and counts the same tokens', async context => {
  if (!hasServer) {
    expect(process.env['CI'], 'CI needs fastapi, uvicorn, openai and rich beside TRL in .venv').toBeUndefined()
    context.skip('no Python with transformers[serving] in .venv or BEDSIDE_PYTHON')
  }
  const { signal } = new AbortController()
  const local: Completion[] = []
  for await (const one of embeddedChoice.open().generate({ policy: MODEL, prompts, settings, signal })) local.push(one)
  const config = endpointConfig.parse({ baseUrl: await serve(), model: MODEL, concurrency: 1 })
  const kept = join(folder, 'kept')
  const ask = async () => {
    const open = { config, setting: 'endpoint', noun: 'case', records: 2, kept, readSecret: undefined, signal }
    const inquiry = openInquiry({ ...open, progress: silentProgress })
    const answers: Answer[] = []
    for await (const one of inquiry.ask(prompts, settings)) {
      if (isFailure(one)) throw new Error(one.says)
      answers.push(one)
    }
    const counts = inquiry.counts()
    inquiry.close()
    return { answers, counts }
  }
  const { answers, counts } = await ask()
  for (const { id, text, promptTokens, completionTokens, finish } of local) {
    const told = answers.find(answer => answer.id === id)
    expect(told).toMatchObject({ text: text.trim(), promptTokens, finish })
    expect(Math.abs((told?.completionTokens ?? 0) - completionTokens)).toBeLessThanOrEqual(1)
  }
  expect(counts).toMatchObject({ answers: 2, servedBy: expect.stringContaining('bedside-base') })
  // The second time nothing is sent: nobody is there to answer.
  server?.kill('SIGKILL')
  expect(await ask()).toEqual({ answers, counts })
}, 120_000)
