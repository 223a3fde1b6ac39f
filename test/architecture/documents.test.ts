/** @file What the documents promise: every link leads somewhere, and every key of a study's files is explained. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { analysisPlanConfig } from '../../src/analysis/plan/analysis-plan.ts'
import { mappingSchema } from '../../src/records/import/mapping-file.ts'
import { registerSchema } from '../../src/specialty/register/schema.ts'
import { RESEARCH_NOTICE } from '../../src/report/index.ts'
import { studyConfig } from '../../src/study/index.ts'
import { ROOT, readRepositoryFile, repositoryFiles } from './source-tree.ts'

test('every relative link in a document leads to a file', () => {
  const broken = repositoryFiles()
    .filter(file => file.endsWith('.md'))
    .flatMap(file =>
      [...readRepositoryFile(file).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
        .map(([, target]) => target)
        .filter(target => !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, dirname(file), target)))
        .map(target => `${file}: ${target}`),
    )
  expect(broken).toEqual([])
})

/** How a heading is called in a link: small letters, no signs, hyphens for blanks. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

test('every link to a heading leads to one', () => {
  const headings = (file: string) =>
    [...readRepositoryFile(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading))
  const links = repositoryFiles()
    .filter(file => file.endsWith('.md'))
    .flatMap(file =>
      [...readRepositoryFile(file).matchAll(/\]\(([^)#\s:]*)#([^)\s]+)\)/g)].map(([, target, anchor]) => ({
        file: target === '' ? file : join(dirname(file), target),
        anchor,
        from: file,
      })),
    )
    .filter(({ file }) => file.endsWith('.md'))
  expect(links.length).toBeGreaterThan(10)
  const broken = links.filter(({ file, anchor }) => !headings(file).includes(anchor))
  expect(broken.map(({ from, file, anchor }) => `${from}: ${file}#${anchor}`)).toEqual([])
})

test('every example that a document names is in the repository, not only on the disk of who wrote it', () => {
  const known = repositoryFiles()
  const named = known
    .filter(file => file === 'README.md' || /^docs\/[^/]+\.md$/.test(file))
    .flatMap(file =>
      [...readRepositoryFile(file).matchAll(/\bexamples\/[\w-]+(?:\/[\w.-]*\w)?/g)].map(([path]) => ({ file, path })),
    )
    // What a run makes is not there yet.
    .filter(({ path }) => !path.endsWith('/out'))
  expect(named.length).toBeGreaterThan(20)
  const missing = named.filter(({ path }) => !known.some(file => file === path || file.startsWith(`${path}/`)))
  expect(missing.map(({ file, path }) => `${file}: ${path}`)).toEqual([])
})

test('README.md and docs/limits.md carry the research notice of the report', () => {
  for (const file of ['README.md', 'docs/limits.md']) {
    const text = readRepositoryFile(file).replaceAll('**', '').replaceAll(/\s+/g, ' ')
    expect(text, file).toContain(RESEARCH_NOTICE.en)
  }
})

/** Every key that a schema takes, at any depth; the names that a user gives (fields, layers) are not keys. */
function keysOf(schema: z.ZodType, found = new Set<string>(), seen = new Set<z.ZodType>()): Set<string> {
  if (seen.has(schema)) return found
  seen.add(schema)
  const { def } = (schema as unknown as { _zod: { def: Record<string, unknown> } })._zod
  for (const [name, child] of Object.entries((def.shape ?? {}) as Record<string, z.ZodType>)) {
    found.add(name)
    keysOf(child, found, seen)
  }
  for (const part of ['innerType', 'in', 'out', 'element', 'valueType'] as const) {
    if (def[part]) keysOf(def[part] as z.ZodType, found, seen)
  }
  for (const option of (def.options ?? def.items ?? []) as z.ZodType[]) keysOf(option, found, seen)
  return found
}

test.each([
  ['study.yaml', studyConfig, 35],
  ['specialty.yaml', registerSchema, 12],
  ['mapping.yaml', mappingSchema, 8],
] as const)('docs/study-files.md explains every key of %s', (file, schema, atLeast) => {
  const text = readRepositoryFile('docs/study-files.md')
  const section = text.slice(text.indexOf(`## ${file}`)).split('\n## ')[0]
  const keys = [...keysOf(schema)]
  expect(keys.length).toBeGreaterThanOrEqual(atLeast)
  expect(keys.filter(key => !new RegExp(`\\b${key}\\b`).test(section))).toEqual([])
})

test('docs/analysis-plan.md explains every key of a plan', () => {
  const text = readRepositoryFile('docs/analysis-plan.md')
  const keys = [...keysOf(analysisPlanConfig)]
  expect(keys.length).toBeGreaterThanOrEqual(25)
  expect(keys.filter(key => !new RegExp(`\\b${key}\\b`).test(text))).toEqual([])
})
