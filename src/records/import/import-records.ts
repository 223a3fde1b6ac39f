/** @file Import: reads an export row by row and writes records, quarantine and report, holding no rows in memory. */
import { rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Specialty } from '../../specialty/index.ts'
import {
  InterruptedError,
  lineWriter,
  describeWriteError,
  makeFolder,
  type Progress,
  type ProgressTask,
  writeFileAtomically,
} from '../../support/index.ts'
import { describeDeidentification, ownWords, printedName } from '../deidentify/index.ts'
import { checkHeaderOf, checkHeaderRow } from './check-header-row.ts'
import { ageWatch } from './couple-ages.ts'
import { isNumbered, type Mapping } from './check-mapping.ts'
import { importFindings } from './describe-findings.ts'
import { type ImportReport, type ImportTally, importTally } from './import-report.ts'
import { noteOn } from './import-note.ts'
import { checkUsable, QUARANTINE, REASONS_SHOWN } from './import-stops.ts'
import { importWarnings } from './import-warnings.ts'
import { bindMapping, type MappedRow } from './mapping.ts'
import { openPassage, type Passage } from './passage.ts'
import { repeatedRowFinder } from './repeated-rows.ts'
import { openSource } from './sources/open-source.ts'
import type { RowSource } from './sources/row-source.ts'
import type { Encoding } from './sources/encodings.ts'
import { unitWatch } from './unit-watch.ts'
import { unreadScriptCounter } from './unread-scripts.ts'

/** What to import, and where to. */
export interface ImportRequest {
  /** Path of the export. */
  readonly source: string
  readonly encoding?: Encoding
  /** Of delimited text; by default what the file's name says. */
  readonly delimiter?: string
  readonly mapping: Mapping
  readonly specialty: Specialty
  /** Largest share of the cohort's rows that may go to quarantine. */
  readonly quarantineLimit: number
  /** Folder that receives records.jsonl, quarantine.jsonl and import-report.json. */
  readonly output: string
  /** Folder that receives the quarantine of an import that stops, when `output` does not outlive the stop. */
  readonly kept?: string
  readonly progress: Progress
  readonly signal: AbortSignal
  /** What rows and records pass through; nothing by default. */
  readonly passage?: Passage
}

const ROWS_BETWEEN_CHECKS = 1000

const ID_TAKEN = 'expected an id of its own, got one of an earlier row (`sameAs` names it)'

/**
 * A row that repeats the names of the columns, as where exports were appended to each other; looked for before identifiers
 * are dropped.
 */
const REPEATED_HEADER: MappedRow = {
  kind: 'quarantined',
  field: '(row)',
  reason: 'expected a row of data, got the header again',
  recordId: null,
}

/** Whether a row is the header again; never where the header has one name or none. */
function repeatsHeader(columns: readonly string[]): (cells: readonly string[]) => boolean {
  const named = columns.filter(name => name !== '').length
  return cells =>
    named > 1 && cells.length === columns.length && columns.every((name, index) => cells[index].trim() === name)
}

/** The id of a row of the cohort; null of one outside of it, which may share its id with the row that was chosen. */
function idOf(mapped: MappedRow): string | null {
  if (mapped.kind === 'record') return mapped.record.recordId
  return mapped.kind === 'quarantined' ? mapped.recordId : null
}

