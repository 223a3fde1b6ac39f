/** @file What every form of source gives: column names, and rows of cells as text, each with its place in the source. */
import type { Encoding } from './encodings.ts'

/** One row as it stands in the source; a row may have more or fewer cells than the header. */
export interface RawRow {
  /** 1-based; the header is not counted. */
  readonly row: number
  /** Where the row begins: the line of a text, the row of a sheet, the entry of a bundle, the row of a Parquet file. */
  readonly line: number
  /** Text of each cell; empty = nothing there. */
  readonly cells: readonly string[]
  /** Set when something in the source is no readable row; it goes to quarantine with this, whatever its cells are. */
  readonly broken?: { readonly field: string; readonly reason: string }
}

/** What every import format gives: column names in order, and rows. */
export interface RowSource {
  readonly columns: readonly string[]
  /** May be read once. */
  readonly rows: AsyncIterable<RawRow>
  /** Sentences on what is in the source and no row (blank rows of a sheet); complete when the rows have been read. */
  notes(): readonly string[]
}

/** How to read a source. What does not fit its form is not looked at. */
export interface SourceOptions {
  readonly encoding?: Encoding
  /** Of delimited text; by default a tab for `.tsv` and `.tab`, else a comma. */
  readonly delimiter?: string
  /** Of a workbook; by default its only sheet. */
  readonly sheet?: string
  /** Of FHIR: URL of a Patient extension that refers to the partner. */
  readonly partner?: string
  /** Hears how many bytes of the file have been read. */
  readonly onBytes?: (read: number) => void
}
