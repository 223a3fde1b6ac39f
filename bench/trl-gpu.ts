/**
 * @file SFT, DPO and GRPO with LoRA of a randomly initialised model through our worker, on the GPU of this machine or else
 * its CPU: `npm run bench:trl-gpu -- --billions 1.7 --steps 50 [--family llama3] [--method sft] [--tokens 1024]`. A table
 * of tokens/s, seconds a step and peak memory beside what pre-flight expects. Nothing is fetched; no test depends on it.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Message, TrainRequest } from '../src/engines/index.ts'
import { decoderShape } from '../src/engines/pre-flight/decoder-shape.ts'
import { RUNTIME_BYTES } from '../src/engines/pre-flight/memory-check.ts'
import { estimateMemory, formatBytes } from '../src/engines/pre-flight/memory-estimate.ts'
import { quantiles } from '../src/engines/pre-flight/token-census.ts'
import { trlArguments } from '../src/engines/trl/arguments.ts'
import { memoryRequest } from '../src/engines/trl/pre-flight/trl-memory.ts'
import { silentProgress } from '../src/support/index.ts'
import { serveLengthReward } from './length-reward.ts'
import { findPython } from './peer-folder.ts'
import { type Family, randomConfig, sizesOf } from './random-model.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const TOKENIZER = join(ROOT, 'test', 'trl', 'fixtures', 'policy')
const BATCH = 8
const NEW_TOKENS = 128
const LORA = { rank: 16, alpha: 32, dropout: 0, targets: ['q_proj', 'k_proj', 'v_proj', 'o_proj'] } as const

const say = (line: string) => void process.stdout.write(`${line}\n`)
const { values } = parseArgs({
  options: {
    billions: { type: 'string', default: '1.7' },
    steps: { type: 'string', default: '50' },
    family: { type: 'string', default: 'qwen3' },
    method: { type: 'string' },
    tokens: { type: 'string', default: '1024' },
  },
})
const family: Family = values.family === 'llama3' ? 'llama3' : 'qwen3'
const [steps, tokens] = [Number(values.steps), Number(values.tokens)]
const python = findPython('bench:trl-gpu', say)
const hasGpu = spawnSync(python, ['-c', 'import torch; assert torch.cuda.is_available()']).status === 0
// Where there is a GPU the run is as a study's: bfloat16 and checkpointing. Elsewhere it shows that the bench works.
const manner = {
  device: hasGpu ? 'auto' : 'cpu',
  precision: hasGpu ? 'bfloat16' : 'float32',
  processes: 1,
  gradientCheckpointing: hasGpu,
  vllm: false,
} as const
const tokenizer = JSON.parse(readFileSync(join(TOKENIZER, 'config.json'), 'utf8'))
const config = randomConfig(
  family,
  values.billions,
  tokenizer.eos_token_id,
  tokenizer.pad_token_id,
  tokens + NEW_TOKENS,
)
if (config === undefined) {
  say(`bench:trl-gpu: expected --billions among ${sizesOf(family).join(', ')} for ${family}, got ${values.billions}`)
  process.exit(2)
}
const shape = decoderShape(config)
if (shape === null) throw new Error('bench:trl-gpu: pre-flight does not know this shape')

/** The fixtures' tokenizer takes up to a token for each letter: prompts of up to 0.7 of the length, answers of up to 0.2. */
const user = (i: number): readonly Message[] => [
  { role: 'user', content: `${i} ${'abcd '.repeat(Math.floor(tokens / 7))}` },
]
const answer = (word: string): readonly Message[] => [
  { role: 'assistant', content: word.repeat(Math.floor(tokens / 16)) },
]
const rows = Array.from({ length: steps * BATCH }, (_, i) => ({
  id: `row-${i}`,
  prompt: user(i),
  completion: answer('ok '),
}))
const base = {
  policy: '',
  seed: 1,
  output: '',
  progress: silentProgress,
  signal: new AbortController().signal,
  settings: {
    epochs: 1,
    batchSize: BATCH,
    gradientAccumulation: 1,
    learningRate: 1e-5,
    schedule: 'constant',
    warmup: 0,
    weightDecay: 0,
    maxGradNorm: 1,
    evaluateEvery: 0,
    checkpointEvery: 1_000_000,
    lora: LORA,
  },
} as const
const zero = { chosen: 0, rejected: 0 }
const requests: Readonly<Record<'sft' | 'dpo' | 'grpo', TrainRequest>> = {
  sft: { ...base, method: 'sft', examples: rows, validation: [] },
  dpo: {
    ...base,
    method: 'dpo',
    pairs: rows.map(({ id, prompt, completion }) => ({
      ...{ id, prompt, chosen: completion, rejected: answer('no '), referenceLogps: zero },
    })),
    validation: [],
    preference: { lossType: 'sigmoid', beta: 0.1, labelSmoothing: 0 },
  },
  grpo: {
    ...base,
    method: 'grpo',
    prompts: rows.slice(0, (steps * BATCH) / 4).map(({ id, prompt }) => ({ id, messages: prompt })),
    validation: [],
    rewards: [{ name: 'characters', weight: 1, score: ({ text }) => text.length }],
    rollout: {
      ...{ generations: 4, maxNewTokens: NEW_TOKENS, temperature: 1, lossType: 'dr_grpo', beta: 0 },
      ...{ epsilonLow: 0.2, epsilonHigh: 0.2, iterations: 1, scaleRewards: 'none' },
      ...{ biasCorrectedKl: false, maskTruncated: false },
    },
  },
}

