import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../fixtures/clinic.ts'
import { writeParquet } from '../fixtures/parquet-file.ts'
import { lockedDuckDB, sqlText } from './locked-duckdb.ts'

test('lockedDuckDB reads its file, and no other file, extension or address, and cannot be unlocked', async () => {
  const folder = temporaryFolder()
  const [file, other, written] = ['a.parquet', 'other.csv', 'written.csv'].map(name => join(folder, name))
  await writeParquet(file, 'SELECT 1 AS n')
  writeFileSync(other, 'n\n1\n')
  const { connection, close } = await lockedDuckDB(file)
  onTestFinished(close)
  expect((await connection.runAndReadAll(`SELECT * FROM ${sqlText(file)}`)).getRowsJson()).toEqual([[1]])
  for (const query of [
    `SELECT * FROM ${sqlText(other)}`,
    `COPY (SELECT 1) TO ${sqlText(written)}`,
    `SELECT * FROM read_parquet('https://fhir.example/a.parquet')`,
    'INSTALL httpfs',
    'LOAD httpfs',
    'SET enable_external_access = true',
  ]) {
    await expect(connection.run(query), query).rejects.toThrow()
  }
  expect(existsSync(written)).toBe(false)
})
