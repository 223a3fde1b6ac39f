/** @file What flows from stage to stage in a finished study: nothing of the test split, nothing known only later. */
import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { AlignedPolicy } from '../../src/alignment/index.ts'
import type { PairRow } from '../../src/alignment/preferences/index.ts'
import type { TrainEvent } from '../../src/engines/index.ts'
import type { Prediction } from '../../src/predictions/index.ts'
import type { Exemplar, PromptRow } from '../../src/prompts/index.ts'
import type { StudyStatus } from '../../src/study/index.ts'
import { listFiles } from '../../src/support/index.ts'
import { bedside, emptyFolder, requireBuild, studyFolder, tinyStudy } from '../command-line/bedside-process.ts'

/** Few and short samples; a model that has learnt so little ends only some of them. */
const dpo = (changes = '') => `dpo: { pairs: { samples: 3, maxNewTokens: 200 }, batchSize: 4${changes} }`
const grpo = 'grpo: { generations: 4, maxNewTokens: 8, batchSize: 32, rewards: { own: { file: reward.ts } } }'
const armsWith = (dpoArm: string) => ({ arms: `arms: { icl: { shots: 1 }, sft: { epochs: 1 }, ${dpoArm}, ${grpo} }` })
/** A plan earns nothing yet; small letters there always are, here more and there fewer. */
const reward = "export default ({ text }: { text: string }): number => text.replace(/[^a-z]/g, '').length\n"

let folder = ''
let out = ''
const lines = <T>(...path: string[]) =>
  readFileSync(join(out, ...path), 'utf8')
    .trim()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T)
const json = <T>(...path: string[]) => JSON.parse(readFileSync(join(out, ...path), 'utf8')) as T

beforeAll(() => {
  requireBuild()
  folder = studyFolder(tinyStudy(armsWith(dpo())))
  writeFileSync(join(folder, 'reward.ts'), reward)
  out = join(folder, 'out')
  const { code, stderr } = bedside(folder, 'run', 'study.yaml')
  expect(code, stderr).toBe(0)
})

test('no couple stands in two parts of the split', () => {
  const parts = ['train', 'validation', 'test'].map(part => lines<PromptRow>('prompts', `${part}.jsonl`))
  const couples = parts.map(rows => new Set(rows.map(({ couple_id }) => couple_id)))
  expect(couples.map(set => set.size)).toEqual([80, 10, 30])
  expect(new Set(couples.flatMap(set => [...set])).size).toBe(120)
})

/** Expects every exemplar of the artifact to be a training case, word for word. */
function expectTrainingCases(exemplars: readonly Exemplar[]): void {
  const training = new Map(lines<PromptRow>('prompts', 'train.jsonl').map(row => [row.record_id, row]))
  for (const { recordId, prompt, completion, fields, referencePlan } of exemplars) {
    expect(training.get(recordId)).toMatchObject({ prompt, completion, fields, reference_plan: referencePlan })
  }
}

/** Expects every prediction to have been shown cases of `exemplars.jsonl`, and none of the test split. */
function expectNoTestCaseShown(exemplars: readonly Exemplar[]): void {
  const known = new Set(exemplars.map(({ recordId }) => recordId))
  const test = new Set(lines<PromptRow>('prompts', 'test.jsonl').map(({ record_id }) => record_id))
  const shown = lines<Prediction>('predictions', 'icl', 'predictions.jsonl').flatMap(found => found.exemplars)
  expect(shown.length).toBeGreaterThan(0)
  expect(shown.filter(id => test.has(id) || !known.has(id))).toEqual([])
}

test('exemplars are training cases, word for word, and none that a prediction was shown is a test case', () => {
  const { exemplars: rule } = json<AlignedPolicy>('policies', 'icl', 'policy.json')
  const exemplars = lines<Exemplar>('policies', 'icl', 'exemplars.jsonl')
  expect(rule).toEqual({ shots: 1, selection: 'selective', per: 'study' })
  expect(exemplars).toHaveLength(1)
  expectTrainingCases(exemplars)
  expectNoTestCaseShown(exemplars)
})

test('an arm that trains names itself and no exemplars', () => {
  for (const arm of ['sft', 'dpo', 'grpo']) {
    const expected = { arm, method: arm, checkpoint: `policies/${arm}`, exemplars: null }
    expect(json<AlignedPolicy>('policies', arm, 'policy.json')).toEqual(expected)
    const predictions = lines<Prediction>('predictions', arm, 'predictions.jsonl')
    expect(predictions.every(({ exemplars, droppedExemplars }) => exemplars.length + droppedExemplars === 0)).toBe(true)
  }
})

test('manifests of the stages that train list what they read', () => {
  for (const [artifact, inputs] of [
    ['policies/initial', ['prompts']],
    ['policies/base', ['census', 'policies/initial', 'prompts']],
    ['policies/sft', ['census', 'policies/base', 'prompts']],
    ['preferences', ['census', 'policies/sft', 'prompts']],
    ['reference-logps', ['policies/sft', 'preferences']],
    ['policies/dpo', ['policies/sft', 'preferences', 'reference-logps']],
    ['policies/grpo', ['census', 'policies/sft', 'prompts', 'reward.ts']],
  ] as const) {
    const { inputs: found } = json<{ inputs: Record<string, string> }>(artifact, 'manifest.json')
    expect(Object.keys(found).sort()).toEqual([...inputs])
  }
})

