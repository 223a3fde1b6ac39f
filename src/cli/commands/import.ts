/** @file `bedside import`: reads a file with a mapping and says what becomes of its rows, or drafts the mapping. */
import { homedir } from 'node:os'
import { basename } from 'node:path'
import {
  describeDeidentification,
  draftMapping,
  importFile,
  importFindings,
  QUARANTINE_LIMIT,
} from '../../study/index.ts'
import { counted, InputError } from '../../support/index.ts'
import { type CliCommand, type Invocation, textOption } from '../command.ts'
import { ENCODING_NAMES, encodingOption } from '../encoding-option.ts'
import { settingsFolder } from '../settings-folder.ts'
import { shortPath } from './run.ts'

const REASONS_SHOWN = 10
const FILES = 'records.jsonl, quarantine.jsonl, import-report.json'

/** The text of an option, or undefined. */
function text(options: Invocation['options'], name: string): string | undefined {
  return textOption(options, name) ?? undefined
}

/** How the file is to be read. Throws InputError on an encoding that there is none. */
function readingOptions(options: Invocation['options']) {
  const delimiter = text(options, 'delimiter')?.replace('\\t', '\t')
  if (delimiter !== undefined && delimiter.length !== 1) {
    throw new InputError('expected one character', { field: '--delimiter' }, 'for a tab write "\\t"')
  }
  return { encoding: encodingOption(options), delimiter } as const
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** `bedside import <file>`. */
export const importCommand: CliCommand = {
  usage: 'import <file>',
  summary: 'turn an export into records (CSV, TSV, JSON Lines, Parquet, XLSX, FHIR), or draft its mapping',
  options: [
    ['--mapping <file>', 'the mapping.yaml that says where fields and decisions stand'],
    ['--suggest', 'print a draft of the mapping, from the header of the file and its codes'],
    [
      '--specialty <name>',
      'a built-in specialty or a specialty.yaml (default: the one beside the mapping, else infertility)',
    ],
    ['--out <folder>', 'where records, quarantine and report go (default: <file>-records here)'],
    ['--sheet <name>', 'with --suggest: the sheet of a workbook'],
    ['--encoding <name>', ENCODING_NAMES],
    ['--delimiter <character>', 'of delimited text (default: a tab for .tsv, else a comma)'],
    ['--as-is <reason>', 'do not de-identify, for the reason given'],
    ['--json', 'print the report as JSON for a program'],
  ],
  async run({ positional, options }, terminal) {
    const file = positional[0] as string
    const [mapping, specialty] = [text(options, 'mapping'), text(options, 'specialty')]
    const reading = readingOptions(options)
    if (options['suggest']) {
      const draft = await draftMapping(file, { specialty, sheet: text(options, 'sheet'), ...reading })
      terminal.print(draft.trimEnd())
      return 0
    }
    if (mapping === undefined) {
      throw new InputError(
        'expected a mapping, got none',
        { field: '--mapping' },
        'draft one with --suggest > mapping.yaml',
      )
    }
    const out = text(options, 'out') ?? `${basename(file).replace(/\..*$/, '')}-records`
    const { signal } = terminal
    // The reasons for quarantine are part of what is printed below.
    const progress = { ...terminal.progress, say: () => {} }
    const privacy = { settingsFolder: settingsFolder(), homeFolder: homedir(), asIs: text(options, 'asIs') }
    const onKeyMade = (line: string) => terminal.progress.say(line)
    const request = { file, mapping, specialty, out, ...reading, ...privacy, onKeyMade, progress, signal }
    const report = await importFile(request)
    const { rows, imported, couples, quarantined, notInCohort } = report
    const wouldStop = quarantined.share > QUARANTINE_LIMIT
    if (options['json']) {
      terminal.print(JSON.stringify({ out, ...report }, null, 2))
      return wouldStop ? 1 : 0
    }
    terminal.print(
      `${counted(rows, 'row')} = ${imported} imported (${counted(couples, 'couple')}) + ${quarantined.rows} in quarantine ` +
        `(${percent(quarantined.share)} of the cohort) + ${notInCohort.rows} not in the cohort`,
    )
    if (wouldStop) {
      terminal.print(
        `  a study would stop here: more than ${percent(QUARANTINE_LIMIT)} of the cohort in quarantine ` +
          '(quarantineLimit under records)',
      )
    }
    for (const { field, reason, rows: count } of quarantined.reasons.slice(0, REASONS_SHOWN)) {
      terminal.print(`  quarantine: ${count} x ${field}: ${reason}`)
    }
    const more = quarantined.reasons.length - REASONS_SHOWN
    if (more > 0) terminal.print(`  quarantine: and ${counted(more, 'more reason')} in the import report`)
    for (const { condition, rows: count } of notInCohort.conditions) {
      if (count > 0) terminal.print(`  not in the cohort: ${count} x ${condition}`)
    }
    for (const [name, { fromBands, notDone }] of Object.entries(report.fields)) {
      if (fromBands)
        terminal.print(
          `  ${name}: ${fromBands === 1 ? '1 value stands for a band' : `${fromBands} values stand for bands`}`,
        )
      if (notDone) terminal.print(`  ${name}: ${notDone} not examined`)
    }
    for (const finding of importFindings(report)) terminal.print(`  ${finding}`)
    if (report.deidentification) terminal.print(`  de-identified: ${describeDeidentification(report.deidentification)}`)
    if (report.note !== null) terminal.print(`  note: ${report.note}`)
    terminal.print(`Written to ${shortPath(out)}: ${FILES}`)
    return wouldStop ? 1 : 0
  },
}
