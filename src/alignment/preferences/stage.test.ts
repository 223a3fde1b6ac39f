import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createPolicy, embeddedChoice } from '../../engines/index.ts'
import { specialty, workedCase } from '../../prompts/exemplars/fixtures/worked-cases.ts'
import { type PromptRow, renderCompletion } from '../../prompts/index.ts'
import type { Plan, Specialty } from '../../specialty/index.ts'
import { loadJsonl, type StageCounts, silentProgress, writeJsonl } from '../../support/index.ts'
import type { PairRow } from './pair.ts'
import { pairsConfig } from './preferences-config.ts'
import { preferencesStage } from './stage.ts'

const root = mkdtempSync(join(tmpdir(), 'bedside-preferences-'))
const policy = join(root, 'policy')
const prompts = join(root, 'prompts')
const training = Array.from({ length: 40 }, (_, i) => promptRow(`t${i}`, i))
const validation = Array.from({ length: 4 }, (_, i) => promptRow(`v${i}`, 40 + i))
let folder: string

function promptRow(id: string, i: number, plan: Plan = {}): PromptRow {
  const { prompt, completion, fields, referencePlan } = workedCase(id, {
    fields: { age: 20 + (i % 25), pcos: i % 3 === 0 },
    plan: { dose: 100 + 25 * (i % 9), ...plan },
    reasoning: 'Because.',
  })
  return {
    prompt,
    completion,
    record_id: id,
    couple_id: id,
    stratum: 'head',
    weight: 1,
    rare_situations: [],
    fields,
    reference_plan: referencePlan,
    synthetic: true,
  }
}

beforeAll(async () => {
  await writeJsonl(join(prompts, 'train.jsonl'), training)
  await writeJsonl(join(prompts, 'validation.jsonl'), validation)
  // Random weights: every token is about as likely as any other, so that some completions end and none is a plan.
  await createPolicy({
    size: {
      hiddenSize: 16,
      intermediateSize: 24,
      numBlocks: 1,
      numHeads: 2,
      numKvHeads: 1,
      vocabularySize: 300,
      contextLength: 512,
    },
    texts: training.map(({ prompt, completion }) => [...prompt, ...completion]),
    seed: 1,
    output: policy,
    progress: silentProgress,
  })
})

beforeEach(() => {
  folder = mkdtempSync(join(root, 'study-'))
})

/** Runs the stage into `output` below the test's folder; `onSample` is told how many prompts have begun. */
async function run(
  config: unknown,
  { output = 'preferences', of = specialty, shown = prompts, onSample = (_: number, __: AbortController) => {} } = {},
): Promise<StageCounts> {
  const controller = new AbortController()
  const stage = preferencesStage({
    config: pairsConfig.parse(config),
    from: 'policies/sft',
    engine: embeddedChoice,
    specialty: of,
    studyFolder: folder,
  })
  mkdirSync(join(folder, output), { recursive: true })
  const task = { update: (done: number) => onSample(done, controller), finish: () => {} }
  return stage.run({
    output: join(folder, output),
    input(artifact) {
      expect(stage.inputs).toContain(artifact)
      return artifact === 'prompts' ? shown : policy
    },
    seed: 7,
    progress: { ...silentProgress, begin: () => task },
    signal: controller.signal,
  })
}

const pairsOf = (part: 'train' | 'validation', output = 'preferences') =>
  loadJsonl<PairRow>(join(folder, output, `${part}.jsonl`))

test('preferencesStage(perturbed) gives every prompt a pair with the recorded completion, and reads no policy', async () => {
  expect(await run({ source: 'perturbed' })).toEqual({
    source: 'perturbed',
    trainingPrompts: 40,
    trainingPairs: 40,
    validationPairs: 4,
    promptsWithoutPair: {},
    unreadableRejected: 0,
  })
  const pairs = await pairsOf('train')
  expect(pairs.map(({ record_id }) => record_id)).toEqual(training.map(({ record_id }) => record_id))
  for (const [i, { prompt, chosen, rejected, source, rejected_wrong_on }] of pairs.entries()) {
    expect({ prompt, chosen, source }).toEqual({
      prompt: training[i].prompt,
      chosen: training[i].completion,
      source: 'perturbed',
    })
    expect(rejected).not.toEqual(chosen)
    expect(rejected_wrong_on.length).toBeGreaterThan(0)
  }
})

test('preferencesStage(prompts) draws so many of the training prompts by the seed, in their order, and all of the validation', async () => {
  const counts = await run({ source: 'perturbed', prompts: 10 })
  expect(counts).toMatchObject({ trainingPrompts: 10, trainingPairs: 10, validationPairs: 4 })
  const rows = await loadJsonl<PairRow>(join(folder, 'preferences', 'train.jsonl'))
  const places = rows.map(({ record_id }) => training.findIndex(row => row.record_id === record_id))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toEqual(places.map((_, i) => i))
  expect(await run({ source: 'perturbed', prompts: 41 }, { output: 'all' })).toMatchObject({ trainingPairs: 40 })
})

