/** @file Opens a source of any form: which one it is says the file's name, else its first bytes. */
import { didYouMean, InputError } from '../../../support/index.ts'
import { openCsv } from './csv.ts'
import { openFhir } from './fhir/open-fhir.ts'
import { openJsonLines } from './json-lines.ts'
import { openParquet } from './parquet.ts'
import type { RowSource, SourceOptions } from './row-source.ts'
import { firstBytes } from './text-file.ts'
import { readTextLines } from './text-lines.ts'
import { openWorkbook } from './workbook.ts'

/** The forms that a source can have; adding one is adding a row, and its extensions below. */
const openers = {
  csv: openCsv,
  'JSON Lines': openJsonLines,
  Parquet: openParquet,
  XLSX: openWorkbook,
  FHIR: openFhir,
} as const satisfies Readonly<Record<string, (file: string, options: SourceOptions) => Promise<RowSource>>>

/** Name of a form. */
export type SourceForm = keyof typeof openers

/** By the extension, without `.gz`; `json` is a form that only a look into the file can tell. */
const formOfExtension: Readonly<Record<string, SourceForm | 'json'>> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  txt: 'csv',
  jsonl: 'json',
  ndjson: 'json',
  json: 'json',
  parquet: 'Parquet',
  pq: 'Parquet',
  xlsx: 'XLSX',
  xlsm: 'XLSX',
}

/** Extension of a name such as `export.tsv.gz`: `tsv`. */
export function extensionOf(file: string): string {
  return /\.([^./\\]+)$/.exec(file.toLowerCase().replace(/\.gz$/, ''))?.[1] ?? ''
}

/** FHIR has a resource type in every object; a FHIR document is laid out over several lines. */
async function jsonForm(file: string, options: SourceOptions): Promise<SourceForm> {
  let text = ''
  for await (const line of readTextLines(file, options.encoding)) {
    text += line.text
    if (text.length > 4096 || /"resourceType"/.test(text)) break
  }
  return /"resourceType"\s*:/.test(text) ? 'FHIR' : 'JSON Lines'
}

async function formOf(file: string, options: SourceOptions): Promise<SourceForm> {
  const extension = extensionOf(file)
  const head = firstBytes(file).toString('latin1')
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0')) {
    throw new InputError('expected an XLSX workbook, got an old Excel file (.xls)', { file }, 'save it as .xlsx')
  }
  if (head === 'PAR1') return 'Parquet'
  const named = Object.hasOwn(formOfExtension, extension) ? formOfExtension[extension] : undefined
  if (named === 'json') return jsonForm(file, options)
  if (named !== undefined) return named
  if (head.startsWith('PK')) return 'XLSX'
  const text = head.startsWith('\u001f\u008b') ? '' : head.trimStart()
  if (text.startsWith('{')) return jsonForm(file, options)
  if (extension !== '' && /^(sav|dta|rds|sas7bdat|xls|ods|mdb|feather)$/.test(extension)) {
    const remedy = `save it as CSV or Parquet; ${didYouMean(extension, Object.keys(formOfExtension))}`
    throw new InputError(`no reader for .${extension} files`, { file }, remedy)
  }
  return 'csv'
}

/**
 * Opens a source by its form: delimited text, JSON Lines, FHIR NDJSON and Bundles (each also gzipped), Parquet, XLSX.
 * Throws InputError when the file is not there, is not of its form, or has no header.
 */
export async function openSource(file: string, options: SourceOptions = {}): Promise<RowSource> {
  const form = await formOf(file, options)
  const tab = ['tsv', 'tab'].includes(extensionOf(file))
  return openers[form](
    file,
    form === 'csv' && options.delimiter === undefined && tab ? { ...options, delimiter: '\t' } : options,
  )
}
