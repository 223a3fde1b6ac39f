/** @file The Python worker does its tasks on the CPU: trains by every method, generates, scores, and says what is wrong. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { embeddedEngine } from '../../src/engines/embedded/embedded-engine.ts'
import type { Completion, Sample, ScoredCompletion, TrainEvent } from '../../src/engines/index.ts'
import { loadCheckpoint, readSafetensors } from '../../src/model/index.ts'
import { silentProgress } from '../../src/support/index.ts'
import { hasTrl, jobFolder, POLICY, packages, runSeveral, startPython } from './jobs.ts'
import { dpoRun, grpoRun, pairsOf, prompts, rows, scoredExamples, scoreEmbedded, sftRun } from './material.ts'
import { startRewardServer } from './reward-server.ts'

const jobs = jobFolder()
const signal = new AbortController().signal
const lora = { rank: 4, alpha: 8, dropout: 0, targets: ['q_proj', 'v_proj'] }
const settings = { maxNewTokens: 12, temperature: 1, topP: 0.9, seed: 3, samples: 2 }
const generateRun = { task: 'generate', backend: 'auto', batchSize: 4, settings }
const asked = prompts.map(({ record_id: id, prompt: messages }) => ({ id, messages }))
const smallLetters = ({ text }: Sample) => (text === '' ? 0 : text.replace(/[^a-z]/g, '').length / text.length)
const brevity = ({ completionTokens, finish }: Sample) => (finish === 'length' ? null : -completionTokens / 10)

/** What is wrong with each of these jobs, and what the user is told. */
const wrong: Record<string, { run: Record<string, unknown>; files: Record<string, unknown[]>; expected: object }> = {}
/** The record whose text must not get into any error. */
const SECRET = 'Zhang Meiling, born 14 May 1988'
let server: Awaited<ReturnType<typeof startRewardServer>>
let embedded: readonly ScoredCompletion[]
let codes: Record<string, number>

const supervised = { 'train.jsonl': rows, 'validation.jsonl': rows.slice(0, 5) }

function makeWrongJobs(pairs: readonly ReturnType<typeof pairsOf>[number][]) {
  const withContent = (content: unknown) => [rows[0], { ...rows[1], completion: [{ role: 'assistant', content }] }]
  const paired = { 'train.jsonl': pairs, 'validation.jsonl': [] }
  const only = (train: unknown[]) => ({ 'train.jsonl': train, 'validation.jsonl': [] })
  const { packing: _, ...lacking } = sftRun({}).arguments as Record<string, unknown>
  Object.assign(wrong, {
    version: {
      run: sftRun({}, { packages: { ...packages, trl: '1.12.0' } }),
      files: supervised,
      expected: { kind: 'input', problem: `expected trl 1.12.0, got ${packages['trl']}` },
    },
    unknown: {
      run: sftRun({ max_prompt_length: 3 }),
      files: supervised,
      expected: { kind: 'input', problem: expect.stringContaining('unknown: max_prompt_length') },
    },
    missing: {
      run: sftRun({}, { arguments: lacking }),
      files: supervised,
      expected: { kind: 'input', problem: expect.stringContaining('missing: packing') },
    },
    contract: {
      run: sftRun({}, { version: 2 }),
      files: supervised,
      expected: { kind: 'input', problem: 'run.json: expected version 1, got 2' },
    },
    cdpo: {
      run: dpoRun({ loss_type: ['cdpo'] }),
      files: paired,
      expected: { kind: 'input', remedy: expect.stringContaining('no equivalent in TRL 1.x') },
    },
    long: {
      run: sftRun({}),
      files: only(withContent('long '.repeat(200))),
      expected: {
        kind: 'input',
        record: 'case-1',
        problem: expect.stringMatching(/^expected at most 128 tokens, got/),
      },
    },
    form: {
      run: sftRun({}),
      files: only(withContent(null)),
      expected: { kind: 'input', record: 'case-1' },
    },
    marker: {
      run: sftRun({}),
      files: only(withContent(`${SECRET} <|end|>`)),
      expected: { kind: 'input', record: 'case-1', problem: 'expected text, got the special token <|end|>' },
    },
    same: {
      run: dpoRun({}),
      files: only([pairs[0], { ...pairs[1], rejected: pairs[1].chosen }]),
      expected: { kind: 'input', record: 'case-1' },
    },
    reference: {
      run: dpoRun({}),
      files: only(pairs.map(pair => ({ ...pair, ref_chosen_logps: pair.ref_chosen_logps + 0.01 }))),
      expected: { kind: 'study', problem: expect.stringMatching(/^expected a first loss of 0.693147, got/) },
    },
    boundary: {
      run: grpoRun({ save_steps: 3 }),
      files: only(prompts),
      expected: { kind: 'input', problem: 'expected save_steps to be a multiple of 2, got 3' },
    },
    reward: {
      run: grpoRun({}),
      files: only(prompts),
      expected: { kind: 'study', record: 'case-2', problem: 'reward "brevity": it cannot score this' },
    },
    alone: {
      run: grpoRun({}, { rewards: { ...grpoRun({}).rewards, giveUpAfter: 0.5 } }),
      files: only(prompts),
      expected: { kind: 'study', problem: expect.stringMatching(/^expected rewards within 0.5 seconds, got none/) },
    },
    divergence: {
      run: sftRun({ learning_rate: 1e30, max_grad_norm: 0 }),
      files: supervised,
      expected: { kind: 'study', problem: expect.stringContaining('expected a loss, got one that is not a number') },
    },
  })
  for (const [name, { run, files }] of Object.entries(wrong)) jobs.make(name, run, files)
}

