import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../fixtures/clinic.ts'
import { writeParquet } from '../fixtures/parquet-file.ts'
import { openParquet } from './parquet.ts'
import type { RawRow } from './row-source.ts'

async function read(query: string, name = 'export.parquet') {
  const file = join(temporaryFolder(), name)
  await writeParquet(file, query)
  const { columns, rows } = await openParquet(file)
  const all: RawRow[] = []
  for await (const row of rows) all.push(row)
  return { columns, rows: all }
}

test('openParquet reads every type as text, and NULL as an empty cell', async () => {
  const { columns, rows } = await read(
    `SELECT '0012345' AS id, 2.07::DOUBLE AS " amh ", true AS pcos, DATE '2024-05-01' AS day, NULL::VARCHAR AS "a""b", 1234567890123456789::BIGINT AS long`,
  )
  expect(columns).toEqual(['id', 'amh', 'pcos', 'day', 'a"b', 'long'])
  expect(rows).toEqual([
    { row: 1, line: 1, cells: ['0012345', '2.07', 'true', '2024-05-01', '', '1234567890123456789'] },
  ])
})

test('openParquet reads files of several parts in order', async () => {
  const { rows } = await read('SELECT range AS n FROM range(150000) ORDER BY n')
  expect(rows).toHaveLength(150_000)
  expect(rows.every(({ row, cells }) => cells[0] === String(row - 1))).toBe(true)
})

test('openParquet takes a quote in the name of a file', async () => {
  expect((await read('SELECT 1 AS n', "it's.parquet")).rows).toHaveLength(1)
})
