/** @file The records stage: imports the study's export, or generates its synthetic cohort. */
import { join, resolve } from 'node:path'
import type { Specialty } from '../specialty/index.ts'
import {
  InputError,
  InterruptedError,
  type JsonValue,
  lineWriter,
  type Stage,
  type StageContext,
  type StageCounts,
  writeFileAtomically,
} from '../support/index.ts'
import type { RecordsConfig } from './config.ts'
import { type ImportReport, importRecords, importTally, readMapping } from './import/index.ts'
import { importPassage, keyMadeLine, noSurroundings, type Surroundings } from './import-passage.ts'
import {
  addCounts,
  cohortChunks,
  emptyCounts,
  publishedFigures,
  type SyntheticCohortOptions,
  type SyntheticMarginals,
  syntheticCases,
} from './synthetic/index.ts'

const countsOf = ({ rows, imported, quarantined, notInCohort, couples, synthetic }: ImportReport): StageCounts => ({
  rows,
  imported,
  quarantined: quarantined.rows,
  notInCohort: notInCohort.rows,
  couples,
  synthetic,
})

/** Couples that the comparison with published figures looks at: the first of the cohort. */
const COMPARED = 20_000

/**
 * Writes a synthetic cohort in the form of an import, report included; beside it outcomes, which no later stage reads,
 * and how the cohort compares with published figures.
 */
async function generateRecords(
  options: SyntheticCohortOptions,
  specialty: Specialty,
  { output, progress, signal }: StageContext,
): Promise<StageCounts> {
  const task = progress.begin('generating records', options.couples)
  const records = lineWriter(join(output, 'records.jsonl'))
  const outcomes = lineWriter(join(output, 'outcomes.jsonl'))
  const total = emptyCounts()
  try {
    for await (const chunk of cohortChunks(options)) {
      if (signal.aborted) throw new InterruptedError('interrupted while generating records')
      records.append(chunk.records)
      outcomes.append(chunk.outcomes)
      addCounts(total, chunk.counts)
      task.update(total.records)
    }
  } finally {
    records.close()
    outcomes.close()
  }
  writeFileAtomically(join(output, 'quarantine.jsonl'), '')
  const compared = { ...options, couples: Math.min(COMPARED, options.couples) }
  const marginals: SyntheticMarginals = {
    synthetic: true,
    couples: compared.couples,
    clinics: options.clinics ?? 1,
    figures: publishedFigures([...syntheticCases(compared)]),
  }
  writeFileAtomically(join(output, 'marginals.json'), `${JSON.stringify(marginals, null, 2)}\n`)
  const empty = importTally(specialty, []).report({ synthetic: true, source: 'synthetic cohort', note: null })
  // No check was asked here: where a generated plan departs from the rules is in outcomes.jsonl.
  const { planChecks: _none, ...none } = empty
  const report: ImportReport = {
    ...none,
    rows: total.records,
    imported: total.records,
    couples: total.records,
    fields: Object.fromEntries(
      Object.keys(none.fields).map(name => {
        const missing = total.missing[name] ?? 0
        return [name, { ...none.fields[name], missing, missingShare: missing / Math.max(1, total.records) }]
      }),
    ),
    decisions: Object.fromEntries(
      Object.entries(none.decisions).map(([layer, unused]) => {
        const values = { ...unused.values, ...total.decisions[layer] }
        return [layer, { ...unused, applicable: Object.values(values).reduce((sum, count) => sum + count, 0), values }]
      }),
    ),
  }
  writeFileAtomically(join(output, 'import-report.json'), `${JSON.stringify(report, null, 2)}\n`)
  task.finish(`${report.imported} records of ${report.couples} couples`)
  return countsOf(report)
}

/**
 * The stage that writes the artifact `records`. The mapping is read and checked here, before anything runs; throws
 * InputError on a mistake in it, and when a synthetic cohort is asked for outside the infertility specialty.
 * @param studyFolder folder of the study file, from which `source` and `mapping` are looked up.
 */
export function recordsStage(options: {
  readonly config: RecordsConfig
  readonly specialty: Specialty
  readonly studyFolder: string
  readonly surroundings?: Surroundings
}): Stage {
  const { config, specialty, studyFolder, surroundings = noSurroundings } = options
  const common = {
    title: 'records',
    artifact: 'records',
    inputs: [],
    // Paths are left out of the settings: a study that is moved to another folder is the same study.
    settings: { specialty, records: withoutPaths(config) } as unknown as Record<string, JsonValue>,
    module: import.meta.url,
  }
  if ('synthetic' in config) {
    if (specialty.name !== 'infertility') {
      throw new InputError(
        `a synthetic cohort exists only for the infertility specialty, got "${specialty.name}"`,
        { field: 'records.synthetic' },
        'give records a source and a mapping',
      )
    }
    return {
      ...common,
      sources: [],
      run: context => generateRecords({ language: specialty.language, ...config.synthetic }, specialty, context),
    }
  }
  const source = resolve(studyFolder, config.source)
  const mappingFile = resolve(studyFolder, config.mapping)
  const mapping = readMapping(mappingFile, specialty)
  if (mapping.value.decisions === undefined || specialty.decisionLayers.length === 0) {
    throw new InputError(
      'the mapping names no decisions, so that a study would have nothing to learn',
      { file: mappingFile },
      'add `decisions`, or import the file without a study (bedside import)',
    )
  }
  const deidentification = importPassage({
    config: config.deidentify,
    mapping,
    specialty,
    studyFolder,
    dataFiles: [source, mappingFile],
    surroundings,
  })
  return {
    ...common,
    settings: { ...common.settings, key: deidentification.keyFingerprint } as JsonValue,
    sources: [source, mappingFile],
    async run({ output, kept, progress, signal }) {
      const { encoding, delimiter, quarantineLimit } = config
      if (deidentification.madeKey !== null) progress.say(`  ${keyMadeLine(deidentification.madeKey)}`)
      const passage = deidentification.open()
      const reading = { source, encoding, delimiter, mapping, specialty, quarantineLimit }
      const request = { ...reading, output, kept, progress, signal, passage }
      return countsOf(await importRecords(request))
    },
  }
}

function withoutPaths(config: RecordsConfig): JsonValue {
  if ('synthetic' in config) return config
  const { source: _source, mapping: _mapping, deidentify, ...rest } = config
  const { key: _key, ...how } = deidentify
  return { ...rest, deidentify: how } as JsonValue
}
