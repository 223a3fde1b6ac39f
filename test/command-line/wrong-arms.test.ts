/** @file Mistakes in the settings of DPO and GRPO, and in the files that they name: found before any model is trained. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { PromptRow } from '../../src/prompts/index.ts'
import { bedside, requireBuild, studyFolder, tinyStudy } from './bedside-process.ts'

beforeAll(requireBuild)

/** Line 7 of a study, where its arms begin at column 9. */
const arms = (text: string) => ({ arms: `arms: { ${text} }` })

/** Expects one line on standard error, exit code 2, no result, and nothing new in the folder. */
function expectRefusal(folder: string, message: RegExp, command = 'run'): void {
  const before = readdirSync(folder)
  const { code, stdout, stderr } = bedside(folder, command)
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(readdirSync(folder)).toEqual(before)
}

test.each([
  [
    'groups of one completion',
    'grpo: { from: base, generations: 1 }',
    /^bedside: study\.yaml:7:29, field "arms\.grpo\.generations": expected at least 2, got 1/,
  ],
  [
    'a batch that holds no whole groups',
    'grpo: { from: base, generations: 8, batchSize: 12 }',
    /^bedside: study\.yaml:7:45, field "arms\.grpo\.batchSize": expected a multiple of generations/,
  ],
  [
    'completions as long as the context',
    'grpo: { from: base, maxNewTokens: 1024 }',
    /^bedside: study\.yaml:7:29, field "arms\.grpo\.maxNewTokens": expected maxNewTokens below the base's contextLength \(1024\), got 1024/,
  ],
  [
    'label smoothing that the loss does not read',
    'dpo: { from: base, loss: sigmoid, labelSmoothing: 0.1 }',
    /^bedside: study\.yaml:7:43, field "arms\.dpo\.labelSmoothing": expected 0 unless the loss is "robust" or "cdpo"/,
  ],
  [
    'dpo from an sft arm that it does not have',
    'dpo: { from: sft }',
    /^bedside: study\.yaml:7:16, field "arms\.dpo\.from": expected an arm "sft" to start from, got none/,
  ],
  [
    'an adapter beside a layer that no model has',
    'sft: { lora: { targets: [q_proj, query] } }',
    /^bedside: study\.yaml:7:\d+, field "arms\.sft\.lora\.targets\.1": expected one of q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj, got "query"/,
  ],
  [
    'an adapter with dropout',
    'sft: { lora: { dropout: 0.05 } }',
    /^bedside: study\.yaml:7:\d+, field "arms\.sft\.lora\.dropout": expected a dropout of 0, .*, got 0\.05; leave it out/,
  ],
  [
    'a reward of a layer that the specialty does not have',
    'grpo: { from: base, rewards: { agreement: { layers: { startngDose: 2 } } } }',
    /^bedside: study\.yaml:7:63, field "arms\.grpo\.rewards\.agreement\.layers\.startngDose": expected a decision layer of specialty infertility, got "startngDose"; did you mean "startingDose"\?$/m,
  ],
  [
    'an own reward that is not there',
    'grpo: { from: base, rewards: { own: { file: none.ts } } }',
    /none\.ts: expected a file, got nothing at this path/,
  ],
])('run(study with %s) is refused at its place', (_, text, message) => {
  expectRefusal(studyFolder(tinyStudy(arms(text))), message)
})

const ownReward = 'grpo: { from: base, rewards: { own: { file: reward.ts } } }'

test('run(own reward with a mistake in its syntax) names file, line and column before anything runs', () => {
  const folder = studyFolder(tinyStudy(arms(ownReward)))
  // `export default (s: number ` has 26 characters.
  writeFileSync(join(folder, 'reward.ts'), 'const a = 1\nexport default (s: number => 1\n')
  expectRefusal(folder, /reward\.ts:2:27: not valid TypeScript: Unexpected token, expected ","; mend it$/m)
})

test('status(study with a reward of an unknown layer) names the place in the study file', () => {
  const text = 'grpo: { from: base, rewards: { agreement: { layers: { dose: 2 } } } }'
  expectRefusal(studyFolder(tinyStudy(arms(text))), /^bedside: study\.yaml:7:63, .*got "dose"/, 'status')
})

/** Runs a study that stops at wrong input after some stages; returns its last line. */
function lastLine(folder: string): string {
  const { code, stdout, stderr } = bedside(folder, 'run')
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).not.toMatch(/\n\s+at /)
  return stderr.trimEnd().split('\n').at(-1) ?? ''
}

/** Expects these artifacts to be finished and no others to have been begun. */
function expectOnly(folder: string, finished: readonly string[]): void {
  const found = ['', 'policies'].flatMap(parent => {
    const path = join(folder, 'out', parent)
    return existsSync(path) ? readdirSync(path).map(name => join(parent, name)) : []
  })
  expect(found.filter(path => existsSync(join(folder, 'out', path, 'manifest.json'))).sort()).toEqual(finished)
  expect(found.filter(path => !finished.includes(path)).sort()).toEqual(
    finished.some(path => path.startsWith('policies/')) ? ['.bedside', 'policies'] : ['.bedside'],
  )
}