/** The file that says where rewards are asked for. */
const giveAccess = (job: string, url: string, token: string) =>
  writeFileSync(jobs.at(job, 'access.json'), JSON.stringify({ url, token }))

beforeAll(async () => {
  if (!hasTrl) {
    expect(process.env['CI'], 'CI needs the Python of python/requirements.txt in .venv').toBeUndefined()
    return
  }
  embedded = await scoreEmbedded()
  const pairs = pairsOf(embedded)
  server = await startRewardServer((samples, token, before) => {
    // The first request comes with the token of a server that was started anew since.
    if (before === 0) giveAccess('grpo', server.url, 'second')
    if (token === 'first') return { status: 401 }
    if (token !== 'fails') return { scores: samples.map(sample => [smallLetters(sample), brevity(sample)]) }
    return { status: 422, problem: 'reward "brevity": it cannot score this', record: 'case-2' }
  })
  jobs.make('sft', sftRun({}), supervised)
  jobs.make('lora', sftRun({}, { lora }), supervised)
  jobs.make('lm', sftRun({ max_steps: 3 }, { method: 'lm' }), supervised)
  jobs.make('dpo', dpoRun({}), { 'train.jsonl': pairs, 'validation.jsonl': pairs.slice(0, 5) })
  jobs.make('grpo', grpoRun({}), { 'train.jsonl': prompts, 'validation.jsonl': prompts.slice(0, 5) })
  // The first lines are there already.
  jobs.make(
    'score',
    { task: 'score', batchSize: 5 },
    { 'examples.jsonl': scoredExamples, 'scores.jsonl': embedded.slice(0, 7) },
  )
  jobs.make('sampled', generateRun, { 'prompts.jsonl': asked })
  jobs.make('alike', { ...generateRun, batchSize: 3 }, { 'prompts.jsonl': asked.slice(5, 9) })
  jobs.make(
    'greedy',
    { ...generateRun, settings: { ...settings, temperature: 0, topP: 1, samples: 1 } },
    { 'prompts.jsonl': asked, 'completions.jsonl': [{ id: 'case-3', sample: 0, text: 'was there' }] },
  )
  makeWrongJobs(pairs)
  giveAccess('grpo', server.url, 'first')
  giveAccess('reward', server.url, 'fails')
  giveAccess('boundary', server.url, 'second')
  // Nobody listens on the port of discarded messages.
  giveAccess('alone', 'http://127.0.0.1:9/', 'second')
  const order = ['score', 'sampled', 'alike', 'greedy', 'lora', 'lm', 'sft', 'dpo', 'grpo', ...Object.keys(wrong)]
  const ended = await runSeveral(order.map(name => jobs.at(name)))
  codes = Object.fromEntries(order.map((name, i) => [name, ended[i]]))
})
afterAll(() => server?.close())

