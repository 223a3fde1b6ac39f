import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { beginArtifact, finishArtifact, hashJson, type Manifest, sha256 } from '../../support/index.ts'
import { packageFolder } from '../provenance.ts'
import { loadStudy, type Study } from '../study-config.ts'
import { writeExport } from './write-export.ts'

const lines = (items: readonly unknown[]) => items.map(item => `${JSON.stringify(item)}\n`).join('')
const said = (role: string, content: string) => ({ role, content })

const row = (id: string, plan: string) => ({
  prompt: [said('user', `Case ${id}`)],
  completion: [said('assistant', plan)],
  record_id: id,
  couple_id: `couple-${id}`,
  stratum: 'head',
  weight: 1,
  rare_situations: [],
  fields: {},
  reference_plan: { strategy: plan },
  synthetic: true,
})
const prediction = (arm: string, id: string, text: string, exemplars: readonly string[] = []) => ({
  recordId: id,
  arm,
  text,
  plan: text === '?' ? null : { strategy: text },
  parseErrors: text === '?' ? ['no plan'] : [],
  promptTokens: 5,
  completionTokens: 2,
  finish: text === '?' ? 'length' : 'end',
  exemplars,
  droppedExemplars: 0,
})
const score = (arm: string, recordId: string, predicted: string | null, correct: boolean) => ({
  recordId,
  coupleId: `couple-${recordId}`,
  stratum: 'head',
  arm,
  layer: 'ART strategy',
  truth: 'IVF',
  predicted,
  correct,
  parsed: predicted !== null,
  withinRules: correct,
  seenInTraining: false,
  weight: 1,
  rareSituations: [],
})

/** A study with two arms and two test cases whose benchmark is finished, written by hand. */
async function finishedStudy(): Promise<Study> {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-export-'))
  const file = join(folder, 'study.yaml')
  writeFileSync(
    file,
    'study: tiny\nspecialty: infertility\nrecords: { synthetic: { couples: 200, seed: 1 } }\narms: { base: {}, icl: {} }\nbenchmark: {}\n',
  )
  const study = loadStudy(file)
  const done = new Map<string, Manifest>()
  const artifact = async (name: string, inputs: readonly string[], files: Readonly<Record<string, string>>) => {
    const path = join(study.out, name)
    const started = beginArtifact(path, name)
    for (const [part, text] of Object.entries(files)) writeFileSync(join(path, part), text)
    const hashes = Object.fromEntries(inputs.map(input => [input, hashJson(done.get(input)!.files)]))
    const about = { artifact: name, key: name, inputs: hashes, settings: null, seed: 1, code: '', counts: {}, started }
    done.set(name, await finishArtifact(path, { ...about, versions: { bedside: '0.1.0' }, commit: 'abc' }))
  }
  await artifact('prompts', [], { 'test.jsonl': lines([row('a', 'IVF'), row('b', 'IVF')]) })
  const policy = (arm: string) => JSON.stringify({ arm, method: arm, checkpoint: 'policies/base', exemplars: null })
  await artifact('policies/base', [], { 'policy.json': policy('base') })
  const exemplar = { recordId: 'x', prompt: [said('user', 'Case x')], completion: [said('assistant', 'IUI')] }
  await artifact('policies/icl', [], { 'policy.json': policy('icl'), 'exemplars.jsonl': lines([exemplar]) })
  const answers = {
    base: [prediction('base', 'a', 'IVF'), prediction('base', 'b', '?')],
    icl: [prediction('icl', 'a', 'IUI', ['x']), prediction('icl', 'b', 'IVF')],
  }
  for (const [arm, predictions] of Object.entries(answers)) {
    await artifact(`predictions/${arm}`, ['prompts', `policies/${arm}`], { 'predictions.jsonl': lines(predictions) })
  }
  const estimate = { value: 0.5, interval: [0.1, 0.9], level: 0.95, n: 2, method: 'Wilson' }
  const shared = { layer: 'ART strategy', metric: 'accuracy', role: 'primary' }
  await artifact('benchmark', ['prompts', 'predictions/base', 'predictions/icl'], {
    'scores.jsonl': lines([
      score('base', 'a', 'IVF', true),
      score('base', 'b', null, false),
      score('icl', 'a', 'IUI', false),
      score('icl', 'b', 'IVF', true),
    ]),
    'results.json': JSON.stringify({
      estimates: ['base', 'icl'].flatMap(predictor => [
        { ...shared, predictor, stratum: 'all', estimate },
        { ...shared, predictor, stratum: 'tail', estimate: { ...estimate, value: 0.25 } },
        { ...shared, metric: 'macro-f1', predictor, stratum: 'all', estimate: { notEstimable: 'no case', n: 0 } },
      ]),
    }),
  })
  return study
}

const target = () => join(mkdtempSync(join(tmpdir(), 'bedside-export-to-')), 'files')