test('preferencesStage(perturbed, no layer with a second option) says that no prompt gives a pair, and why', async () => {
  const [{ options: _, ...method }] = specialty.decisionLayers
  const fixed: Specialty = { ...specialty, decisionLayers: [{ ...method, options: ['ICSI'] }] }
  const rows = ['t0', 't1', 't2'].map((id, i) => {
    const plan = { method: 'ICSI' }
    return { ...promptRow(id, i), reference_plan: plan, completion: renderCompletion(fixed, plan, null) }
  })
  const shown = join(folder, 'prompts')
  await writeJsonl(join(shown, 'train.jsonl'), rows)
  await writeJsonl(join(shown, 'validation.jsonl'), [])
  await expect(run({ source: 'perturbed' }, { of: fixed, shown })).rejects.toMatchObject({
    name: 'InputError',
    problem: 'expected a rejected completion for at least one training prompt, got none (no other option: 3)',
    place: { field: 'arms.dpo.pairs' },
  })
})

test('preferencesStage(file) says what each supplied completion is wrong on, and counts prompts that none is about', async () => {
  const [{ reference_plan: plan }] = training
  const textOf = (changed: Plan) => renderCompletion(specialty, { ...plan, ...changed }, 'Mine.')[0].content
  const rows = [
    { record_id: 't0', chosen: textOf({}), rejected: textOf({ dose: 300, method: 'IVF', rescue: 'late' }) },
    { record_id: 't0', chosen: textOf({}), rejected: 'no plan' },
    // The same decision for other reasons: a pair about the reasoning alone.
    { record_id: 't0', chosen: training[0].completion, rejected: textOf({}) },
    { record_id: 'v1', chosen: 'free text', rejected: 'no plan either' },
  ]
  await writeJsonl(join(folder, 'pairs.jsonl'), rows)
  expect(await run({ source: 'file', file: 'pairs.jsonl' })).toEqual({
    source: 'file',
    trainingPrompts: 40,
    trainingPairs: 3,
    validationPairs: 1,
    promptsWithoutPair: { 'not in the file': 39 },
    // Of the training split.
    unreadableRejected: 1,
  })
  const pairs = await pairsOf('train')
  expect(pairs.map(pair => pair.rejected_wrong_on)).toEqual([['method', 'dose', 'rescue'], ['unreadable'], []])
  expect(pairs.map(({ chosen }) => chosen[0].content)).toEqual([
    textOf({}),
    textOf({}),
    training[0].completion[0].content,
  ])
  expect((await pairsOf('validation')).map(pair => [pair.prompt, pair.source, pair.rejected_wrong_on])).toEqual([
    [validation[1].prompt, 'file', ['unreadable']],
  ])
})

const sampled = { samples: 3, maxNewTokens: 40 }

test('preferencesStage(sampled) prefers the recorded completion to one that ended, and counts prompts without any', async () => {
  const counts = await run(sampled)
  const pairs = await pairsOf('train')
  // A token ends the completion with a probability of about 1 in 300: some of 40 x 3 x 40 do, for some prompts none.
  expect(pairs.length).toBeGreaterThan(3)
  expect(pairs.length).toBeLessThan(40)
  expect(counts).toMatchObject({
    source: 'sampled',
    trainingPairs: pairs.length,
    promptsWithoutPair: { 'none ended': 40 - pairs.length },
    unreadableRejected: pairs.length,
  })
  const recorded = new Map(training.map(row => [row.record_id, row]))
  for (const { record_id, chosen, rejected, rejected_wrong_on } of pairs) {
    expect(chosen).toEqual(recorded.get(record_id)?.completion)
    expect(rejected[0].content.trim()).not.toBe('')
    expect(rejected_wrong_on).toEqual(['unreadable'])
  }
  expect(existsSync(join(folder, 'preferences', 'samples.jsonl'))).toBe(false)
})

test('preferencesStage(sampled, cut off) goes on with the prompts left and gives the same pairs', async () => {
  await run(sampled, { output: 'straight' })
  const stop = (done: number, controller: AbortController) => done >= 12 && controller.abort()
  await expect(run(sampled, { onSample: stop })).rejects.toThrow('interrupted')
  const samples = join(folder, 'preferences', 'samples.jsonl')
  const lines = readFileSync(samples, 'utf8').trimEnd().split('\n')
  const sampleOf = (line: string) => JSON.parse(line) as { recordId: string; finish: string }
  // A prompt that was begun three times and never finished: one sample in the file three times, another cut off, and the
  // one that makes the pair not there.
  const id = lines.map(sampleOf).find(({ finish }) => finish === 'end')?.recordId
  const own = lines.filter(line => sampleOf(line).recordId === id)
  const again = own.find(line => sampleOf(line).finish === 'length') ?? ''
  expect([own.length, again]).toEqual([3, expect.stringMatching(/./)])
  const left = [...lines.filter(line => !own.includes(line)), again, again, again]
  writeFileSync(samples, `${left.join('\n')}\n${again.slice(0, 30)}`)
  const begun: number[] = []
  await run(sampled, { onSample: done => void begun.push(done) })
  expect(begun[0]).toBeGreaterThan(3)
  for (const part of ['train', 'validation'] as const)
    expect(await pairsOf(part)).toEqual(await pairsOf(part, 'straight'))
})

test('preferencesStage(sampled, no completion ended) says that no prompt gives a pair, and why', async () => {
  await expect(run({ samples: 1, maxNewTokens: 1 })).rejects.toMatchObject({
    name: 'InputError',
    problem: 'expected a rejected completion for at least one training prompt, got none (none ended: 40)',
  })
})
