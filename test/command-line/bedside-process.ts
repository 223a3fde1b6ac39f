/** @file The built command line as a process of its own, for tests. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
/** The command line's file. */
export const BIN = join(ROOT, 'bin', 'bedside.js')

/** What a finished process left. */
export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Throws unless dist/ is built; `npm test` builds it. */
export function requireBuild(): void {
  if (!existsSync(join(ROOT, 'dist', 'src', 'cli', 'main.js'))) {
    throw new Error('these tests run dist/, which is not built: run `npm test` or `npm run setup`')
  }
}

/** A new empty folder to work in. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'bedside-cli-'))
}

/** Settings of their own, so that no test makes or reads a key of whoever runs it. */
const settings = mkdtempSync(join(tmpdir(), 'bedside-settings-'))
const environment = () => ({ ...process.env, XDG_CONFIG_HOME: settings })

/** Runs `bedside ...` in a folder and waits for it. */
export function bedside(folder: string, ...args: readonly string[]): Finished {
  return bedsideWith(folder, settings, ...args)
}

/** The same with another folder for settings. */
export function bedsideWith(folder: string, settingsFolder: string, ...args: readonly string[]): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: folder,
    env: { ...environment(), XDG_CONFIG_HOME: settingsFolder },
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

/** Starts `bedside ...` in a folder; `finished` resolves when it ends. */
export function startBedside(
  folder: string,
  ...args: readonly string[]
): { readonly child: ChildProcess; readonly finished: Promise<Finished> } {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const finished = new Promise<Finished>(resolve => {
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
  return { child, finished }
}

/** Waits until a condition holds; throws after so many minutes. */
export async function waitUntil(condition: () => boolean, what: string, minutes = 1): Promise<void> {
  const pause = 50
  for (let waited = 0; waited < minutes * 60_000; waited += pause) {
    if (condition()) return
    await new Promise(resolve => setTimeout(resolve, pause))
  }
  throw new Error(`waited ${minutes} min for ${what}`)
}

/** A study file with a model so small that it trains in seconds; `changes` replace whole lines by their first word. */
export function tinyStudy(changes: Readonly<Record<string, string>> = {}): string {
  const lines: Readonly<Record<string, string>> = {
    study: 'study: tiny',
    specialty: 'specialty: infertility',
    seed: 'seed: 3',
    records: 'records: { synthetic: { couples: 120, seed: 5, goldShare: 0 } }',
    split: 'split: { train: 80, validation: 10, test: 30 }',
    base: 'base: { hiddenSize: 16, intermediateSize: 32, numBlocks: 1, numHeads: 2, numKvHeads: 1, vocabularySize: 1024, contextLength: 1024, epochs: 4 }',
    arms: 'arms: { icl: { shots: 1 }, sft: { epochs: 1 } }',
    prediction: 'prediction: { maxNewTokens: 24 }',
    prompts: 'prompts: { options: unlisted }',
  }
  return `${Object.values({ ...lines, ...changes }).join('\n')}\n`
}

/** Writes `study.yaml` into a new folder and returns the folder. */
export function studyFolder(text: string): string {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'study.yaml'), text)
  return folder
}