/** Reads every row once and writes what becomes of it; returns what is probably not meant. */
async function readRows(source: RowSource, request: ImportRequest, tally: ImportTally): Promise<readonly string[]> {
  const { mapping, specialty, output, signal, passage = openPassage } = request
  const pass = passage.beforeMapping(source.columns)
  const isScanned = passage.report?.().off === null
  const map = bindMapping(mapping, specialty, source.columns)
  const file = join(output, 'records.jsonl')
  try {
    // Records are patient text: a folder that is made for them is of its owner alone.
    makeFolder(output, 0o700)
  } catch (error) {
    throw describeWriteError(error, file)
  }
  const records = lineWriter(file)
  const quarantine = lineWriter(join(output, QUARANTINE), { mode: 0o600 })
  // Row numbers cannot repeat, so only ids that the source gives are remembered.
  const { recordId } = mapping.value
  const seen = isNumbered(recordId) ? null : new Map<string, number>()
  const positions = (names: readonly string[]) =>
    isNumbered(names) ? [] : names.map(name => source.columns.indexOf(name))
  const repeated = repeatedRowFinder(positions(recordId), positions(mapping.value.coupleId))
  const units = unitWatch(specialty, mapping.value, source.columns)
  const ages = ageWatch(specialty)
  const unread = unreadScriptCounter()
  const isHeader = repeatsHeader(source.columns)
  let rows = 0
  try {
    for await (const raw of source.rows) {
      rows++
      if (raw.row % ROWS_BETWEEN_CHECKS === 0 && signal.aborted)
        throw new InterruptedError('interrupted while importing')
      let mapped = isHeader(raw.cells) ? REPEATED_HEADER : map(pass(raw))
      let sameAs: number | undefined
      const id = idOf(mapped)
      if (id !== null) {
        // Also where the earlier row is in quarantine: once that one is mended, this one could not stay a record.
        const earlier = seen?.get(id)
        if (mapped.kind === 'record' && earlier !== undefined) {
          mapped = { kind: 'quarantined', field: 'recordId', reason: ID_TAKEN, recordId: id }
          sameAs = earlier
        } else if (earlier === undefined) seen?.set(id, raw.row)
      }
      if (mapped.kind !== 'outside') units.add(raw.cells)
      if (mapped.kind === 'record') repeated.add(raw.row, raw.cells)
      switch (mapped.kind) {
        case 'record': {
          const record = passage.afterMapping(mapped.record)
          records.write(JSON.stringify(record))
          ages.add(record)
          // Of records that are imported as they are, the report says that nothing was looked for.
          if (isScanned) unread.add(record.reasoning)
          tally.add(record, mapped.fromBands, mapped.notApplicable)
          break
        }
        case 'outside':
          tally.leaveOut(mapped.condition, mapped.firstDecision)
          break
        case 'quarantined': {
          const { field, reason } = mapped
          quarantine.write(JSON.stringify({ row: raw.row, line: raw.line, field, reason, sameAs }))
          tally.quarantine(field, reason)
        }
      }
    }
  } finally {
    try {
      records.close()
    } finally {
      quarantine.close()
    }
  }
  const counted = tally.counts().rows
  if (counted !== rows) throw new Error(`importRecords: ${rows} rows were read and ${counted} accounted for`)
  return importWarnings({
    mapping: mapping.value,
    specialty,
    units: units.doubts(),
    ages: ages.doubt(),
    repeated: repeated.found(),
    unread: unread.found(),
  })
}

/**
 * Imports an export: one line of records.jsonl per row of the cohort in source order, a line of quarantine.jsonl
 * {row, line, field, reason} per row with something wrong (`sameAs`: the earlier row that has its id), and import-report.json. Throws InputError when the file
 * cannot be read as what it should be, when nothing is usable, and when more than `quarantineLimit` of the cohort's
 * rows are quarantined; InterruptedError when the signal aborts.
 */
export async function importRecords(request: ImportRequest): Promise<ImportReport> {
  const { source, mapping, specialty, output, progress } = request
  // Decisions in the specialty's order, which is the order in which they are tried.
  const named = specialty.decisionLayers.flatMap(({ name }) => mapping.value.decisions?.[name]?.excludes ?? [])
  const tally = importTally(specialty, [...mapping.value.include.map(({ excludes }) => excludes), ...named])
  let task: ProgressTask | null = null
  const options = {
    encoding: request.encoding,
    delimiter: request.delimiter,
    ...mapping.value.source,
    onBytes: (read: number) => task?.update(read, `${tally.counts().rows} rows`),
  }
  const rows = await openSource(source, options)
  // Of one name alone it may be another separator, or a title: the row below tells.
  if (rows.columns.length === 1) await checkHeaderOf(source, { ...options, onBytes: undefined })
  checkHeaderRow(source, rows.columns)
  // A report of an earlier import must not stand beside the records of one that stops.
  rmSync(join(output, 'import-report.json'), { force: true })
  if (request.kept !== undefined) rmSync(join(request.kept, QUARANTINE), { force: true })
  task = progress.begin('importing records', statSync(source).size)
  let warnings: readonly string[] = []
  try {
    warnings = await readRows(rows, request, tally)
    checkUsable(request, tally)
  } catch (error) {
    task.finish('stopped')
    // A wrong unit may be why it stopped.
    for (const warning of warnings) progress.say(`  warning: ${warning}`)
    throw error
  }
  const report = tally.report({
    synthetic: false,
    source: printedName(basename(source), ownWords(specialty)),
    note: noteOn({ ...request, columns: rows.columns, told: rows.notes() }),
    deidentification: request.passage?.report?.(),
    ...(warnings.length > 0 && { warnings }),
  })
  writeFileAtomically(join(output, 'import-report.json'), `${JSON.stringify(report, null, 2)}\n`)
  task.finish(
    `${report.rows} rows: ${report.imported} imported, ${report.notInCohort.rows} not in the cohort, ` +
      `${report.quarantined.rows} in quarantine`,
  )
  if (report.deidentification) progress.say(`  de-identified: ${describeDeidentification(report.deidentification)}`)
  for (const finding of importFindings(report)) progress.say(`  ${finding}`)
  for (const { field, reason, rows } of report.quarantined.reasons.slice(0, REASONS_SHOWN)) {
    progress.say(`  quarantine: ${rows} x ${field}: ${reason} (rows in ${join(basename(output), QUARANTINE)})`)
  }
  return report
}
