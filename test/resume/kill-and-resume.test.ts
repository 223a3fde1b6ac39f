/** @file A run killed for real (SIGKILL) at many points ends with the same bits as one that was left alone. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { listFiles } from '../../src/support/index.ts'
import {
  bedside,
  requireBuild,
  startBedside,
  studyFolder,
  tinyStudy,
  waitUntil,
} from '../command-line/bedside-process.ts'

const study = tinyStudy({
  base: 'base: { hiddenSize: 32, intermediateSize: 64, numBlocks: 2, numHeads: 2, numKvHeads: 1, vocabularySize: 1024, contextLength: 1024, epochs: 3, batchSize: 2, checkpointEvery: 5 }',
  arms: `arms:
  icl: { shots: 1 }
  sft: { epochs: 1, batchSize: 4, checkpointEvery: 7, evaluateEvery: 5 }
  dpo: { pairs: { samples: 3, maxNewTokens: 48 }, epochs: 2, batchSize: 2, checkpointEvery: 3, evaluateEvery: 4 }
  grpo:
    from: dpo
    generations: 4
    maxNewTokens: 8
    beta: 0.04
    epochs: 0.3
    batchSize: 16
    iterations: 2
    checkpointEvery: 3
    evaluateEvery: 5
    rewards: { own: { file: reward.ts } }`,
})
/** So little training gives no plan that earns anything; small letters there always are, here more and there fewer. */
const reward = `interface Sampled { readonly text: string }
export default ({ text }: Sampled): number => text.replace(/[^a-z]/g, '').length / (text.length || 1)
`
const POLICIES = ['initial', 'base', 'sft', 'dpo', 'grpo']
const ARMS = ['icl', 'sft', 'dpo', 'grpo']
let straight = ''

/** A folder with the study and its own reward. */
function newFolder(): string {
  const folder = studyFolder(study)
  writeFileSync(join(folder, 'reward.ts'), reward)
  return folder
}

beforeAll(() => {
  requireBuild()
  straight = newFolder()
  const finished = bedside(straight, 'run', 'study.yaml')
  expect(finished.stderr + finished.stdout).toContain('complete')
})

const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0)

/** Every moment at which to kill: a name, and a sign on disk that it has come. */
function moments(out: string): { name: string; come: () => boolean }[] {
  const file = (...path: string[]) => join(out, ...path)
  const events = (policy: string) => linesOf(file('policies', policy, 'events.jsonl'))
  return [
    { name: 'as soon as the records stage begins', come: () => existsSync(file('records')) },
    { name: 'while the base trains, before its first checkpoint', come: () => events('base') >= 2 },
    { name: 'while the base trains, after a checkpoint', come: () => events('base') >= 13 },
    { name: 'later in the base', come: () => events('base') >= 31 },
    { name: 'when the base has its final weights', come: () => existsSync(file('policies', 'base', 'config.json')) },
    { name: 'while sft trains', come: () => events('sft') >= 9 },
    { name: 'near the end of sft', come: () => events('sft') >= 20 },
    { name: 'while rejected plans are sampled', come: () => linesOf(file('preferences', 'samples.jsonl')) >= 1 },
    { name: 'while dpo trains', come: () => events('dpo') >= 6 },
    // Seven steps, a held-out evaluation and the one at the start: between two steps on the same completions.
    { name: 'while grpo trains', come: () => events('grpo') >= 9 },
    { name: 'while icl predicts', come: () => linesOf(file('predictions', 'icl', 'partial.jsonl')) >= 1 },
    { name: 'while sft predicts', come: () => linesOf(file('predictions', 'sft', 'partial.jsonl')) >= 3 },
    { name: 'when the benchmark begins', come: () => existsSync(file('benchmark')) },
  ]
}

/** Finished artifacts, by the text of their manifests, which hold their start and end. */
function manifests(out: string): Map<string, string> {
  const found = new Map<string, string>()
  if (!existsSync(out)) return found
  for (const file of listFiles(out)) {
    if (basename(file) === 'manifest.json') found.set(dirname(file), readFileSync(join(out, file), 'utf8'))
  }
  return found
}

test('a run killed at many points repeats no finished stage and ends with the same bits', async () => {
  const folder = newFolder()
  const out = join(folder, 'out')
  const killed: string[] = []
  for (const { name, come } of moments(out)) {
    const before = manifests(out)
    const { child, finished } = startBedside(folder, 'run', 'study.yaml')
    let ended = false
    void finished.then(() => {
      ended = true
    })
    await waitUntil(() => come() || ended, name)
    if (!ended) {
      child.kill('SIGKILL')
      killed.push(name)
    }
    await finished
    const after = manifests(out)
    for (const [artifact, manifest] of before) expect(after.get(artifact), `${artifact} after: ${name}`).toBe(manifest)
  }
  // A fast machine may pass a moment before it is seen; most must have been real kills in the middle of work.
  expect(killed.length, killed.join(', ')).toBeGreaterThanOrEqual(10)

  const last = bedside(folder, 'run', 'study.yaml')
  expect(last.code, last.stderr).toBe(0)
  const both = (...path: string[]) => [straight, folder].map(root => join(root, 'out', ...path))
  for (const policy of POLICIES) {
    for (const file of ['model.safetensors', 'tokenizer.json', 'events.jsonl', 'held-out.jsonl']) {
      const [expected, got] = both('policies', policy, file)
      if (existsSync(expected)) expect(readFileSync(got).equals(readFileSync(expected)), `${policy}/${file}`).toBe(true)
    }
  }
  for (const artifact of ['preferences', 'reference-logps']) {
    for (const part of ['train', 'validation']) {
      const [expected, got] = both(artifact, `${part}.jsonl`)
      expect(readFileSync(got, 'utf8'), `${artifact}/${part}`).toBe(readFileSync(expected, 'utf8'))
    }
  }
  for (const arm of ARMS) {
    const texts = [straight, folder].map(root =>
      readFileSync(join(root, 'out', 'predictions', arm, 'predictions.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map(line => ({ ...(JSON.parse(line) as Record<string, unknown>), seconds: 0 })),
    )
    expect(texts[1]).toEqual(texts[0])
  }
  const results = [straight, folder].map(root => readFileSync(join(root, 'out', 'benchmark', 'scores.jsonl'), 'utf8'))
  expect(results[1]).toBe(results[0])
  // Nothing of the interrupted work is left over.
  for (const artifact of ['preferences', 'policies/sft', 'policies/dpo', 'policies/grpo']) {
    const [expected, got] = both(artifact)
    expect(readdirSync(got), artifact).toEqual(readdirSync(expected))
  }
})

test('every method changed the weights, so that equal weights say something', () => {
  const weights = POLICIES.map(policy => readFileSync(join(straight, 'out', 'policies', policy, 'model.safetensors')))
  for (let i = 1; i < weights.length; i++) expect(weights[i].equals(weights[i - 1]), POLICIES[i]).toBe(false)
})

test('a run of a finished study does nothing', () => {
  const before = manifests(join(straight, 'out'))
  const again = bedside(straight, 'run', 'study.yaml')
  expect(again.code).toBe(0)
  expect(manifests(join(straight, 'out'))).toEqual(before)
})