/** Expects every pair to be about a case of its part: the recorded completion, and one that differs from it. */
function expectPairsOfTheirPart(source: PairRow['source']): void {
  for (const part of ['train', 'validation']) {
    const rows = new Map(lines<PromptRow>('prompts', `${part}.jsonl`).map(row => [row.record_id, row]))
    for (const { record_id, prompt, chosen, rejected, ...pair } of lines<PairRow>('preferences', `${part}.jsonl`)) {
      const row = rows.get(record_id)
      expect({ prompt, chosen }).toEqual({ prompt: row?.prompt, chosen: row?.completion })
      expect(rejected).not.toEqual(chosen)
      expect(pair.rejected_wrong_on.length).toBeGreaterThan(0)
      expect(pair.source).toBe(source)
    }
  }
}

test('sampled pairs prefer the recorded completion to another one that is wrong', () => {
  expect(lines<PairRow>('preferences', 'train.jsonl').length).toBeGreaterThan(4)
  expectPairsOfTheirPart('sampled')
})

test('nothing that dpo and grpo made holds a case of the test split', () => {
  const ids = lines<PromptRow>('prompts', 'test.jsonl').map(({ record_id }) => record_id)
  const known = new Set(
    ['train', 'validation'].flatMap(part =>
      lines<PromptRow>('prompts', `${part}.jsonl`).map(({ record_id }) => record_id),
    ),
  )
  expect(ids.filter(id => known.has(id))).toEqual([])
  for (const artifact of ['preferences', 'reference-logps', 'policies/dpo', 'policies/grpo']) {
    for (const file of listFiles(join(out, artifact)).filter(name => name.endsWith('.jsonl'))) {
      // DPO tells a second pair of a record apart by `#2`.
      const named = lines<{ record_id?: string; id?: string }>(artifact, file).map(row => row.record_id ?? row.id)
      const cases = named.filter(id => id !== undefined).map(id => id.replace(/#\d+$/, ''))
      expect(
        cases.filter(id => !known.has(id)),
        `${artifact}/${file}`,
      ).toEqual([])
      if (file !== 'events.jsonl') expect(cases.length, `${artifact}/${file}`).toBeGreaterThan(0)
    }
  }
})

const stepsOf = (arm: string) =>
  lines<TrainEvent>('policies', arm, 'events.jsonl').filter(event => event.type === 'step')

test('dpo starts as its reference: the first loss is ln 2, and no reward differs', () => {
  const [first] = stepsOf('dpo')
  expect(first.loss).toBeCloseTo(Math.LN2, 4)
  // Rewards are 0.1 x the difference of two sums of log-probabilities of some 250 tokens in single precision.
  expect(first.chosenReward).toBeCloseTo(0, 3)
  expect(first.rejectedReward).toBeCloseTo(0, 3)
  expect(first.margin).toBeCloseTo(0, 3)
})

test('reference log-probabilities stand in the order of the pairs, each a sum over its tokens', () => {
  interface Reference {
    readonly record_id: string
    readonly chosen_logp: number
    readonly rejected_logp: number
    readonly chosen_tokens: number
    readonly rejected_tokens: number
  }
  for (const part of ['train.jsonl', 'validation.jsonl']) {
    const references = lines<Reference>('reference-logps', part)
    expect(references.map(row => row.record_id)).toEqual(lines<PairRow>('preferences', part).map(row => row.record_id))
    for (const { chosen_logp, rejected_logp, chosen_tokens, rejected_tokens } of references) {
      // A model that knows nothing gives each of 512 tokens ln(1/512) = -6.2; this one is nowhere twice as far off.
      expect(chosen_logp / chosen_tokens).toBeGreaterThan(-12)
      expect(rejected_logp / rejected_tokens).toBeGreaterThan(-12)
      expect(Math.max(chosen_logp, rejected_logp)).toBeLessThan(0)
    }
  }
})

test('grpo logs what its samples earned; without beta there is no divergence to log', () => {
  const steps = stepsOf('grpo')
  // 80 prompts, 32 / 4 = 8 of them a step.
  expect(steps).toHaveLength(10)
  for (const { reward: earned, rewards, zeroVariance, entropy, kl, clipped } of steps) {
    expect(Object.keys(rewards ?? {})).toEqual(['format', 'agreement', 'own'])
    expect(earned?.mean).toBeGreaterThan(0)
    expect(earned?.std).toBeGreaterThan(0)
    expect(zeroVariance).toBeGreaterThanOrEqual(0)
    expect(zeroVariance).toBeLessThan(1)
    // Between a single certain token and 1024 equally likely ones.
    expect(entropy).toBeGreaterThan(0)
    expect(entropy).toBeLessThanOrEqual(Math.log(1024))
    // One step on each set of completions: the ratio is 1.
    expect({ kl, clipped }).toEqual({ kl: null, clipped: 0 })
  }
})

/** The artifacts that would run again if the study file said this, with the reason. */
function openStages(text: string): Record<string, string | null> {
  const copy = emptyFolder()
  cpSync(folder, copy, { recursive: true })
  writeFileSync(join(copy, 'study.yaml'), text)
  const { code, stdout, stderr } = bedside(copy, 'status', '--json')
  expect(code, stderr).toBe(0)
  const open = (JSON.parse(stdout) as StudyStatus).stages.filter(({ state }) => state !== 'done')
  return Object.fromEntries(open.map(({ artifact, reason }) => [artifact, reason]))
}

test('another beta of dpo trains dpo again, and neither pairs nor their reference', () => {
  const after = (arm: string) => ({ [`predictions/${arm}`]: `policies/${arm} will run again` })
  expect(openStages(tinyStudy(armsWith(dpo(', beta: 0.3'))))).toEqual({
    'policies/dpo': 'its settings changed (beta)',
    ...after('dpo'),
    benchmark: 'predictions/dpo will run again',
    analysis: 'predictions/dpo and benchmark will run again',
    report: expect.stringContaining('policies/dpo'),
  })
})

test('other pairs are scored again under the reference', () => {
  const open = openStages(tinyStudy(armsWith(dpo().replace('samples: 3', 'samples: 2'))))
  expect(open).toMatchObject({
    preferences: expect.stringMatching(/^its settings changed \(.*samples/) as string,
    'reference-logps': 'preferences will run again',
    'policies/dpo': 'preferences and reference-logps will run again',
  })
  expect(Object.keys(open)).not.toContain('policies/grpo')
})

test('every arm predicts every test case once, in the order of the split', () => {
  const ids = lines<PromptRow>('prompts', 'test.jsonl').map(({ record_id }) => record_id)
  for (const arm of ['icl', 'sft', 'dpo', 'grpo']) {
    const predictions = lines<Prediction>('predictions', arm, 'predictions.jsonl')
    expect(predictions.map(({ recordId }) => recordId)).toEqual(ids)
    for (const { plan, parseErrors } of predictions) expect(plan === null).toBe(parseErrors.length > 0)
  }
})

test('everything made from synthetic records says so', () => {
  for (const part of ['train', 'validation', 'test']) {
    expect(lines<PromptRow>('prompts', `${part}.jsonl`).every(({ synthetic }) => synthetic)).toBe(true)
  }
  expect(readFileSync(join(out, 'report', 'report.html'), 'utf8')).toContain('SYNTHETIC')
})

describe('the same study with other exemplars and pairs', () => {
  beforeAll(() => {
    const copy = emptyFolder()
    cpSync(folder, copy, { recursive: true })
    const perturbed = 'dpo: { from: base, pairs: { source: perturbed }, epochs: 0.2 }'
    const arms = `arms: { icl: { shots: 2, selection: nearest }, ${perturbed} }`
    writeFileSync(join(copy, 'study.yaml'), tinyStudy({ arms }))
    const { code, stdout, stderr } = bedside(copy, 'run', 'study.yaml')
    expect(code, stderr).toBe(0)
    expect(stdout + stderr).toContain('base model: unchanged')
    out = join(copy, 'out')
  })

  test('exemplars chosen for each case are training cases, and differ from case to case', () => {
    const exemplars = lines<Exemplar>('policies', 'icl', 'exemplars.jsonl')
    expect(exemplars).toHaveLength(80)
    expectTrainingCases(exemplars)
    expectNoTestCaseShown(exemplars)
    const shown = lines<Prediction>('predictions', 'icl', 'predictions.jsonl')
    expect(new Set(shown.map(found => found.exemplars.join(' '))).size).toBeGreaterThan(5)
    for (const { exemplars: kept, droppedExemplars } of shown) expect(kept.length + droppedExemplars).toBe(2)
  })

  test('perturbed pairs are made of every training case and of no policy; dpo starts as the base', () => {
    expect(lines<PairRow>('preferences', 'train.jsonl')).toHaveLength(80)
    expectPairsOfTheirPart('perturbed')
    expect(Object.keys(json<{ inputs: object }>('preferences', 'manifest.json').inputs)).toEqual(['prompts'])
    expect(stepsOf('dpo')[0].loss).toBeCloseTo(Math.LN2, 4)
  })
})

test('a finished study that was moved, away from its reward and from this package, is current', () => {
  const moved = join(emptyFolder(), 'deep', 'study')
  cpSync(folder, moved, { recursive: true })
  const elsewhere = join(emptyFolder(), 'reward.ts')
  renameSync(join(moved, 'reward.ts'), elsewhere)
  const study = join(moved, 'study.yaml')
  writeFileSync(study, readFileSync(study, 'utf8').replace('reward.ts', elsewhere))
  const { stages } = JSON.parse(bedside(moved, 'status', '--json').stdout) as StudyStatus
  // The report shows the study file, which names another path now.
  expect(stages.filter(({ state }) => state !== 'done').map(({ artifact }) => artifact)).toEqual(['report'])
})
