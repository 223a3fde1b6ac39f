/** @file The page on how numbers are computed says what the code says: its tables are those that the code makes. */
import { expect, test } from 'vitest'
import { metrics } from '../../src/benchmark/metrics/index.ts'
import { readRepositoryFile } from './source-tree.ts'

test('the tables of docs/how-numbers-are-computed.md are those of the code: npm run docs:numbers writes them', async () => {
  // Plain JavaScript, which has no types.
  const { NUMBERS_DOCUMENT, withNumberTables } = (await import('../../scripts/number-tables.js' as string)) as {
    NUMBERS_DOCUMENT: string
    withNumberTables(metrics: readonly object[]): string
  }
  const text = readRepositoryFile(NUMBERS_DOCUMENT)
  expect(text).toBe(withNumberTables(Object.values(metrics)))
  expect(text.match(/^\| `[a-z0-9-]+` \|/gm)?.length).toBe(Object.keys(metrics).length)
})
