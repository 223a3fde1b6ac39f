/** @file Parquet as a source of raw rows, read by DuckDB with every column as text, so that no type is guessed. */
import { resolve } from 'node:path'
import { InputError } from '../../../support/index.ts'
import { checkHeader } from './header.ts'
import { lockedDuckDB, sqlText } from './locked-duckdb.ts'
import type { RawRow, RowSource, SourceOptions } from './row-source.ts'

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** DuckDB's own sentence may quote what stands in the file, so only the fact is told. */
const damaged = (file: string) =>
  new InputError('expected Parquet, got data that is cut off or damaged', { file }, 'copy it again')

/**
 * Opens a Parquet file. Every value is read as the text that DuckDB casts it to: `2.07`, `true`, `2024-05-01`; NULL is an
 * empty cell. The place of a row is its number. Throws InputError when the file is damaged or a name stands twice.
 */
export async function openParquet(file: string, options: SourceOptions = {}): Promise<RowSource> {
  const path = resolve(file)
  const { connection, close } = await lockedDuckDB(path)
  const source = `read_parquet(${sqlText(path)})`
  let names: string[]
  try {
    const described = await connection.run(`SELECT * FROM ${source} LIMIT 0`)
    names = described.columnNames()
  } catch {
    close()
    throw damaged(file)
  }
  const columns = names.map(name => name.trim())
  async function* rows(): AsyncGenerator<RawRow> {
    let row = 0
    try {
      const texts = names.map(name => `coalesce(CAST(${quoted(name)} AS VARCHAR), '')`).join(', ')
      const result = await connection.stream(`SELECT ${texts} FROM ${source}`)
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        for (const cells of chunk.getRows() as string[][]) {
          row++
          yield { row, line: row, cells }
        }
        options.onBytes?.(0)
      }
    } catch {
      throw damaged(file)
    } finally {
      close()
    }
  }
  try {
    checkHeader(file, columns)
  } catch (error) {
    close()
    throw error
  }
  return { columns, rows: rows(), notes: () => [] }
}
