import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { InputError, type Progress, silentProgress } from '../../../support/index.ts'
import type { Example, RolloutRequest, SupervisedRequest, TrainRequest, TrainSettings } from '../../engine.ts'
import { createPolicy } from '../../new-policy.ts'
import type { Finding } from '../../pre-flight/finding.ts'
import { preFlight, preFlightFindings } from './pre-flight.ts'
import type { PreFlightManner } from './pre-flight-manner.ts'

const example = (id: string, question = `Case ${id}: which protocol?`, answer = 'The antagonist.'): Example => ({
  id,
  prompt: [{ role: 'user', content: question }],
  completion: [{ role: 'assistant', content: answer }],
})
const examples = ['a', 'b', 'c', 'd', 'e'].map(id => example(id))

const settings: TrainSettings = {
  epochs: 1,
  batchSize: 4,
  gradientAccumulation: 1,
  learningRate: 1e-3,
  schedule: 'linear',
  warmup: 0,
  weightDecay: 0,
  maxGradNorm: 1,
  evaluateEvery: 0,
  checkpointEvery: 10,
}
const manner: PreFlightManner = {
  device: 'cpu',
  precision: 'float32',
  processes: 1,
  gradientCheckpointing: false,
  sharding: 'none',
  here: true,
  arguments: { per_device_train_batch_size: 4, gradient_accumulation_steps: 1 },
  showMask: false,
}

let policy: string
beforeAll(async () => {
  policy = mkdtempSync(join(tmpdir(), 'bedside-pre-flight-'))
  const size = { hiddenSize: 16, intermediateSize: 24, numBlocks: 1, numHeads: 2, numKvHeads: 1 }
  await createPolicy({
    size: { ...size, vocabularySize: 300, contextLength: 64 },
    texts: examples.map(({ prompt, completion }) => [...prompt, ...completion]),
    seed: 1,
    output: policy,
    progress: silentProgress,
  })
})

function asked(change: Partial<SupervisedRequest> = {}): { request: SupervisedRequest; said: string[] } {
  const said: string[] = []
  const progress: Progress = { ...silentProgress, say: line => said.push(line) }
  const output = mkdtempSync(join(tmpdir(), 'bedside-pre-flight-out-'))
  const signal = new AbortController().signal
  const request: SupervisedRequest = {
    method: 'sft',
    policy,
    examples,
    validation: [example('v')],
    settings,
    seed: 1,
    output,
    progress,
    signal,
    ...change,
  }
  return { request, said }
}
const found = ({ output }: TrainRequest) =>
  (JSON.parse(readFileSync(join(output, 'pre-flight.json'), 'utf8')) as { findings: Finding[] }).findings

test('a sound training: notes in pre-flight.json, only the memory said, no text of a row written', async () => {
  const { request, said } = asked()
  await preFlight(request, manner)
  expect(said).toEqual([expect.stringMatching(/^ {2}about .* of memory for each process/)])
  expect(found(request).map(({ severity, check }) => `${severity} ${check}`)).toEqual([
    'note length',
    'note loss-tokens',
  ])
  expect(readFileSync(join(request.output, 'pre-flight.json'), 'utf8')).not.toContain('antagonist')
  expect(existsSync(join(request.output, 'mask-sample.txt'))).toBe(false)
})

test('every error is said, the first one ends it, and nothing is written that would let the next start pass', async () => {
  const long = example('long', 'Which protocol? '.repeat(40))
  const { request, said } = asked({ examples: [...examples, example('e', 'again'), example('f', ' '), long] })
  const failed = preFlight(request, manner)
  await expect(failed).rejects.toThrow(InputError)
  await expect(failed).rejects.toThrow(
    /^before the training: a message of the prompt is empty in 1 row: train line 7 \(f\)/,
  )
  expect(said).toHaveLength(2)
  expect(said[0]).toContain('id of an earlier row')
  expect(said[1]).toMatch(/expected at most 64 tokens in a row, got more in 1 row: train line 8 \(long, \d+ tokens\)/)
  expect(existsSync(join(request.output, 'pre-flight.json'))).toBe(false)
})

test('warnings are said, and the training goes on', async () => {
  const { request, said } = asked({ validation: [examples[0]] })
  await preFlight(request, manner)
  expect(said.filter(line => line.includes('warning'))).toEqual([
    expect.stringContaining('1 validation row with the very words of a training row: validation line 1 (a)'),
  ])
})

test('room on the disk is counted for weights as they are trained: in float32, or half of it beside an adapter', async () => {
  const lora = { rank: 1, alpha: 1, dropout: 0, targets: ['q_proj'] }
  const bytes: number[] = []
  for (const [change, model] of [
    [{}, null],
    [{ settings: { ...settings, lora } }, { dtype: 'bfloat16' }],
  ] as const) {
    const { request } = asked(change)
    const given = { ...manner.arguments, model_init_kwargs: model }
    const findings = await preFlightFindings(request, { ...manner, arguments: given })
    bytes.push(Number(/about ([\d.]+) MB/.exec(findings.find(({ check }) => check === 'disk')!.says)![1]))
  }
  // Three checkpoints with two moments for each weight, and the policy, against a policy of half the bytes.
  expect(bytes[0]).toBeGreaterThan(10 * bytes[1])
})

test('a training that continues is not checked again', async () => {
  const { request } = asked({ examples: [] })
  writeFileSync(join(request.output, 'pre-flight.json'), '{}')
  await preFlight(request, manner)
})

test('the mask sample is written only when it is asked for, for its owner alone', async () => {
  const { request } = asked()
  await preFlight(request, { ...manner, showMask: true })
  const file = join(request.output, 'mask-sample.txt')
  expect(readFileSync(file, 'utf8')).toMatch(
    /=== completion: \d+ tokens, learnt ===\nThe antagonist.<\|end\|>\n=== end ===/,
  )
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('GRPO: the room for completions, and the groups of a batch', async () => {
  const { request } = asked()
  const rollout = { generations: 3, maxNewTokens: 60, beta: 0.1, iterations: 1 } as RolloutRequest['rollout']
  const prompts = examples.map(({ id, prompt }) => ({ id, messages: prompt }))
  const grpo = {
    ...request,
    method: 'grpo',
    prompts,
    validation: [],
    rollout,
    rewards: [],
  } as unknown as RolloutRequest
  await expect(preFlight(grpo, manner)).rejects.toThrow(
    /expected at most 64 tokens in a row \(60 of them for the completion\).*1 more/,
  )
  await expect(preFlight({ ...grpo, rollout: { ...rollout, maxNewTokens: 8 } }, manner)).rejects.toThrow(
    /expected whole groups of 3 completions, got 4 drawn together/,
  )
  await preFlight({ ...grpo, rollout: { ...rollout, maxNewTokens: 8, generations: 2 } }, manner)
  const batch = found(grpo).find(({ check }) => check === 'batch')!
  expect(batch.severity).toBe('warning')
  expect(batch.says).toContain('2 prompts are answered together, 2 times each; 2 steps a pass over 5 prompts')
})
