/** @file What the documents promise: every link leads somewhere, and every key of a study's files is explained. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { analysisPlanConfig } from '../../src/analysis/plan/analysis-plan.ts'
import { mappingSchema } from '../../src/records/import/mapping-file.ts'
import { registerSchema } from '../../src/specialty/register/schema.ts'
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
