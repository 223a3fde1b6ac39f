/**
 * @file What our worker adds to the steps of a bare TRL script on the same checkpoint, rows and arguments: ratios of median
 * step times, the two in turns step by step. `npm run bench:trl`; `-- STEPS METHOD` for more steps, or for one
 * method alone. No test depends on it.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveLengthReward } from './length-reward.ts'
import { findPython, makePeerFolder } from './peer-folder.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
/** Steps that are timed, of either side. */
const STEPS = Number(process.argv[2] ?? 25)
const methods = [
  { method: 'sft', change: { max_length: 896 } },
  { method: 'dpo', change: { max_length: 896, precompute_ref_log_probs: true } },
  {
    method: 'grpo',
    change: {
      num_generations: 4,
      max_completion_length: 32,
      // Else the two sides, which draw from one stream of random numbers, would have completions of other lengths.
      generation_kwargs: { min_new_tokens: 32 },
      reward_weights: [1],
      shuffle_dataset: false,
    },
  },
] as const
const BATCH = 4
const WARMUP = 3

interface Times {
  readonly wallSeconds: readonly number[]
  readonly cpuSeconds: readonly number[]
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** One run of both sides; the server must go on answering meanwhile. */
async function runBoth(python: string, folder: string): Promise<Record<'worker' | 'bare', Times>> {
  const child = spawn(python, [join(ROOT, 'bench', 'trl_worker_peer.py'), folder])
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', part => {
    stdout += part
  })
  child.stderr.on('data', part => {
    stderr += part
  })
  const code = await new Promise(resolve => child.on('close', resolve))
  if (code !== 0) throw new Error(`bench:trl: it ended with ${code}:\n${stderr.slice(-3000)}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<'worker' | 'bare', Times>
}

/** A job that both sides read. */
function makeJob(root: string, folder: string, { method, change }: (typeof methods)[number], url: string) {
  mkdirSync(folder)
  const all = JSON.parse(readFileSync(join(ROOT, 'python', 'arguments', `${method}.json`), 'utf8'))
  const total = STEPS + WARMUP
  const source = readFileSync(join(root, method === 'dpo' ? 'pairs.jsonl' : 'train.jsonl'), 'utf8')
  const rows = source.trim().split('\n')
  // Reference log-probabilities that are not those of the policy: a step takes as long whatever they are.
  const lines = Array.from({ length: total * BATCH }, (_, i) => {
    const row = { ...JSON.parse(rows[i % rows.length]), record_id: `row-${i}` }
    return JSON.stringify({ ...row, ref_chosen_logps: -100, ref_rejected_logps: -100 })
  })
  writeFileSync(join(folder, 'train.jsonl'), lines.map(line => `${line}\n`).join(''))
  writeFileSync(join(folder, 'validation.jsonl'), '')
  writeFileSync(join(folder, 'access.json'), JSON.stringify({ url, token: 'bench' }))
  const run = {
    version: 1,
    packages: {},
    task: 'train',
    method,
    policy: '../checkpoint',
    device: 'cpu',
    precision: 'float32',
    seed: 1,
    output: 'policy',
    evaluateEvery: 0,
    lora: null,
    rewards:
      method === 'grpo' ? { names: ['characters'], access: 'access.json', requestTimeout: 60, giveUpAfter: 60 } : null,
    arguments: {
      ...all,
      gradient_checkpointing: false,
      per_device_train_batch_size: BATCH,
      per_device_eval_batch_size: BATCH,
      max_steps: total,
      save_steps: 1_000_000,
      learning_rate: 1e-5,
      train_sampling_strategy: 'sequential',
      ...change,
    },
  }
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run))
}

const python = findPython('bench:trl', say)
const root = mkdtempSync(join(tmpdir(), 'bedside-bench-trl-'))
const rewardServer = await serveLengthReward()
try {
  await makePeerFolder(root)
  say(`${STEPS} steps of ${BATCH} sequences by either side, after ${WARMUP}; goal 1.03`)
  for (const choice of methods.filter(({ method }) => (process.argv[3] ?? method) === method)) {
    const folder = join(root, choice.method)
    makeJob(root, folder, choice, rewardServer.url)
    const { worker, bare } = await runBoth(python, folder)
    const figures = (['wallSeconds', 'cpuSeconds'] as const).map(clock => {
      const [ours, theirs] = [worker[clock].slice(WARMUP), bare[clock].slice(WARMUP)]
      const pairs = ours.map((time, i) => time / theirs[i])
      return `${(median(ours) / median(theirs)).toFixed(3)} (of pairs ${median(pairs).toFixed(3)})`
    })
    const step = (1000 * median(bare.wallSeconds.slice(WARMUP))).toFixed(0)
    say(
      `${choice.method}: worker by bare TRL, median step: ${figures[0]} of wall clock, ${figures[1]} of processor time; ` +
        `a bare step takes ${step} ms`,
    )
  }
} finally {
  rewardServer.close()
  rmSync(root, { recursive: true, force: true })
}
