import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requireKeys, studyEndpoints } from './endpoint-keys.ts'
import { engineNotes } from './engine-notes.ts'
import { studyStages } from './stages.ts'
import { loadStudy } from './study-config.ts'

const folder = mkdtempSync(join(tmpdir(), 'bedside-engine-notes-'))

function load(...lines: readonly string[]) {
  const file = join(folder, 'study.yaml')
  const records = 'records: { synthetic: { couples: 50, seed: 1 } }'
  writeFileSync(file, ['study: s', 'specialty: infertility', records, ...lines].join('\n'))
  return loadStudy(file)
}

test.each([
  ['{ model: bedside-base }', '{}', []],
  ['{ model: bedside-base }', '{ processes: 2 }', ['`trl:` is read only with']],
  ['{ engine: trl, model: bedside-base }', '{ processes: 2 }', []],
  ['{ engine: trl, model: bedside-base }', '{ processes: 2, sharding: fsdp, device: cpu }', ['saves memory of GPUs']],
  [
    '{ engine: trl, model: bedside-base }',
    '{ launcher: { slurm: {} } }',
    ['rewards at 127.0.0.1, which nodes of a cluster cannot reach'],
  ],
  ['{ engine: trl, model: bedside-base }', '{ launcher: { slurm: {} }, rewards: { host: node1 } }', []],
])('engineNotes(base: %s, trl: %s) says %j', (base, trl, says) => {
  const notes = engineNotes(load(`base: ${base}`, `trl: ${trl}`, 'arms: { grpo: { from: base } }'))
  expect(notes).toHaveLength(says.length)
  for (const [i, said] of says.entries()) expect(notes[i]).toContain(said)
})

test('requireKeys asks for the key of every server before anything runs, at its place', () => {
  const at = (key: string) => `endpoint: { baseUrl: "http://127.0.0.1:9/v1", model: m, apiKeyVariable: ${key} }`
  const study = load(
    'base: {}',
    `arms: { icl: { ${at('ICL_KEY')} } }`,
    'review: { compare: [icl, physician], cases: 4 }',
    `judges: { big: { ${at('JUDGE_KEY')} } }`,
  )
  expect(studyEndpoints(study).map(({ setting }) => setting)).toEqual(['arms.icl.endpoint', 'judges.big.endpoint'])
  const keys: Record<string, string> = { ICL_KEY: 'a' }
  const require = () => requireKeys(study, variable => keys[variable])
  expect(require).toThrow(
    'field "judges.big.endpoint.apiKeyVariable": expected a key in the environment variable JUDGE_KEY, got nothing; set it',
  )
  keys['JUDGE_KEY'] = ' '
  expect(require).toThrow('JUDGE_KEY')
  keys['JUDGE_KEY'] = 'b'
  require()
})

test('studyStages has a base, and a census by its tokenizer, only where an arm is not served', () => {
  const served = 'icl: { endpoint: { baseUrl: "http://127.0.0.1:9/v1", model: m } }'
  const made = (arms: string) => studyStages(load('base: {}', `arms: { ${arms} }`))
  const artifacts = (arms: string) => made(arms).map(({ artifact }) => artifact)
  const ofBase = ['policies/initial', 'census', 'policies/base']
  expect(artifacts(served).filter(artifact => ofBase.includes(artifact))).toEqual([])
  expect(
    made(served)
      .flatMap(({ inputs }) => inputs)
      .filter(input => ofBase.includes(input)),
  ).toEqual([])
  for (const arms of [`${served}, sft: {}`, `base: {}, ${served}`, 'icl: {}']) {
    expect(artifacts(arms)).toEqual(expect.arrayContaining(ofBase))
  }
})
