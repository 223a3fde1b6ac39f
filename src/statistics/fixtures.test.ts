/** @file Every committed fixture is read by a test, so that none of them can be wrong or stale unnoticed. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('./fixtures/', import.meta.url)

test('fixtures: each folder holds its generator, and each JSON is loaded by a test', () => {
  const tests = readdirSync(new URL('.', import.meta.url))
    .filter(file => file.endsWith('.test.ts') && file !== 'fixtures.test.ts')
    .map(file => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('\n')
  const names = readdirSync(folder)
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) {
    const files = readdirSync(new URL(`${name}/`, folder))
    expect(files, name).toContain('generate.py')
    for (const file of files.filter(file => file.endsWith('.json'))) {
      expect(tests.includes(`./fixtures/${name}/${file}`), `${name}/${file} is loaded by no test`).toBe(true)
      const { versions } = JSON.parse(readFileSync(new URL(`${name}/${file}`, folder), 'utf8'))
      expect(Object.keys(versions), `${name}/${file} states its versions`).toContain('python')
    }
  }
})
