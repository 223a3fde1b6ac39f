/**
 * @file Training and generation beside TRL and Transformers on the same checkpoint and data, in turns on the same threads:
 * ratios of tokens a second, model FLOP utilisation, and the peak of memory. `npm run bench:train`; Python
 * with TRL is taken from BEDSIDE_PYTHON or from .venv. No test depends on it.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadConfig } from '../src/model/checkpoint.ts'
import { parameterCount } from '../src/model/index.ts'
import { measureMatMul, runtimeVersion } from '../src/onnx/index.ts'
import { findPython, makePeerFolder } from './peer-folder.ts'

/** `settings.json` of a bench folder, which both sides read. */
export interface PeerSettings {
  readonly threads: number
  readonly warmupSteps: number
  readonly steps: number
  readonly batchSize: number
  readonly gradientAccumulation: number
  readonly learningRate: number
  readonly beta: number
  readonly generations: number
  readonly maxNewTokens: number
  readonly temperature: number
  readonly promptsPerStep: number
}

/** What either side prints. */
interface PeerResult {
  readonly stepSeconds: readonly number[]
  readonly tokens: readonly number[]
  readonly completionTokens?: readonly number[]
  readonly peakRssMiB: number
}

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
/** Turns of ours and theirs: `npm run bench:train -- 1` for a first look. */
const ROUNDS = Number(process.argv[2] ?? 3)
const shared: PeerSettings = {
  threads: 2,
  // Every shape of batch is compiled once in a run: steps that meet a new one are left to the warm-up.
  warmupSteps: 12,
  steps: 12,
  batchSize: 8,
  gradientAccumulation: 1,
  learningRate: 1e-5,
  beta: 0.1,
  generations: 8,
  maxNewTokens: 160,
  temperature: 1,
  promptsPerStep: 8,
}
/** Method, goal for the ratio, and what differs from the shared settings. */
const methods = [
  { method: 'sft', goal: 1.5, change: {} },
  { method: 'dpo', goal: 1.5, change: {} },
  { method: 'grpo', goal: 3, change: { batchSize: 16, warmupSteps: 1, steps: 3 } },
  { method: 'generate', goal: 4, change: { warmupSteps: 1, steps: 2 } },
] as const

const say = (line: string) => void process.stdout.write(`${line}\n`)
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

function runSide(command: string, args: readonly string[]): PeerResult {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0) throw new Error(`bench:train: ${command} ${args.join(' ')} failed:\n${stderr.slice(-3000)}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as PeerResult
}

const python = findPython('bench:train', say)
const folder = mkdtempSync(join(tmpdir(), 'bedside-bench-train-'))
try {
  await makePeerFolder(folder)
  const parameters = parameterCount(loadConfig(join(folder, 'checkpoint')))
  say(
    `ONNX Runtime ${runtimeVersion()}, ${shared.threads} threads; model of ${(parameters / 1e6).toFixed(2)} M parameters`,
  )
  say(
    'tokens count as if every completion had a prompt of its own; ratio = our tokens/s by theirs, of the median step and of ' +
      'all steps; MFU = 6 x parameters x our tokens/s by a bare MatMul (not work done: shared prompts are computed once)',
  )
  for (const { method, goal, change } of methods) {
    const settings = { ...shared, ...change }
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings))
    const [ours, theirs, ratios, totals, shares]: number[][] = [[], [], [], [], []]
    let memory = ''
    let lengths = ''
    const rate = ({ stepSeconds, tokens }: PeerResult) => median(stepSeconds.map((time, i) => tokens[i] / time))
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    const overall = ({ stepSeconds, tokens }: PeerResult) => sum(tokens) / sum(stepSeconds)
    for (let round = 0; round < ROUNDS; round++) {
      const own = runSide(process.execPath, [join(ROOT, 'dist', 'bench', 'train-own.js'), method, folder])
      const bare = await measureMatMul(shared.threads, 5)
      const peer = runSide(python, [join(ROOT, 'bench', 'trl_peer.py'), method, folder])
      ours.push(rate(own))
      theirs.push(rate(peer))
      ratios.push(rate(own) / rate(peer))
      totals.push(overall(own) / overall(peer))
      shares.push((6 * parameters * rate(own)) / 1e9 / bare)
      memory = `peak RSS ${own.peakRssMiB.toFixed(0)} and ${peer.peakRssMiB.toFixed(0)} MiB`
      if (method === 'grpo') {
        const mean = ({ completionTokens = [] }: PeerResult) => sum(completionTokens) / completionTokens.length
        lengths = `; mean completion ${mean(own).toFixed(0)} and ${mean(peer).toFixed(0)} tokens`
      }
    }
    const share = method === 'generate' ? '' : `; MFU ${median(shares).toFixed(2)}`
    say(
      `${method}: ${median(ours).toFixed(0)} tokens/s, TRL ${median(theirs).toFixed(0)}: ratio ${median(ratios).toFixed(2)} ` +
        `(${ratios.map(ratio => ratio.toFixed(2)).join(', ')}; goal ${goal}; all steps ${median(totals).toFixed(2)})${share}; ${memory}${lengths}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
