/** @file Import of a clinic's or register's own export. */
export { columnUses, isNumbered, type Mapping, readMapping } from './check-mapping.ts'
export { type ImportRequest, importRecords } from './import-records.ts'
export { type ImportReport, type ImportTally, importTally } from './import-report.ts'
export type { Passage } from './passage.ts'
export { ENCODINGS, type Encoding } from './sources/encodings.ts'
export type { RawRow } from './sources/row-source.ts'
export type { SourceOptions } from './sources/row-source.ts'
export { suggestMapping } from './suggest/suggest-mapping.ts'