/** Runs Python in a folder; the server must go on answering meanwhile. */
async function runPython(args: readonly string[], folder: string): Promise<void> {
  const env = { ...process.env, PYTHONPATH: join(ROOT, 'python'), HF_HUB_OFFLINE: '1', HF_HUB_DISABLE_TELEMETRY: '1' }
  const child = spawn(python, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', part => {
    stderr += part
  })
  const code = await new Promise(resolve => child.on('close', resolve))
  if (code !== 0) throw new Error(`bench:trl-gpu: Python ended with ${code}:\n${stderr.slice(-3000)}`)
}

/** Rows of a method in the form that the worker reads. Reference log-probabilities come from the model itself. */
function linesOf(method: string, scores: readonly { readonly logp: number }[]): readonly unknown[] {
  const logps = (i: number) => ({ ref_chosen_logps: scores[2 * i].logp, ref_rejected_logps: scores[2 * i + 1].logp })
  return rows
    .slice(0, method === 'grpo' ? rows.length / 4 : rows.length)
    .map(({ id: record_id, prompt, completion }, i) =>
      method === 'dpo'
        ? { record_id, prompt, chosen: completion, rejected: answer('no '), ...logps(i) }
        : { record_id, prompt, completion },
    )
}

function makeJob(
  folder: string,
  run: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, readonly unknown[]>>,
) {
  mkdirSync(folder)
  const { device, precision } = manner
  const all = { version: 1, packages: {}, policy: '../model', device, precision, seed: 1, ...run }
  writeFileSync(join(folder, 'run.json'), JSON.stringify(all))
  for (const [name, lines] of Object.entries(files)) {
    writeFileSync(join(folder, name), lines.map(line => `${JSON.stringify(line)}\n`).join(''))
  }
}

const jsonLines = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
const rewardServer = await serveLengthReward()
const root = mkdtempSync(join(tmpdir(), 'bedside-bench-gpu-'))

/** One training, as a line of the table. */
async function train(method: 'sft' | 'dpo' | 'grpo', scores: readonly { readonly logp: number }[]): Promise<string> {
  const folder = join(root, method)
  const given = trlArguments(requests[method], manner, 'policy/training')
  const names = ['characters']
  const rewards = method === 'grpo' ? { names, access: 'access.json', requestTimeout: 60, giveUpAfter: 60 } : null
  const run = { task: 'train', method, output: 'policy', evaluateEvery: 0, lora: LORA, arguments: given, rewards }
  makeJob(folder, run, { 'train.jsonl': linesOf(method, scores), 'validation.jsonl': [] })
  writeFileSync(join(folder, 'access.json'), JSON.stringify({ url: rewardServer.url, token: 'bench' }))
  await runPython(['-m', 'bedside_trl', 'run.json'], folder)
  const { counts } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))
  const length = Math.max(...jsonLines(join(folder, 'policy', 'events.jsonl')).map(event => event.tokens / BATCH))
  const longest = method === 'dpo' ? length / 2 : length
  const even = quantiles([longest])
  const prompt = quantiles([method === 'grpo' ? longest - NEW_TOKENS : longest])
  const census = { rows: rows.length, prompt, whole: method === 'grpo' ? null : even }
  const asked = { ...manner, sharding: 'none' as const, arguments: given }
  const expected = memoryRequest(requests[method], asked, shape as NonNullable<typeof shape>, census)
  const estimate = estimateMemory(expected).total + RUNTIME_BYTES[hasGpu ? 'gpu' : 'cpu']
  return [
    ...[method, `${BATCH} x ${longest.toFixed(0)}`, (counts.tokens / counts.secondsOfThisStart).toFixed(0)],
    ...[(counts.secondsOfThisStart / counts.stepsOfThisStart).toFixed(2), formatBytes(estimate)],
    ...[
      hasGpu ? formatBytes(counts.peakMemoryBytes) : '-',
      formatBytes(counts.peakHostBytes),
      counts.finalLoss?.toFixed(4),
    ],
  ].join(' | ')
}

try {
  writeFileSync(join(root, 'config.json'), JSON.stringify(config))
  await runPython([join(ROOT, 'bench', 'trl_gpu_model.py'), 'config.json', 'model', TOKENIZER], root)
  const examples = rows.flatMap(({ id, prompt, completion }) => [
    { id, prompt, completion },
    { id, prompt, completion: answer('no ') },
  ])
  const methods = (['sft', 'dpo', 'grpo'] as const).filter(method => (values.method ?? method) === method)
  if (methods.includes('dpo')) {
    makeJob(join(root, 'score'), { task: 'score', batchSize: BATCH }, { 'examples.jsonl': examples })
    await runPython(['-m', 'bedside_trl', 'run.json'], join(root, 'score'))
  }
  const scores = methods.includes('dpo') ? jsonLines(join(root, 'score', 'scores.jsonl')) : []
  say(
    `${family}, ${values.billions} billion, LoRA of rank ${LORA.rank}, ${manner.precision}, ${hasGpu ? 'GPU' : 'CPU'}, ${steps} steps\n`,
  )
  say('| method | sequences | tokens/s | s a step | estimate | peak of device | peak of host | last loss |')
  say('|---|---|---|---|---|---|---|---|')
  for (const method of methods) say(`| ${await train(method, scores)} |`)
} finally {
  rewardServer.close()
  rmSync(root, { recursive: true, force: true })
}
