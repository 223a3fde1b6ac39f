/** @file Jobs followed, found again, interrupted and failed, with a worker that keeps to the contract and is no Python. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { type Progress, silentProgress } from '../../src/support/index.ts'
import type { Completion, Reward, SupervisedRequest } from '../../src/engines/index.ts'
import type { TrlParts } from '../../src/engines/trl/earlier-job.ts'
import { type FakePlan, type FakeWorker, fakeWorker } from './fake-worker.ts'
import type { Launcher } from '../../src/engines/trl/launchers/launcher.ts'
import { localLauncher } from '../../src/engines/trl/launchers/local.ts'
import { trlConfig } from '../../src/engines/trl/trl-config.ts'
import { jobManner } from '../../src/engines/trl/trl-choice.ts'
import { trlEngine } from '../../src/engines/trl/trl-engine.ts'

const local = localLauncher('none', { environment: { PATH: process.env['PATH'] }, saveSeconds: 30 })
const config = trlConfig.parse({ device: 'cpu' })

function partsOf(worker: FakeWorker, launcher: Launcher = local): TrlParts {
  const manner = jobManner(config, { hasGpu: false })
  return {
    manner,
    launcher,
    python: () => worker.python,
    showMask: false,
    preFlight: async () => undefined,
    rewards: config.rewards,
    name: 'bedside-test',
  }
}

const settings = {
  epochs: 1,
  batchSize: 2,
  gradientAccumulation: 1,
  learningRate: 1e-3,
  schedule: 'linear',
  warmup: 0,
  weightDecay: 0,
  maxGradNorm: 1,
  evaluateEvery: 0,
  checkpointEvery: 2,
} as const

const example = (id: string) => ({
  id,
  prompt: [{ role: 'user', content: `about ${id}` }] as const,
  completion: [{ role: 'assistant', content: 'yes' }] as const,
})

/** What a progress was told, line by line. */
function recorded() {
  const said: string[] = []
  const progress: Progress = {
    say: line => void said.push(line),
    begin: label => ({
      update: (_, note) => void said.push(`${label}: ${note ?? ''}`),
      finish: note => void said.push(`${label} ended: ${note ?? ''}`),
    }),
  }
  return { said, progress }
}

function sft(worker: FakeWorker, change: Partial<SupervisedRequest> = {}): SupervisedRequest {
  return {
    method: 'sft',
    examples: ['r1', 'r2', 'r3', 'r4'].map(example),
    validation: [],
    policy: worker.policy,
    settings,
    seed: 7,
    output: worker.folder,
    progress: silentProgress,
    signal: new AbortController().signal,
    ...change,
  }
}

const stepsOf = (folder: string) =>
  readFileSync(join(folder, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as { step: number }).step)

test('a training run leaves the policy, what was run and what it was made with, and no rows', async () => {
  const worker = fakeWorker()
  const { said, progress } = recorded()
  const summary = await trlEngine(partsOf(worker)).train(sft(worker, { progress }))
  expect(summary).toMatchObject({ steps: 3, heldOut: null, madeWith: { engine: 'trl', trl: '1.13.0', device: 'none' } })
  expect(readdirSync(worker.folder).sort()).toEqual(['config.json', 'events.jsonl', 'training.json', 'trl-run.json'])
  expect(said).toContain('supervised fine-tuning: loss 0.333')
  // A second start finds it done.
  expect(await trlEngine(partsOf(worker)).train(sft(worker))).toEqual(summary)
  expect(worker.starts()).toBe(1)
})

test('rows and run.json are what the worker is told to read, for the owner alone', async () => {
  const worker = fakeWorker({ failAt: 1, fails: 'silently' })
  await expect(trlEngine(partsOf(worker)).train(sft(worker))).rejects.toThrow('expected a result')
  const job = join(worker.folder, 'job')
  expect(JSON.parse(readFileSync(join(job, 'run.json'), 'utf8'))).toMatchObject({
    version: 1,
    task: 'train',
    method: 'sft',
    policy: '../../policy',
    output: '..',
    device: 'cpu',
    precision: 'float32',
    arguments: { output_dir: '../training', per_device_train_batch_size: 2, max_steps: 2, seed: 7 },
    rewards: null,
  })
  expect(JSON.parse(readFileSync(join(job, 'train.jsonl'), 'utf8').split('\n')[0])).toEqual({
    record_id: 'r1',
    prompt: [{ role: 'user', content: 'about r1' }],
    completion: [{ role: 'assistant', content: 'yes' }],
  })
  expect(existsSync(join(job, 'worker', 'bedside_trl'))).toBe(true)
})

