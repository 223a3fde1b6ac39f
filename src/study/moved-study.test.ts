/** @file A study whose model, reward or pairs lie elsewhere than before is the same work. */
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hashJson } from '../support/index.ts'
import { packageFolder } from './provenance.ts'
import { stageIdentity } from './stage-state.ts'
import { studyStages } from './stages.ts'
import { loadStudy } from './study-config.ts'

/** A study whose files lie in a folder of its own, `place`. */
function studyWith(place: string, reward = 'export default () => 1\n') {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-moved-'))
  cpSync(join(packageFolder(), 'models', 'bedside-base'), join(folder, place, 'model'), { recursive: true })
  mkdirSync(join(folder, place), { recursive: true })
  writeFileSync(join(folder, place, 'reward.ts'), reward)
  writeFileSync(join(folder, place, 'pairs.jsonl'), '')
  const lines = [
    'study: moved',
    'specialty: infertility',
    'records: { synthetic: { couples: 100, seed: 1 } }',
    'arms:',
    `  dpo: { from: base, pairs: { source: file, file: ${place}/pairs.jsonl } }`,
    `  grpo: { from: base, generations: 4, batchSize: 8, rewards: { own: { file: ${place}/reward.ts } } }`,
  ]
  writeFileSync(join(folder, 'named.yaml'), `${[...lines, 'base: { model: bedside-base }'].join('\n')}\n`)
  writeFileSync(join(folder, 'study.yaml'), `${[...lines, `base: { model: ${place}/model }`].join('\n')}\n`)
  return {
    named: loadStudy(join(folder, 'named.yaml')),
    byPath: loadStudy(join(folder, 'study.yaml')),
  }
}

/** What each stage is known by besides the artifacts that it reads; the report shows the study file and may differ. */
async function keysOf(study: ReturnType<typeof loadStudy>) {
  const place = { out: study.out, seed: 1 }
  const stages = studyStages(study).filter(({ artifact }) => artifact !== 'report')
  const found = stages.map(async stage => [
    stage.artifact,
    (await stageIdentity({ ...stage, mayLack: stage.inputs }, place, 'code')).key,
  ])
  return Object.fromEntries(await Promise.all(found)) as Record<string, string>
}

test('stageIdentity(model, reward and pairs in other folders, or the model by its name) is the same', async () => {
  const [one, other] = [studyWith('a'), studyWith('far/away')]
  expect(hashJson(one.byPath.config.base)).not.toBe(hashJson(other.byPath.config.base))
  const keys = await keysOf(one.byPath)
  expect(Object.keys(keys)).toContain('policies/initial')
  expect(await keysOf(other.byPath)).toEqual(keys)
  expect(await keysOf(one.named)).toEqual(keys)
})

test('stageIdentity(a reward with other text) is another', async () => {
  const [one, other] = [studyWith('a'), studyWith('a', 'export default () => 2\n')]
  const [before, after] = [await keysOf(one.named), await keysOf(other.named)]
  const changed = Object.keys(before).filter(artifact => before[artifact] !== after[artifact])
  expect(changed).toEqual(['policies/grpo'])
})
