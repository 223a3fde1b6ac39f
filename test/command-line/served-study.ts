/** @file A tiny study with a review that is served, for tests of `bedside review`: run once, copied for each test. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { BIN, bedside, type Finished, studyFolder, tinyStudy } from './bedside-process.ts'

const PLAN = `plan: tiny
title: Does agreement with the record carry over?
seed: 4
resamples: 1000
hypotheses:
  - { id: liked, question: preference, first: sft, second: physician }
  - { id: clarity, question: rating, first: sft, second: icl, criterion: reasoningClarity }
sampleSize: { cases: 20, raters: 2, preference: { win: 0.8 } }
`
const REVIEW = 'review: { compare: [icl, sft, physician], cases: 6, raters: 2, repeats: { share: 0 }, training: 1 }'

/** What the models say does not matter here. */
const SMALLER = {
  records: 'records: { synthetic: { couples: 70, seed: 5, goldShare: 0 } }',
  split: 'split: { train: 40, validation: 6, test: 20 }',
  base: 'base: { hiddenSize: 16, intermediateSize: 32, numBlocks: 1, numHeads: 2, numKvHeads: 1, vocabularySize: 512, contextLength: 2048, epochs: 1 }',
}

let template: string | null = null

/** A folder with a study that has been run up to the report, whose review has not begun; a copy of its own. */
export function servedStudy(): string {
  if (template === null) {
    template = studyFolder(tinyStudy({ ...SMALLER, review: REVIEW, plan: 'plan: analysis-plan.yaml' }))
    writeFileSync(join(template, 'analysis-plan.yaml'), PLAN)
    const { code, stderr } = bedside(template, 'run')
    if (code !== 0) throw new Error(`the study of the tests did not run: ${stderr}`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'bedside-served-'))
  cpSync(template, folder, { recursive: true })
  return folder
}

/** How a command is called besides its arguments. */
export interface Call {
  readonly databaseUrl?: string | null
  /** On standard input: the password. */
  readonly input?: string
}

const environmentOf = ({ databaseUrl = null }: Call) => {
  const { DATABASE_URL: _, ...rest } = process.env
  return { ...rest, CI: '', ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }) }
}

/** Runs `bedside review ...` in a folder and waits for it. */
export function review(folder: string, call: Call, ...args: readonly string[]): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'review', ...args], {
    cwd: folder,
    env: environmentOf(call),
    input: `${call.input ?? ''}\n`,
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** A running `bedside review serve`. */
export interface Served {
  readonly url: string
  readonly child: ChildProcess
  /** What it printed so far. */
  said(): string
  /** Ends it, and returns its exit code; null when it was killed. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts `bedside review serve` and waits until it is served. */
export async function serve(folder: string, call: Call, samePort?: string): Promise<Served> {
  const port = samePort ?? String(await freePort())
  const child = spawn(process.execPath, [BIN, 'review', 'serve', '--port', port], {
    cwd: folder,
    env: environmentOf(call),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Ctrl-C ends it')) resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    void ended.then(code => reject(new Error(`serve ended with ${code}: ${said}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    said: () => said,
    stop(signal = 'SIGINT') {
      child.kill(signal)
      return ended
    },
  }
}

/** A browser of one person: keeps her cookies. */
export interface Browser {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
}

/** Opens a browser at the address of a served review. */
export function browser(url: string): Browser {
  const cookies = new Map<string, string>()
  async function ask<T>(path: string, init: RequestInit): Promise<T> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    // Between two requests this process may have waited for commands: a kept connection would be closed by then.
    const headers = { origin: url, 'content-type': 'application/json', cookie, connection: 'close' }
    const response = await fetch(`${url}/api${path}`, { ...init, headers })
    for (const set of response.headers.getSetCookie()) {
      const [name, ...value] = set.split(';')[0].split('=')
      cookies.set(name, value.join('='))
    }
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    return JSON.parse(text) as T
  }
  return {
    get: path => ask(path, {}),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  }
}

/** Takes an invitation as it was printed, and sets the password; returns the browser, signed in. */
export async function accept(url: string, printed: string, password: string): Promise<Browser> {
  const secret = /\/invitation\/([^\s/]+)/.exec(printed)?.[1]
  if (secret === undefined) throw new Error(`no link in: ${printed}`)
  const opened = browser(url)
  await opened.post('/auth/invitation/accept', { secret, password })
  return opened
}

interface OwnSlot {
  readonly slotId: string
  readonly task: 'rating' | 'pairwise'
  readonly status: string
}

/** Judges a reviewer's next slots in their order, `most` of them at most; returns how many. */
export async function judge(opened: Browser, most = Number.POSITIVE_INFINITY): Promise<number> {
  const me = await opened.get<{
    profile: unknown
    instrument: { criteria: { id: string }[]; comparisons: { id: string }[] }
  }>('/me')
  if (me.profile === null) await opened.post('/profile', { centre: null, answers: { consent: 'yes' } })
  const { criteria, comparisons } = me.instrument
  let done = 0
  for (const { slotId, task, status } of await opened.get<OwnSlot[]>('/slots')) {
    if (done >= most || !['waiting', 'open'].includes(status)) continue
    await opened.post(`/slots/${slotId}/open`, { tab: 'a', takeOver: true })
    const judgement =
      task === 'rating'
        ? { task, scores: criteria.map(({ id: criterion }) => ({ criterion, score: 3 + (done % 2) })) }
        : { task, choices: comparisons.map(({ id: criterion }) => ({ criterion, choice: done % 3 ? 'left' : 'tie' })) }
    await opened.post(`/slots/${slotId}/judgement`, { tab: 'a', key: `key-${slotId}`, judgement })
    done++
  }
  return done
}

/** Accepts every open leak of a scan in the file of decisions. */
export function acceptLeaks(folder: string, scanned: string): void {
  const { findings } = JSON.parse(scanned) as { findings: { id: string }[] }
  const file = join(folder, 'review-leaks.yaml')
  const entries = findings.map(
    ({ id }) => `- { finding: ${id}, accept: "a test reads nothing", by: dana, at: 2026-11-28 }`,
  )
  const before = readFileSync(file, 'utf8')
  writeFileSync(file, `${before.trimEnd()}\n${entries.join('\n')}\n`)
  parse(readFileSync(file, 'utf8'))
}