test.each<[string, FakePlan['fails'], string]>([
  ['a problem in the result', 'with a problem', 'id r7: expected at most 8 tokens, got 9; shorten it'],
  ['silence', 'silently', 'run the same command again to continue; its log is'],
  [
    'no memory',
    { saying: 'torch.OutOfMemoryError: CUDA out of memory' },
    'the memory of the GPU did not suffice; lower',
  ],
])('a job that ends with %s is an error in one line, without the text of a record', async (_, fails, says) => {
  const worker = fakeWorker({ failAt: 2, fails })
  const error = await trlEngine(partsOf(worker))
    .train(sft(worker))
    .catch((thrown: Error) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect((error as Error).message).toContain(says)
  expect((error as Error).message).not.toContain('secret text')
  expect((error as Error).message).not.toContain('\n')
})

test('after a failure the same request is started again and continues', async () => {
  const worker = fakeWorker({ failAt: 3, fails: 'with a problem' })
  await expect(trlEngine(partsOf(worker)).train(sft(worker))).rejects.toThrow('expected at most 8')
  worker.plan({})
  await trlEngine(partsOf(worker)).train(sft(worker))
  expect(stepsOf(worker.folder)).toEqual([1, 2, 3])
  expect(worker.starts()).toBe(2)
})

test('the folder of a job says whose it is: another request has another key', async () => {
  const worker = fakeWorker({ failAt: 1, fails: 'silently' })
  const keys: [told: string | undefined, written: string][] = []
  const watched: Launcher = {
    ...local,
    submit(job) {
      keys.push([job.key, readFileSync(join(job.folder, 'job-key'), 'utf8').trim()])
      return local.submit(job)
    },
  }
  for (const learningRate of [1e-3, 1e-3, 2e-3]) {
    const request = sft(worker, { settings: { ...settings, learningRate } })
    await expect(trlEngine(partsOf(worker, watched)).train(request)).rejects.toThrow('expected a result')
  }
  const [first, again, other] = keys.map(([told, written]) => {
    expect(told).toBe(written)
    return written
  })
  expect(again).toBe(first)
  expect(other).not.toBe(first)
})

test('whoever comes after follows the job that is there instead of starting a second one', async () => {
  const worker = fakeWorker({ steps: 20, stepMilliseconds: 60 })
  // The first run is lost without a word, as by kill -9: its launcher is the last that it hears of.
  const lost: Launcher = { ...local, state: () => new Promise(() => {}) }
  void trlEngine(partsOf(worker, lost)).train(sft(worker, { output: worker.folder }))
  await vi.waitUntil(() => existsSync(join(worker.folder, 'events.jsonl')), { timeout: 10_000 })
  const { said, progress } = recorded()
  const summary = await trlEngine(partsOf(worker)).train(sft(worker, { progress }))
  expect(said[0]).toMatch(/following job \S+ \(local\), which was started before/)
  expect(summary.steps).toBe(20)
  expect(worker.starts()).toBe(1)
})

test('Ctrl-C tells the job to save and end, and the next run goes on from there', async () => {
  const worker = fakeWorker({ steps: 30, stepMilliseconds: 60 })
  const interrupt = new AbortController()
  const run = trlEngine(partsOf(worker)).train(sft(worker, { signal: interrupt.signal }))
  await vi.waitUntil(() => existsSync(join(worker.folder, 'events.jsonl')), { timeout: 10_000 })
  interrupt.abort()
  await expect(run).rejects.toThrow('was interrupted')
  const done = stepsOf(worker.folder).length
  await pause(200)
  expect(stepsOf(worker.folder)).toHaveLength(done)
  worker.plan({ steps: 30 })
  await trlEngine(partsOf(worker)).train(sft(worker))
  expect(stepsOf(worker.folder)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
})

test('on a cluster Ctrl-C leaves the job alone and says how to end it', async () => {
  const worker = fakeWorker({ steps: 20, stepMilliseconds: 60 })
  const cancelled: string[] = []
  const cluster: Launcher = { ...local, name: 'slurm', cancel: async id => void cancelled.push(id) }
  const interrupt = new AbortController()
  const { said, progress } = recorded()
  const run = trlEngine(partsOf(worker, cluster)).train(sft(worker, { signal: interrupt.signal, progress }))
  await vi.waitUntil(() => existsSync(join(worker.folder, 'events.jsonl')), { timeout: 10_000 })
  interrupt.abort()
  await expect(run).rejects.toThrow('was interrupted')
  expect(said.at(-1)).toMatch(/goes on \(slurm\): run the same command again to follow it, or end it with/)
  expect(cancelled).toEqual([])
  // Another launcher would not know it.
  await expect(trlEngine(partsOf(worker)).train(sft(worker))).rejects.toThrow('expected a job of the launcher "local"')
  await expect(trlEngine(partsOf(worker, cluster)).train(sft(worker))).resolves.toMatchObject({ steps: 20 })
  expect(worker.starts()).toBe(1)
})

test('a folder is left alone until whoever runs the job has ended it', async () => {
  const worker = fakeWorker()
  const job = join(worker.folder, 'job')
  let looks = 0
  // As a batch script does that notes how its worker ended.
  const cluster: Launcher = {
    ...local,
    name: 'slurm',
    async state() {
      if (!existsSync(join(job, 'result.json')) || looks++ === 0) return { is: 'running' }
      writeFileSync(join(job, 'exit-code'), '0')
      return { is: 'ended' }
    },
  }
  await trlEngine(partsOf(worker, cluster)).train(sft(worker))
  expect(looks).toBe(2)
  expect(existsSync(job)).toBe(false)
})

const reward = (score: Reward['score']): Reward => ({ name: 'length', weight: 1, score })

const sample = (id: string, text: string) => ({ id, text, completionTokens: 3, finish: 'end' as const })

function grpo(worker: FakeWorker, rewards: readonly Reward[]) {
  const { examples: _, ...rest } = sft(worker)
  const prompts = ['r1', 'r2'].map(id => ({ id, messages: example(id).prompt }))
  const rollout = {
    generations: 2,
    maxNewTokens: 8,
    temperature: 1,
    lossType: 'dapo',
    beta: 0,
    biasCorrectedKl: true,
    epsilonLow: 0.2,
    epsilonHigh: 0.2,
    scaleRewards: 'group',
    iterations: 1,
    maskTruncated: false,
  } as const
  return { ...rest, method: 'grpo', prompts, validation: [], rollout, rewards } as const
}

test('a run of GRPO gets its rewards from here', async () => {
  const worker = fakeWorker({ samples: [sample('r1', 'four'), sample('r2', '')] })
  const rewards = [reward(({ text }) => (text === '' ? null : text.length))]
  await trlEngine(partsOf(worker)).train(grpo(worker, rewards))
  expect(JSON.parse(readFileSync(join(worker.folder, 'scores.json'), 'utf8'))).toEqual({ scores: [[4], [null]] })
})

test('a reward that throws ends the run with its name and the record', async () => {
  const worker = fakeWorker({ samples: [sample('r1', 'four'), sample('r2', 'five5')] })
  const rewards = [
    reward(({ id }) => {
      if (id === 'r2') throw new RangeError('quotes the text')
      return 1
    }),
  ]
  await expect(trlEngine(partsOf(worker)).train(grpo(worker, rewards))).rejects.toThrow(
    'reward "length": expected a number for record r2, got a thrown RangeError; mend it',
  )
})

const prompts = (ids: readonly string[]) => ids.map(id => ({ id, messages: example(id).prompt }))
const drawing = { maxNewTokens: 8, temperature: 0, topP: 1, seed: 1 }

async function completionsOf(
  worker: FakeWorker,
  ids: readonly string[],
  { work, atMost = Number.POSITIVE_INFINITY }: { readonly work?: string; readonly atMost?: number } = {},
) {
  const found: Completion[] = []
  const request = {
    policy: worker.policy,
    prompts: prompts(ids),
    settings: drawing,
    signal: new AbortController().signal,
  }
  for await (const completion of trlEngine(partsOf(worker)).generate({ ...request, ...(work && { work }) })) {
    found.push(completion)
    if (found.length === atMost) break
  }
  return found.map(({ id }) => id)
}

test('completions come as the job writes them, and a caller that has enough ends it', async () => {
  const worker = fakeWorker({ stepMilliseconds: 40 })
  const work = join(worker.folder, 'work')
  expect(await completionsOf(worker, ['a', 'b', 'c'], { work })).toEqual(['a', 'b', 'c'])
  const other = fakeWorker({ stepMilliseconds: 100 })
  const ids = Array.from({ length: 100 }, (_, i) => `p${i}`)
  expect(await completionsOf(other, ids, { work: join(other.folder, 'work'), atMost: 2 })).toEqual(['p0', 'p1'])
  const written = () => readFileSync(join(other.folder, 'work', 'completions.jsonl'), 'utf8').split('\n').length
  const now = written()
  await pause(250)
  expect(written()).toBe(now)
})

test('a request for the prompts that are left goes on with the job of all of them', async () => {
  const worker = fakeWorker({ failAt: 3, fails: 'silently' })
  const work = join(worker.folder, 'work')
  await expect(completionsOf(worker, ['a', 'b', 'c'], { work })).rejects.toThrow('expected a result')
  worker.plan({})
  // The first two were kept by the caller; the job that is there goes on after them.
  expect(await completionsOf(worker, ['c'], { work })).toEqual(['c'])
  expect(await completionsOf(worker, ['d'], { work })).toEqual(['d'])
})

test('scores come in the order given, also of one record twice', async () => {
  const worker = fakeWorker()
  const request = { policy: worker.policy, progress: silentProgress, signal: new AbortController().signal }
  const scored = await trlEngine(partsOf(worker)).score({ ...request, examples: ['r1', 'r1', 'r2'].map(example) })
  expect(scored.map(({ id, logp }) => [id, logp])).toEqual([
    ['r1', -1],
    ['r1', -2],
    ['r2', -3],
  ])
  worker.plan({ failAt: 2, fails: 'with a problem' })
  await expect(
    trlEngine(partsOf(worker)).score({ ...request, examples: ['r1', 'r9', 'r2'].map(example) }),
  ).rejects.toThrow('id r9: expected at most 8 tokens')
})