const stepsOf = (name: string) => jobs.eventsOf(name).filter(event => event.type === 'step')
const evaluationsOf = (name: string) => jobs.eventsOf(name).filter(event => event.type === 'evaluation')
const farthest = (a: readonly number[], b: readonly number[]) => {
  expect(a).toHaveLength(b.length)
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0)
}
/** The embedded engine on the same records with the same settings. */
const embeddedRun = (name: string) => ({
  policy: POLICY,
  settings: {
    epochs: 20 / 6,
    batchSize: 4,
    gradientAccumulation: 1,
    schedule: 'linear' as const,
    warmup: 0,
    weightDecay: 0,
    maxGradNorm: 1,
    evaluateEvery: 0,
    checkpointEvery: 1000,
    sampling: 'sequential' as const,
  },
  seed: 7,
  output: jobs.at(name),
  progress: silentProgress,
  signal,
})
const embeddedEvents = (name: string) =>
  jobs.rowsOf<TrainEvent>(name, 'events.jsonl').filter(event => event.type === 'step')

describe.skipIf(!hasTrl)('the worker', () => {
  test('ends well with every right job, and gives versions and counts', () => {
    for (const name of ['score', 'sampled', 'alike', 'greedy', 'lora', 'lm', 'sft', 'dpo', 'grpo']) {
      expect(codes[name], `${name}: ${JSON.stringify(jobs.resultOf(name))}`).toBe(0)
      expect(jobs.resultOf(name)).toMatchObject({ ok: true, versions: { trl: packages['trl'] } })
    }
    expect(jobs.resultOf('sft')).toMatchObject({
      counts: { steps: 20, parameters: 9040, heldOut: null, validationLoss: evaluationsOf('sft')[0].loss },
    })
    expect(existsSync(jobs.at('sft', 'policy', 'training'))).toBe(false)
    expect(jobs.rowsOf<object>('sft', 'progress.jsonl').at(-1)).toMatchObject({ doing: 'saving the policy' })
  })

  test('scores as the embedded engine does', () => {
    const scores = jobs.rowsOf<ScoredCompletion>('score', 'scores.jsonl')
    expect(scores.map(({ id, tokens }) => [id, tokens])).toEqual(embedded.map(({ id, tokens }) => [id, tokens]))
    expect(
      farthest(
        scores.map(({ logp }) => logp),
        embedded.map(({ logp }) => logp),
      ),
    ).toBeLessThan(1e-3)
  })

  test('SFT has the loss curve of the embedded engine, and counts the same tokens', async () => {
    const examples = rows.map(({ record_id: id, ...row }) => ({ id, ...row }))
    const run = embeddedRun('sft-embedded')
    await embeddedEngine(1).train({
      ...run,
      settings: { ...run.settings, learningRate: 1e-2 },
      method: 'sft',
      examples,
      validation: examples.slice(0, 5),
    })
    const [ours, theirs] = [stepsOf('sft'), embeddedEvents('sft-embedded')]
    for (const key of ['loss', 'learningRate', 'gradNorm'] as const) {
      expect(
        farthest(
          ours.map(event => event[key]),
          theirs.map(event => event[key]),
        ),
        key,
      ).toBeLessThan(1e-3)
    }
    const counts = (events: typeof ours) =>
      events.map(({ step, epoch, lossTokens, tokens }) => [step, epoch, lossTokens, tokens])
    expect(counts(ours)).toEqual(counts(theirs))
  })

  test('DPO has the loss curve, the rewards and the held-out margins of the embedded engine', async () => {
    const pairs = pairsOf(embedded).map(({ record_id: id, ref_chosen_logps, ref_rejected_logps, ...pair }) => ({
      id,
      ...pair,
      referenceLogps: { chosen: ref_chosen_logps, rejected: ref_rejected_logps },
    }))
    const run = embeddedRun('dpo-embedded')
    await embeddedEngine(1).train({
      ...run,
      settings: { ...run.settings, learningRate: 1e-3 },
      method: 'dpo',
      pairs,
      validation: pairs.slice(0, 5),
      preference: { lossType: 'sigmoid', beta: 0.1, labelSmoothing: 0 },
    })
    const [ours, theirs] = [stepsOf('dpo'), embeddedEvents('dpo-embedded')]
    expect(Math.abs(ours[0].loss - Math.LN2)).toBeLessThan(1e-4)
    for (const key of ['loss', 'gradNorm', 'chosenReward', 'rejectedReward', 'margin', 'tokens'] as const) {
      expect(
        farthest(
          ours.map(event => event[key]!),
          theirs.map(event => event[key]!),
        ),
        key,
      ).toBeLessThan(1e-3)
    }
    // In the first step policy and reference are equal, and which reward is the higher is chance.
    expect(ours.slice(1).map(({ accuracy }) => accuracy)).toEqual(theirs.slice(1).map(({ accuracy }) => accuracy))
    expect(evaluationsOf('dpo').map(({ step }) => step)).toEqual([0, 20])
    const lines = jobs.rowsOf<{ id: string; start: number; end: number }>('dpo', 'policy', 'held-out.jsonl')
    const expected = jobs.rowsOf<{ id: string; start: number; end: number }>('dpo-embedded', 'held-out.jsonl')
    expect(lines.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    for (const side of ['start', 'end'] as const) {
      expect(
        farthest(
          lines.map(line => line[side]),
          expected.map(line => line[side]),
        ),
      ).toBeLessThan(2e-3)
    }
  })

  test('GRPO logs the rewards of both functions under their names, and the held-out cases', () => {
    const steps = stepsOf('grpo')
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    for (const event of steps) {
      const { reward, rewards, completionTokens, truncated, kl } = event
      expect(Object.keys(rewards!)).toEqual(['small-letters', 'brevity'])
      expect(reward!.mean).not.toBeNull()
      expect(completionTokens!.max).toBeLessThanOrEqual(12)
      expect(truncated).toBeGreaterThanOrEqual(0)
      expect(kl).not.toBeNull()
      // A completion of the whole length has no end token; every other one has.
      expect(event.lossTokens).toBeCloseTo(8 * (completionTokens!.mean + 1 - truncated!), 6)
    }
    // Two steps on the same completions.
    expect(steps[1].reward).toEqual(steps[0].reward)
    expect(steps[2].reward).not.toEqual(steps[0].reward)
    // The policy of the first step is the reference and the one that drew.
    expect(steps[0].kl).toBeCloseTo(0, 5)
    expect(evaluationsOf('grpo').map(({ step, loss }) => [step, loss])).toEqual([
      [0, null],
      [2, null],
      [4, null],
      [6, null],
      [8, null],
    ])
    const lines = jobs.rowsOf<{ id: string; start: number; end: number }>('grpo', 'policy', 'held-out.jsonl')
    expect(lines.map(({ id }) => id)).toEqual(prompts.slice(0, 5).map(({ record_id }) => record_id))
    const mean = lines.reduce((sum, { start }) => sum + start, 0) / lines.length
    expect(mean).toBeCloseTo(evaluationsOf('grpo')[0].reward!.mean!, 6)
    expect(jobs.resultOf('grpo')).toMatchObject({ counts: { heldOut: { cases: 5, start: mean } } })
  })

  test('what results is a whole checkpoint that we read, with the tokenizer as it was', () => {
    for (const name of ['sft', 'lora', 'lm', 'dpo', 'grpo']) {
      const [before, after] = [loadCheckpoint(POLICY), loadCheckpoint(jobs.at(name, 'policy'))]
      expect(after.config).toEqual(before.config)
      expect([...after.weights.keys()].sort()).toEqual([...before.weights.keys()].sort())
      for (const file of ['tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja']) {
        expect(readFileSync(jobs.at(name, 'policy', file))).toEqual(readFileSync(join(POLICY, file)))
      }
      const config = JSON.parse(readFileSync(jobs.at(name, 'policy', 'config.json'), 'utf8'))
      expect(config).toMatchObject({ rope_theta: 10000, dtype: 'float32', torch_dtype: 'float32' })
      expect(config).toMatchObject({ rope_parameters: { rope_theta: 10000, rope_type: 'default' } })
    }
  })

  test('a LoRA adapter in the form of PEFT times its scale is what was merged', () => {
    const adapter = readSafetensors(jobs.at('lora', 'policy', 'adapter', 'adapter_model.safetensors'))
    const config = JSON.parse(readFileSync(jobs.at('lora', 'policy', 'adapter', 'adapter_config.json'), 'utf8'))
    expect(config).toMatchObject({ r: 4, lora_alpha: 8, target_modules: ['q_proj', 'v_proj'], peft_type: 'LORA' })
    expect(join(jobs.at('lora', 'policy', 'adapter'), config.base_model_name_or_path)).toBe(POLICY)
    const [before, after] = [loadCheckpoint(POLICY).weights, loadCheckpoint(jobs.at('lora', 'policy')).weights]
    let changed = 0
    for (const [name, { data, shape }] of before) {
      const key = `base_model.model.${name.replace('.weight', '')}`
      const [a, b] = ['A', 'B'].map(side => adapter.get(`${key}.lora_${side}.weight`))
      for (let at = 0; at < data.length; at++) {
        const [row, column] = [Math.floor(at / shape[1]), at % shape[1]]
        let change = 0
        if (a && b) for (let r = 0; r < 4; r++) change += 2 * b.data[row * 4 + r] * a.data[r * shape[1] + column]
        expect(Math.abs(after.get(name)!.data[at] - data[at] - change)).toBeLessThan(1e-5)
        if (change !== 0) changed++
      }
    }
    expect(changed).toBeGreaterThan(100)
  })

  test('a prompt is answered the same whatever stands beside it, and each sample is another', () => {
    const key = ({ id, sample, text }: Completion) => `${id} ${sample} ${text}`
    const all = jobs.rowsOf<Completion>('sampled', 'completions.jsonl')
    const few = jobs.rowsOf<Completion>('alike', 'completions.jsonl')
    expect(all).toHaveLength(48)
    expect(few).toHaveLength(8)
    expect(all.map(key)).toEqual(expect.arrayContaining(few.map(key)))
    expect(new Set(all.map(({ text }) => text)).size).toBeGreaterThan(40)
  })

  test('greedy completions are those of the embedded engine, after the ones that were there', async () => {
    const made = jobs.rowsOf<Completion>('greedy', 'completions.jsonl')
    expect(made[0]).toEqual({ id: 'case-3', sample: 0, text: 'was there' })
    const expected: Completion[] = []
    const request = { policy: POLICY, prompts: asked.filter(({ id }) => id !== 'case-3'), signal }
    const greedy = { ...settings, temperature: 0, topP: 1, samples: 1 }
    for await (const completion of embeddedEngine(1).generate({ ...request, settings: greedy }))
      expected.push(completion)
    const byId = (a: Completion, b: Completion) => a.id.localeCompare(b.id)
    expect(made.slice(1).sort(byId)).toEqual(expected.sort(byId))
  })

  test('says in one line what is wrong, with the record and without its text', () => {
    for (const [name, { expected }] of Object.entries(wrong)) {
      const result = jobs.resultOf(name)
      expect(result, name).toMatchObject({ ok: false, ...expected })
      if (!result.ok) expect(codes[name], name).toBe(result.kind === 'input' ? 2 : 1)
      expect(JSON.stringify(result)).not.toContain('Zhang')
      expect(JSON.stringify(result)).not.toContain('long long')
      expect(existsSync(jobs.at(name, 'traceback.txt')), name).toBe(false)
    }
  })
})

test.skipIf(!hasTrl)('what a library says is repeated only when no part of it is in a record', async () => {
  const script = `
from bedside_trl.problems import describe
texts = ['{"content": "Zhang Meiling, born 14 May 1988"}', '{"content": "张美玲,三十五岁"}']
for message in ('wrong shape [3, 4]', 'cannot read Zhang Meiling, born 14', '不能读张美玲,三十五岁', "'Meiling'", "bad value 'Zhang Meiling, born'"):
    print(describe(RuntimeError(message), 'training', texts).problem)
`
  const { stdout } = await startPython(jobs.at('sft'), ['-c', script]).ended
  expect(stdout.trim().split('\n')).toEqual([
    'training: RuntimeError: wrong shape [3, 4]',
    'training: RuntimeError',
    'training: RuntimeError',
    'training: RuntimeError',
    'training: RuntimeError',
  ])
})

test.skipIf(!hasTrl)(
  'in bfloat16 the first loss of DPO may be off the further, the longer the completions',
  async () => {
    const script = `
from types import SimpleNamespace
from bedside_trl.dpo import expected_first_loss
config = SimpleNamespace(beta=0.1, loss_type=['sigmoid'], loss_weights=None, per_device_train_batch_size=8, gradient_accumulation_steps=1)
for precision, tokens in (('float32', 500), ('bfloat16', 5), ('bfloat16', 500)):
    rows = [{'chosen_ids': [1] * tokens, 'rejected_ids': [1] * tokens}] * 20
    print(*(round(number, 4) for number in expected_first_loss({'precision': precision}, config, rows)))
`
    const { stdout } = await startPython(jobs.at('sft'), ['-c', script]).ended
    expect(stdout.trim().split('\n')).toEqual(['0.6931 0.0001', '0.6931 0.02', '0.6931 0.1118'])
  },
)

test.skipIf(!hasTrl)('what a model thinks aloud is no part of its answer', async () => {
  const script = `
import json
from bedside_trl.answer import without_thoughts
texts = ('<think>\\n\\n</think>\\n\\nPlan', '<think>a</think>b<think>c</think> d', '<think>cut off', ' Plan <think> ', '')
print(json.dumps([without_thoughts(text) for text in texts]))
`
  const { stdout } = await startPython(jobs.at('sft'), ['-c', script]).ended
  expect(JSON.parse(stdout)).toEqual(['Plan', 'd', '', ' Plan <think> ', ''])
})

test.skipIf(!hasTrl)('a checkpoint whose moments are divided in another way is not gone on from', async () => {
  const script = `
import os
from pathlib import Path
from bedside_trl.checkpoints import mark_whole, require_division
from bedside_trl.problems import Problem
folder = Path('training/checkpoint-1')
folder.mkdir(parents=True)
mark_whole(folder, 2)
require_division(folder)
os.environ['ACCELERATE_USE_FSDP'] = 'true'
try:
    require_division(folder)
except Problem as problem:
    print(problem.problem)
`
  const { stdout } = await startPython(jobs.at('lora'), ['-c', script]).ended
  expect(stdout.trim()).toBe(
    'expected a checkpoint whose state is divided as now (fsdp), got one of another sharding (none)',
  )
})

test.skipIf(!hasTrl)('a line of a file ends where we end it, not at a line separator in a text', async () => {
  jobs.make('lines', {}, { 'rows.jsonl': [{ id: 'a', text: 'one\u0085two\u2028three\u2029four' }, { id: 'b' }] })
  const script = `
from pathlib import Path
from bedside_trl.files import read_rows, whole_lines
print([len(rows) for rows in (read_rows(Path('rows.jsonl'), ('id',)), whole_lines(Path('rows.jsonl')))])
`
  const { stdout } = await startPython(jobs.at('lines'), ['-c', script]).ended
  expect(stdout.trim()).toBe('[2, 2]')
})

test('the tests above were run', context => {
  if (!hasTrl) context.skip('no Python with TRL in .venv or BEDSIDE_PYTHON')
})
