/** @file Import of a file outside of a study: to see what comes of a mapping before a study is made of it. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import {
  checkHeaderOf,
  deidentifyConfig,
  type Encoding,
  type ImportReport,
  importPassage,
  importRecords,
  keyMadeLine,
  readMapping,
  suggestMapping,
} from '../records/index.ts'
import { loadSpecialty, type Specialty, withoutLayers } from '../specialty/index.ts'
import { InputError, type Progress, refuseFileAsFolder } from '../support/index.ts'

/** What to import, and how to read it. */
export interface ImportFileRequest {
  readonly file: string
  readonly mapping: string
  /** A built-in specialty or a file; by default the `specialty.yaml` beside the mapping, else `infertility`. */
  readonly specialty?: string
  /** Folder that receives records.jsonl, quarantine.jsonl and import-report.json. */
  readonly out: string
  readonly encoding?: Encoding
  readonly delimiter?: string
  /** The user's folder for settings, where the key of de-identification lies or is made. */
  readonly settingsFolder: string
  /** The user's home: what lies in it is not shared for lying there. */
  readonly homeFolder: string
  /** The reason why nothing is taken out; de-identification is on without it. */
  readonly asIs?: string
  /** Told at once, since a key stays also when the import then stops. */
  readonly onKeyMade?: (line: string) => void
  readonly progress: Progress
  readonly signal: AbortSignal
}

function specialtyFor(name: string | undefined, folder: string): Specialty {
  if (name !== undefined) return loadSpecialty(name, '.')
  return loadSpecialty(existsSync(join(folder, 'specialty.yaml')) ? 'specialty.yaml' : 'infertility', folder)
}

/**
 * Imports a file as a study would, however many rows are quarantined. Throws InputError as `importRecords` does, on a
 * mistake in specialty or mapping, when `out` is a file or an artifact of a study, and when the key would lie beside the data.
 */
export async function importFile(request: ImportFileRequest): Promise<ImportReport> {
  const { file, out, encoding, delimiter, progress, signal } = request
  const mappingFile = resolve(request.mapping)
  const named = specialtyFor(request.specialty, dirname(mappingFile))
  const mapping = readMapping(mappingFile, named)
  const specialty = withoutLayers(named, mapping.value.decisionsNotInSource)
  refuseFileAsFolder(out, 'give another --out')
  if (existsSync(join(out, 'manifest.json'))) {
    throw new InputError(
      'expected a folder of its own, got an artifact of a study',
      { file: out },
      'give another --out',
    )
  }
  const config = deidentifyConfig.safeParse(request.asIs === undefined ? {} : { off: request.asIs })
  if (!config.success) {
    throw new InputError(config.error.issues[0].message, { field: '--as-is' }, 'say why, in a few words')
  }
  const { settingsFolder, homeFolder } = request
  const deidentification = importPassage({
    config: config.data,
    mapping,
    specialty,
    studyFolder: resolve(out),
    dataFiles: [mappingFile, resolve(file)],
    surroundings: { settingsFolder, homeFolder, makesKey: true },
  })
  if (deidentification.madeKey !== null) request.onKeyMade?.(keyMadeLine(deidentification.madeKey))
  return importRecords({
    passage: deidentification.open(),
    source: resolve(file),
    encoding,
    delimiter,
    mapping,
    specialty,
    quarantineLimit: 1,
    output: out,
    progress,
    signal,
  })
}

/** A draft of a mapping for a file, from its header. Throws InputError when the file cannot be read or has no header. */
export async function draftMapping(
  file: string,
  options: {
    readonly specialty?: string
    readonly sheet?: string
    readonly encoding?: Encoding
    readonly delimiter?: string
  },
): Promise<string> {
  const { specialty, ...reading } = options
  // A draft holds the header, so a first row of data must not pass for one.
  await checkHeaderOf(resolve(file), reading)
  return suggestMapping(resolve(file), specialtyFor(specialty, '.'), reading)
}
