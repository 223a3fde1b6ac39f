/** @file Every committed fixture is read by a test, so that none of them can be wrong or stale unnoticed. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const here = new URL('.', import.meta.url)
const filesOf = (folder: URL) => readdirSync(folder)
const topics = readdirSync(here, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && filesOf(new URL(`${entry.name}/`, here)).includes('fixtures'))
  .map(({ name }) => name)

test.each(topics)(
  'fixtures of %s: each JSON has its generator beside it, and is loaded by a test of the folder',
  topic => {
    const folder = new URL(`${topic}/`, here)
    const fixtures = new URL('fixtures/', folder)
    const tests = filesOf(folder)
      .filter(file => file.endsWith('.test.ts'))
      .map(file => readFileSync(new URL(file, folder), 'utf8'))
      .join('\n')
    const files = filesOf(fixtures)
    for (const file of files.filter(file => file.endsWith('.json'))) {
      const generator = [file.replace('.json', '.py'), file.replace('.json', '.R')].find(name => files.includes(name))
      expect(generator, `the generator of ${file}`).toBeDefined()
      expect(tests.includes(`./fixtures/${file}`), `${topic}/fixtures/${file} is loaded by no test`).toBe(true)
      const content = JSON.parse(readFileSync(new URL(file, fixtures), 'utf8'))
      expect(content.generator, file).toBe(`${topic}/fixtures/${generator}`)
      expect(content.versions, `${file} states its versions`).toHaveProperty(generator?.endsWith('.R') ? 'R' : 'python')
    }
    for (const file of files.filter(file => !file.endsWith('.json'))) {
      expect(files, `${topic}/fixtures/${file} makes nothing`).toContain(file.replace(/\.(py|R)$/, '.json'))
    }
  },
)

test('there are fixtures', () => expect(topics).toContain('counts'))