test('inspect: a log for each arm with input, target, output and scores, and the figures of the benchmark', async () => {
  const to = target()
  const { files, arms, cases, synthetic } = await writeExport(await finishedStudy(), 'inspect', to)
  expect([arms, cases, synthetic]).toEqual([2, 2, true])
  expect(statSync(to).mode & 0o777).toBe(0o700)
  const [base, icl] = files.map(file => {
    expect(file).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\+00-00_tiny-(base|icl)_[0-9a-f]{22}\.json$/)
    expect(statSync(join(to, file)).mode & 0o777).toBe(0o600)
    return JSON.parse(readFileSync(join(to, file), 'utf8'))
  })
  expect(base).toMatchObject({
    version: 2,
    status: 'success',
    eval: {
      task: 'tiny-base',
      model: 'bedside/tiny-base',
      dataset: { name: 'tiny test split', samples: 2, sample_ids: ['a', 'b'] },
      model_args: { engine: 'embedded', checkpoint: 'policies/base' },
      revision: { type: 'git', commit: 'abc' },
      packages: { bedside: '0.1.0' },
    },
  })
  expect(base.results).toEqual({
    total_samples: 2,
    completed_samples: 2,
    scores: [
      {
        name: 'ART strategy',
        scorer: 'bedside-benchmark',
        scored_samples: 2,
        unscored_samples: 0,
        params: {},
        // Over all cases; what could not be estimated is not there.
        metrics: {
          accuracy: {
            name: 'accuracy',
            value: 0.5,
            metadata: { role: 'primary', interval: [0.1, 0.9], level: 0.95, n: 2, method: 'Wilson' },
          },
        },
      },
    ],
  })
  expect(base.samples[1]).toMatchObject({
    id: 'b',
    epoch: 1,
    target: 'IVF',
    output: {
      completion: '?',
      choices: [{ stop_reason: 'max_tokens' }],
      usage: { input_tokens: 5, output_tokens: 2, total_tokens: 7 },
    },
    scores: { 'ART strategy': { value: 0, answer: null, metadata: { recorded: 'IVF', withinRules: false } } },
  })
  // The exemplars that stood in the prompt are part of the input.
  expect(icl.samples.map(({ input }: { input: { content: string }[] }) => input.map(({ content }) => content))).toEqual(
    [['Case x', 'IUI', 'Case a'], ['Case b']],
  )
  expect(icl.samples[0].messages.at(-1)).toMatchObject({ role: 'assistant', content: 'IUI', source: 'generate' })
})

test('lm-eval: samples with hashes and metrics, and results with means and standard errors', async () => {
  const to = target()
  const { files } = await writeExport(await finishedStudy(), 'lm-eval', to)
  expect(files.map(file => file.replace(/\d{4}-.*(\.jsonl?)$/, 'TIME$1'))).toEqual([
    'tiny-base/samples_bedside_tiny_TIME.jsonl',
    'tiny-base/results_TIME.json',
    'tiny-icl/samples_bedside_tiny_TIME.jsonl',
    'tiny-icl/results_TIME.json',
  ])
  const samples = readFileSync(join(to, files[0]), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(samples[1]).toEqual({
    doc_id: 1,
    doc: {
      record_id: 'b',
      couple_id: 'couple-b',
      stratum: 'head',
      prompt: row('b', '').prompt,
      reference_plan: { strategy: 'IVF' },
    },
    target: 'IVF',
    arguments: {
      gen_args_0: {
        arg_0: '[{"role":"user","content":"Case b"}]',
        arg_1: { max_gen_toks: expect.any(Number), temperature: 0, top_p: 1, do_sample: false, until: [] },
      },
    },
    resps: [['?']],
    filtered_resps: ['?'],
    filter: 'none',
    metrics: ['agreement_ART_strategy', 'within_rules_ART_strategy'],
    doc_hash: sha256(JSON.stringify(samples[1].doc, null, 2)),
    prompt_hash: sha256('[{"role":"user","content":"Case b"}]'),
    target_hash: sha256('IVF'),
    agreement_ART_strategy: 0,
    within_rules_ART_strategy: 0,
  })
  const results = JSON.parse(readFileSync(join(to, files[1]), 'utf8'))
  // Of 1 and 0: mean 1/2, sample standard deviation sqrt(1/2), over sqrt(2) cases.
  expect(results.results.bedside_tiny).toMatchObject({
    'agreement_ART_strategy,none': 0.5,
    'agreement_ART_strategy_stderr,none': 0.5,
  })
  expect(results['n-shot']).toEqual({ bedside_tiny: 0 })
  expect(JSON.parse(readFileSync(join(to, files[3]), 'utf8'))['n-shot']).toEqual({ bedside_tiny: 1 })
})

test('a folder within the output or the clone is refused, and nothing is written', async () => {
  const study = await finishedStudy()
  await expect(writeExport(study, 'inspect', join(study.out, 'x'))).rejects.toThrow('outside the output of the study')
  await expect(writeExport(study, 'inspect', join(packageFolder(), 'x'))).rejects.toThrow(
    'outside the clone of Bedside',
  )
  expect(readdirSync(study.out)).not.toContain('x')
  expect(readdirSync(packageFolder())).not.toContain('x')
})

test('an unfinished or a stale study is refused', async () => {
  const study = await finishedStudy()
  const again = (artifact: string) => {
    const folder = join(study.out, artifact)
    writeFileSync(
      join(folder, 'manifest.json'),
      readFileSync(join(folder, 'manifest.json'), 'utf8').replace(/"files": \{/, '"files": { "new": "1",'),
    )
  }
  again('policies/icl')
  await expect(writeExport(study, 'lm-eval', target())).rejects.toThrow(
    'predictions/icl is older than policies/icl; run the study first',
  )
  again('predictions/base')
  await expect(writeExport(study, 'lm-eval', target())).rejects.toThrow('benchmark is older than predictions/base')
  const empty = join(mkdtempSync(join(tmpdir(), 'bedside-export-')), 'study')
  mkdirSync(empty)
  await expect(writeExport({ ...study, out: empty }, 'inspect', target())).rejects.toThrow(
    'the benchmark is not finished',
  )
})
