/** @file A DuckDB that may read one file and nothing else: no other file, no extension, no network, nothing on the disk. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { StudyError } from '../../../support/index.ts'

const SETTINGS = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  // Nothing of a patient may be written beside the records, not even for a moment.
  temp_directory: '',
  threads: '2',
}

/** A text as SQL writes it. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Loaded on use: its library is large, and most studies have no Parquet. */
async function loadDuckDB() {
  try {
    return await import('@duckdb/node-api')
  } catch {
    throw new StudyError('Parquet is read by DuckDB, which has no library for this machine; export the file as CSV')
  }
}

/**
 * Opens a connection that may read `file`, an absolute path, and nothing else; the caller closes it. Throws StudyError where
 * DuckDB cannot be loaded.
 */
export async function lockedDuckDB(file: string): Promise<{ connection: DuckDBConnection; close: () => void }> {
  const { DuckDBInstance } = await loadDuckDB()
  const instance = await DuckDBInstance.create(':memory:', SETTINGS)
  const connection = await instance.connect()
  await connection.run(`SET allowed_paths = [${sqlText(file)}]`)
  await connection.run('SET enable_external_access = false')
  return {
    connection,
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
