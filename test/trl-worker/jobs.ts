/** @file Jobs of the Python worker in a temporary folder, and ways to start it: for tests. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { TrainEvent } from '../../src/engines/index.ts'
import { RUN_VERSION, type RunResult } from '../../src/engines/trl/run-file.ts'
import { ROOT } from '../architecture/source-tree.ts'
import { PYTHON } from '../trl/python-with-trl.ts'

/** The tiny Llama checkpoint that TRL's fixtures start from. */
export const POLICY = join(ROOT, 'test', 'trl', 'fixtures', 'policy')

/** Whether there is a Python with TRL. */
export const hasTrl = existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import trl']).status === 0

/** What the worker must find: the pins of python/requirements.txt. */
export const packages = Object.fromEntries(
  readFileSync(join(ROOT, 'python', 'requirements.txt'), 'utf8')
    .split('\n')
    .filter(line => line.includes('=='))
    .map(line => line.split('==')),
) as Record<string, string>

/** Every argument of a config class, with a few changed: small batches on the CPU, examples in the order given. */
export function argumentsOf(config: 'sft' | 'dpo' | 'grpo', change: Readonly<Record<string, unknown>>) {
  const all = JSON.parse(readFileSync(join(ROOT, 'python', 'arguments', `${config}.json`), 'utf8'))
  return {
    ...(all as Record<string, unknown>),
    gradient_checkpointing: false,
    per_device_train_batch_size: 4,
    per_device_eval_batch_size: 4,
    train_sampling_strategy: 'sequential',
    optim: 'adamw_torch',
    ...change,
  }
}

/** A folder of jobs. */
export function jobFolder() {
  const root = mkdtempSync(join(tmpdir(), 'bedside-worker-'))
  const at = (name: string, ...parts: string[]) => join(root, name, ...parts)
  const rowsOf = <Row>(name: string, ...parts: string[]): Row[] =>
    readFileSync(at(name, ...parts), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Row)
  return {
    at,
    rowsOf,
    /** Writes run.json and the data files beside it. */
    make(name: string, run: Readonly<Record<string, unknown>>, files: Readonly<Record<string, readonly unknown[]>>) {
      mkdirSync(at(name), { recursive: true })
      const all = {
        version: RUN_VERSION,
        packages,
        policy: relative(at(name), POLICY),
        device: 'cpu',
        precision: 'float32',
        seed: 7,
        ...run,
      }
      writeFileSync(at(name, 'run.json'), JSON.stringify(all))
      for (const [file, rows] of Object.entries(files)) {
        writeFileSync(at(name, file), rows.map(row => `${JSON.stringify(row)}\n`).join(''))
      }
    },
    resultOf: (name: string) => JSON.parse(readFileSync(at(name, 'result.json'), 'utf8')) as RunResult,
    eventsOf: (name: string) => rowsOf<TrainEvent>(name, 'policy', 'events.jsonl'),
    /** Losses of the steps. */
    lossesOf: (name: string) =>
      rowsOf<TrainEvent>(name, 'policy', 'events.jsonl').flatMap(event => (event.type === 'step' ? [event.loss] : [])),
    weightsOf: (name: string) => readFileSync(at(name, 'policy', 'model.safetensors')),
  }
}

/** One thread, so that sums have one order; nothing of the environment that tests run in. */
const environment = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  PYTHONPATH: join(ROOT, 'python'),
  PYTHONDONTWRITEBYTECODE: '1',
  OMP_NUM_THREADS: '1',
}

/** Starts Python in a folder; `ended` gives the exit code (null after a signal) and what it said. */
export function startPython(folder: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const env = { ...environment, ...variables }
  const child = spawn(PYTHON, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', part => {
    stdout += part
  })
  child.stderr.on('data', part => {
    stderr += part
  })
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>(resolve => {
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
  return { kill: (signal: NodeJS.Signals) => child.kill(signal), ended }
}

/** Starts the worker as the launchers do; `key` is what its job is known by. */
export const startWorker = (folder: string, key?: string) =>
  startPython(folder, ['-m', 'bedside_trl', 'run.json'], key === undefined ? {} : { BEDSIDE_JOB_KEY: key })

/** Runs jobs one after another in one process; returns their exit codes. `processes` more than 1: by torchrun. */
export async function runSeveral(folders: readonly string[], processes = 1): Promise<number[]> {
  const script = [join(ROOT, 'test', 'trl-worker', 'several.py'), ...folders]
  const launcher = ['-m', 'torch.distributed.run', '--standalone', '--nproc-per-node', String(processes)]
  const { code, stdout, stderr } = await startPython(folders[0], processes > 1 ? [...launcher, ...script] : script)
    .ended
  if (code !== 0) throw new Error(`the worker ended with ${code}: ${stderr.slice(-2000)}`)
  const line = stdout.split('\n').find(part => part.startsWith('['))
  return JSON.parse(line ?? 'null') as number[]
}
