import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { abandonArtifact, beginArtifact, finishArtifact, listFiles, readManifest } from './artifact.ts'

let folder: string

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'bedside-artifact-')), 'sft')
})

const identity = {
  artifact: 'sft',
  inputs: {},
  settings: {},
  seed: 1,
  code: 'c',
  versions: {},
  commit: null,
  started: '',
  counts: {},
}
const make = async (key: string, text: string) => {
  beginArtifact(folder, key)
  writeFileSync(join(folder, 'result.txt'), text)
  await finishArtifact(folder, { ...identity, key })
}

test('beginArtifact(same key) keeps what an interrupted run left; another key clears it', () => {
  beginArtifact(folder, 'one')
  writeFileSync(join(folder, 'half.txt'), 'half')
  beginArtifact(folder, 'one')
  expect(existsSync(join(folder, 'half.txt'))).toBe(true)
  beginArtifact(folder, 'two')
  expect(listFiles(folder)).toEqual(['pending.json'])
})

test('beginArtifact(killed while it wrote its marker) goes on', () => {
  mkdirSync(folder)
  writeFileSync(join(folder, 'pending.json.part'), '{"key":')
  beginArtifact(folder, 'one')
  expect(listFiles(folder)).toEqual(['pending.json'])
})

test('finishArtifact leaves out and removes what a kill in the middle of a write left', async () => {
  beginArtifact(folder, 'one')
  writeFileSync(join(folder, 'manifest.json.part'), '{"key":')
  await make('one', 'whole')
  expect(Object.keys(readManifest(folder)?.files ?? {})).toEqual(['result.txt'])
  expect(listFiles(folder)).toEqual(['manifest.json', 'result.txt'])
})

test('abandonArtifact brings back the finished artifact that was set aside', async () => {
  await make('one', 'first')
  beginArtifact(folder, 'two')
  expect(existsSync(join(folder, 'result.txt'))).toBe(false)
  abandonArtifact(folder)
  expect(readFileSync(join(folder, 'result.txt'), 'utf8')).toBe('first')
  await make('two', 'second')
  expect(existsSync(`${folder}.replaced`)).toBe(false)
  expect(readManifest(folder)?.key).toBe('two')
})

test('beginArtifact never clears a folder that is not an artifact, also behind a link', () => {
  const foreign = mkdtempSync(join(tmpdir(), 'bedside-foreign-'))
  writeFileSync(join(foreign, 'keep.txt'), 'mine')
  symlinkSync(foreign, folder)
  expect(() => beginArtifact(folder, 'one')).toThrow('expected an artifact of this study or nothing')
  expect(readFileSync(join(foreign, 'keep.txt'), 'utf8')).toBe('mine')
})

test('readManifest(valid JSON that is no manifest) says so', () => {
  mkdirSync(folder)
  writeFileSync(join(folder, 'manifest.json'), '{"key":"x"}')
  expect(() => readManifest(folder)).toThrow('expected a manifest, got something else')
})
