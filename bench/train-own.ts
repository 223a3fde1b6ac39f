/**
 * @file Our side of `npm run bench:train`, called like trl_peer.py: `node train-own.js METHOD FOLDER` reads the same files
 * and prints the same line of JSON: seconds and tokens of every step after the warm-up, and the peak of memory.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedEngine } from '../src/engines/embedded/embedded-engine.ts'
import type { Message, TrainEvent, TrainSettings } from '../src/engines/index.ts'
import { type Progress, seconds, silentProgress } from '../src/support/index.ts'
import type { PeerSettings } from './train.ts'

interface Row {
  readonly record_id: string
  readonly prompt: Message[]
  readonly completion: Message[]
  readonly chosen: Message[]
  readonly rejected: Message[]
}

const GENERATE_PROMPTS = 64
const [method, folder] = process.argv.slice(2)
const settings = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as PeerSettings
const { threads, warmupSteps, steps, batchSize, gradientAccumulation, generations, maxNewTokens, temperature } =
  settings
const engine = embeddedEngine(threads)
const policy = join(folder, 'checkpoint')
const signal = new AbortController().signal
const output = mkdtempSync(join(tmpdir(), 'bedside-bench-'))
const total = warmupSteps + steps

/** Exactly `count` rows, from the start again after the last: every step has a full batch. */
function readRows(file: string, count: number): Row[] {
  const rows = readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Row)
  return Array.from({ length: count }, (_, i) => ({
    ...rows[i % rows.length],
    record_id: `${rows[i % rows.length].record_id}-${i}`,
  }))
}

/** The moments at which steps ended, as the progress is told them. */
const ends: number[] = []
const stepWatch: Progress = {
  say: () => {},
  begin: (_, units) => ({ update: () => void (units === total && ends.push(seconds())), finish: () => {} }),
}
const training: TrainSettings = {
  epochs: 1,
  batchSize,
  gradientAccumulation,
  learningRate: settings.learningRate,
  schedule: 'linear',
  warmup: 0,
  weightDecay: 0,
  maxGradNorm: 1,
  evaluateEvery: 0,
  checkpointEvery: 1_000_000,
  sampling: 'sequential',
}
const run = { policy, settings: training, seed: 1, output, progress: stepWatch, signal }

/** Seconds between the ends of steps, after the warm-up, and the tokens of each. */
function stepsOfRun() {
  const events = readFileSync(join(output, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as TrainEvent)
    .filter(event => event.type === 'step')
  return {
    stepSeconds: ends.slice(warmupSteps).map((end, i) => end - ends[warmupSteps + i - 1]),
    tokens: events.slice(warmupSteps).map(({ tokens }) => tokens),
    completionTokens: events.slice(warmupSteps).map(({ completionTokens }) => completionTokens?.mean),
  }
}

async function train() {
  const rows = total * batchSize * gradientAccumulation
  if (method === 'sft') {
    const examples = readRows('train.jsonl', rows).map(({ record_id: id, ...row }) => ({ id, ...row }))
    await engine.train({ ...run, method, examples, validation: [] })
  } else if (method === 'dpo') {
    const pairs = readRows('pairs.jsonl', rows)
    // Before the first step, as TRL's precomputed ones: not timed.
    const scores = await engine.score({
      policy,
      examples: pairs.flatMap(({ record_id: id, prompt, chosen, rejected }) =>
        [chosen, rejected].map(completion => ({ id, prompt, completion })),
      ),
      progress: silentProgress,
      signal,
    })
    await engine.train({
      ...run,
      method,
      pairs: pairs.map(({ record_id: id, ...pair }, i) => ({
        id,
        ...pair,
        referenceLogps: { chosen: scores[2 * i].logp, rejected: scores[2 * i + 1].logp },
      })),
      validation: [],
      preference: { lossType: 'sigmoid', beta: settings.beta, labelSmoothing: 0 },
    })
  } else {
    const { promptsPerStep } = settings
    const prompts = readRows('train.jsonl', total * promptsPerStep)
    await engine.train({
      ...run,
      method: 'grpo',
      settings: { ...training, gradientAccumulation: (promptsPerStep * generations) / batchSize },
      prompts: prompts.map(({ record_id: id, prompt }) => ({ id, messages: prompt })),
      validation: [],
      rollout: {
        generations,
        maxNewTokens,
        temperature,
        lossType: 'dapo',
        beta: 0,
        biasCorrectedKl: true,
        epsilonLow: 0.2,
        epsilonHigh: 0.2,
        scaleRewards: 'group',
        iterations: 1,
        maskTruncated: false,
      },
      rewards: [{ name: 'characters', weight: 1, score: ({ text }) => text.length }],
    })
  }
  return stepsOfRun()
}

async function generate() {
  const prompts = readRows('train.jsonl', GENERATE_PROMPTS).map(({ record_id: id, prompt }) => ({
    id,
    messages: prompt,
  }))
  const stepSeconds: number[] = []
  const tokens: number[] = []
  for (let step = 0; step < total; step++) {
    const start = seconds()
    let made = 0
    const request = { policy, prompts, settings: { maxNewTokens, temperature, topP: 1, seed: step }, signal }
    for await (const { completionTokens } of engine.generate(request)) made += completionTokens
    stepSeconds.push(seconds() - start)
    tokens.push(made)
  }
  return { stepSeconds: stepSeconds.slice(warmupSteps), tokens: tokens.slice(warmupSteps) }
}

try {
  const result = method === 'generate' ? await generate() : await train()
  // Of Linux: the peak of the resident set, KiB.
  const peak = process.resourceUsage().maxRSS
  process.stdout.write(`${JSON.stringify({ method, ...result, peakRssMiB: peak / 1024 })}\n`)
} finally {
  rmSync(output, { recursive: true, force: true })
}