test('run(prompts and maxNewTokens longer than the context) lists the ids before any training', () => {
  // No prompt of the infertility specialty has as few as 24 tokens.
  const folder = studyFolder(tinyStudy(arms('grpo: { from: base, maxNewTokens: 1000 }')))
  expect(lastLine(folder)).toMatch(
    /^bedside: study\.yaml:7:29, field "arms\.grpo\.maxNewTokens": expected every training and validation prompt within 24 tokens \(a context of 1024 less 1000 new ones\), got 90 longer ones: (syn-\d+(-\d+)? \(\d+\), ){9}syn-\d+(-\d+)? \(\d+\) and 80 more; lower arms\.grpo\.maxNewTokens, or raise base\.contextLength$/,
  )
  expectOnly(folder, ['policies/initial', 'prompts', 'rationales', 'records', 'split'])
})

test('run(pairs file with a mistake) names the row before any model is made, and keeps what was finished', () => {
  const folder = studyFolder(tinyStudy(arms('dpo: { from: base, pairs: { source: file, file: pairs.jsonl } }')))
  const lineAfter = (...rows: readonly object[]) => {
    writeFileSync(join(folder, 'pairs.jsonl'), rows.map(row => `${JSON.stringify(row)}\n`).join(''))
    const line = lastLine(folder)
    expectOnly(folder, ['prompts', 'rationales', 'records', 'split'])
    return line
  }
  const unknown = { record_id: 'nobody', chosen: 'a', rejected: 'b' }
  expect(lineAfter(unknown)).toMatch(
    /pairs\.jsonl:1, row 1, field "record_id": expected a record of the training or validation split, got another id; /,
  )
  const [first] = readFileSync(join(folder, 'out', 'prompts', 'train.jsonl'), 'utf8').split('\n')
  const good = { ...unknown, record_id: (JSON.parse(first) as PromptRow).record_id }
  expect(lineAfter(good, { ...good, rejected: ' a\n' })).toMatch(
    /pairs\.jsonl:2, row 2, field "rejected": expected two different completions, got the same one as chosen and rejected; /,
  )
  expect(lineAfter(good, { ...good, chosen: '' })).toMatch(
    /pairs\.jsonl:2, row 2, field "chosen": expected a completion, got an empty one$/,
  )
  const { rejected: _, ...without } = good
  expect(lineAfter(good, without, unknown)).toMatch(
    /pairs\.jsonl:2, row 2, field "rejected": expected a value, got no such field \(and 1 more row with a mistake\); add it$/,
  )
})

test('run(fewer prompts than a step of grpo samples for) is refused before any training', () => {
  const settings = 'grpo: { from: base, generations: 2, batchSize: 64, gradientAccumulation: 8 }'
  const folder = studyFolder(tinyStudy(arms(settings)))
  // 64 x 8 completions in groups of 2.
  expect(lastLine(folder)).toMatch(
    /^bedside: study\.yaml:7:45, field "arms\.grpo\.batchSize": expected at least 256 training prompts, as many as a step samples for, got 80; /,
  )
  expectOnly(folder, ['policies/initial', 'prompts', 'rationales', 'records', 'split'])
})

test('run(supplied pair longer than the context) is refused by its id before any training', () => {
  const folder = studyFolder(tinyStudy(arms('dpo: { from: base, pairs: { source: file, file: pairs.jsonl } }')))
  writeFileSync(join(folder, 'pairs.jsonl'), '{}\n')
  lastLine(folder)
  const [first] = readFileSync(join(folder, 'out', 'prompts', 'train.jsonl'), 'utf8').split('\n')
  const { record_id } = JSON.parse(first) as PromptRow
  const pair = { record_id, chosen: 'short', rejected: 'much too long '.repeat(600) }
  writeFileSync(join(folder, 'pairs.jsonl'), `${JSON.stringify(pair)}\n`)
  expect(lastLine(folder)).toMatch(
    /^bedside: study\.yaml:7:28, field "arms\.dpo\.pairs": expected every pair within 1024 tokens, got 1 longer ones: syn-\d+(-\d+)? \(\d+\); /,
  )
  expectOnly(folder, ['policies/initial', 'preferences', 'prompts', 'rationales', 'records', 'split'])
})

test('run(own reward without a default export) is refused before anything runs', () => {
  const folder = studyFolder(tinyStudy(arms('grpo: { from: base, rewards: { own: { file: reward.ts } } }')))
  writeFileSync(join(folder, 'reward.ts'), 'export const reward = () => 1\n')
  expectRefusal(folder, /reward\.ts: expected a function as the default export, got no default export; write/)
})

test('run(own reward whose promise never settles) says so instead of ending in silence', () => {
  const folder = studyFolder(
    tinyStudy(
      arms(
        'grpo: { from: base, generations: 2, batchSize: 4, maxNewTokens: 8, rewards: { own: { file: reward.ts } } }',
      ),
    ),
  )
  writeFileSync(join(folder, 'reward.ts'), 'export default () => new Promise<number>(() => {})\n')
  const { code, stderr } = bedside(folder, 'run')
  expect(stderr).toMatch(/bedside: the run waits for something that never ends; does a reward of yours/)
  expect(code).toBe(1)
})
