/** @file Import: reads an export row by row and writes records, quarantine and report, holding no rows in memory. */
import { rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Specialty } from '../../specialty/index.ts'
import {
  InputError,
  InterruptedError,
  lineWriter,
  describeWriteError,
  makeFolder,
  type Progress,
  type ProgressTask,
  writeFileAtomically,
} from '../../support/index.ts'
import { describeDeidentification, ownWords, printedName } from '../deidentify/index.ts'
import { checkHeaderRow } from './check-header-row.ts'
import { isNumbered, type Mapping } from './check-mapping.ts'
import { importFindings } from './describe-findings.ts'
import { type ImportReport, type ImportTally, importTally } from './import-report.ts'
import { noteOn } from './import-note.ts'
import { bindMapping, type MappedRow } from './mapping.ts'
import { openPassage, type Passage } from './passage.ts'
import { openSource } from './sources/open-source.ts'
import type { RowSource } from './sources/row-source.ts'
import type { Encoding } from './sources/encodings.ts'

/** Reasons for quarantine that the run prints; the import report has them all. */
const REASONS_SHOWN = 3

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
  readonly progress: Progress
  readonly signal: AbortSignal
  /** What rows and records pass through; nothing by default. */
  readonly passage?: Passage
}

const ROWS_BETWEEN_CHECKS = 1000

/** The id of a row of the cohort; null of one outside of it, which may share its id with the row that was chosen. */
function idOf(mapped: MappedRow): string | null {
  if (mapped.kind === 'record') return mapped.record.recordId
  return mapped.kind === 'quarantined' ? mapped.recordId : null
}

/** Reads every row once and writes what becomes of it. */
async function readRows(source: RowSource, request: ImportRequest, tally: ImportTally): Promise<void> {
  const { mapping, specialty, output, signal, passage = openPassage } = request
  const pass = passage.beforeMapping(source.columns)
  const map = bindMapping(mapping, specialty, source.columns)
  const file = join(output, 'records.jsonl')
  try {
    // Records are patient text: a folder that is made for them is of its owner alone.
    makeFolder(output, 0o700)
  } catch (error) {
    throw describeWriteError(error, file)
  }
  const records = lineWriter(file)
  const quarantine = lineWriter(join(output, 'quarantine.jsonl'))
  // Row numbers cannot repeat, so only ids that the source gives are remembered.
  const seen = isNumbered(mapping.value.recordId) ? null : new Set<string>()
  let rows = 0
  try {
    for await (const raw of source.rows) {
      rows++
      if (raw.row % ROWS_BETWEEN_CHECKS === 0 && signal.aborted)
        throw new InterruptedError('interrupted while importing')
      let mapped = map(pass(raw))
      const id = idOf(mapped)
      if (id !== null) {
        // Also where the earlier row is in quarantine: once that one is mended, this one could not stay a record.
        if (mapped.kind === 'record' && seen?.has(id)) {
          const reason = 'expected an id of its own, got one of an earlier row'
          mapped = { kind: 'quarantined', field: 'recordId', reason, recordId: id }
        }
        seen?.add(id)
      }
      switch (mapped.kind) {
        case 'record': {
          const record = passage.afterMapping(mapped.record)
          records.write(JSON.stringify(record))
          tally.add(record, mapped.fromBands, mapped.notApplicable)
          break
        }
        case 'outside':
          tally.leaveOut(mapped.condition, mapped.firstDecision)
          break
        case 'quarantined': {
          const { field, reason } = mapped
          quarantine.write(JSON.stringify({ row: raw.row, line: raw.line, field, reason }))
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
}

/** Throws InputError when nothing is usable or too much is not. */
function checkOutcome({ source, quarantineLimit }: ImportRequest, tally: ImportTally): void {
  const { rows, imported, quarantined } = tally.counts()
  const place = { file: source }
  if (rows === 0) throw new InputError('expected rows under the header, got none', place, 'export the file again')
  const reasons = tally
    .worst(3)
    .map(({ field, reason, rows: count }) => `${count} x ${field}: ${reason}`)
    .join('; ')
  if (quarantined > quarantineLimit * (imported + quarantined)) {
    const share = (quarantined / (imported + quarantined)) * 100
    throw new InputError(
      `${quarantined} of the cohort's ${imported + quarantined} rows (${share.toFixed(1)} %) have something wrong, ` +
        `more than quarantineLimit ${quarantineLimit} allows (${reasons})`,
      place,
      'mend the mapping or the rows, or raise quarantineLimit under records',
    )
  }
  if (imported === 0) {
    const { conditions } = tally.report({ synthetic: false, source, note: null }).notInCohort
    const [most] = [...conditions].sort((a, b) => b.rows - a.rows)
    throw new InputError(
      `none of the ${rows} rows can be used (${reasons || `${most.rows} left out: ${most.condition}`})`,
      place,
      'check `include` and `decisions` in the mapping',
    )
  }
}

/**
 * Imports an export: one line of records.jsonl per row of the cohort in source order, a line of quarantine.jsonl
 * {row, line, field, reason} per row with something wrong, and import-report.json. Throws InputError when the file
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
  checkHeaderRow(source, rows.columns)
  // A report of an earlier import must not stand beside the records of one that stops.
  rmSync(join(output, 'import-report.json'), { force: true })
  task = progress.begin('importing records', statSync(source).size)
  try {
    await readRows(rows, request, tally)
    checkOutcome(request, tally)
  } catch (error) {
    task.finish('stopped')
    throw error
  }
  const report = tally.report({
    synthetic: false,
    source: printedName(basename(source), ownWords(specialty)),
    note: noteOn({ ...request, columns: rows.columns, told: rows.notes() }),
    deidentification: request.passage?.report?.(),
  })
  writeFileAtomically(join(output, 'import-report.json'), `${JSON.stringify(report, null, 2)}\n`)
  task.finish(
    `${report.rows} rows: ${report.imported} imported, ${report.notInCohort.rows} not in the cohort, ` +
      `${report.quarantined.rows} in quarantine`,
  )
  if (report.deidentification) progress.say(`  de-identified: ${describeDeidentification(report.deidentification)}`)
  for (const finding of importFindings(report)) progress.say(`  ${finding}`)
  for (const { field, reason, rows } of report.quarantined.reasons.slice(0, REASONS_SHOWN)) {
    progress.say(`  quarantine: ${rows} x ${field}: ${reason} (rows in ${join(basename(output), 'quarantine.jsonl')})`)
  }
  return report
}
