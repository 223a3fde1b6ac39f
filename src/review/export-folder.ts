/** @file Where the judgements of a review are: files that the study names, or the export of a served review, once it is there. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { InputError, sha256 } from '../support/index.ts'
import { isServed, type ReviewConfig } from './config.ts'
import type { ReviewFiles } from './read-review.ts'
import type { ServedFacts } from './review-data.ts'
import { readJournal } from './store/journal.ts'

/** What is read of `review.json` of an export; the other members are what the export counted itself. */
const exportedSummary = z.looseObject({
  scale: z.tuple([z.int(), z.int()]),
  simulated: z.boolean(),
  served: z.looseObject({ planHash: z.string(), chain: z.looseObject({ hash: z.string() }) }),
  /** File -> SHA-256. */
  files: z.record(z.string(), z.string()),
})

/** Files of judgements, and what an export says of the review that they come from. */
export interface JudgementFiles {
  readonly files: ReviewFiles
  /** Null for judgements that were gathered elsewhere. */
  readonly served: ServedFacts | null
  /** Hashes of what was judged, absolute; null for judgements that were gathered elsewhere, and for exports from before there were any. */
  readonly shown: string | null
  /** Absolute; all that decides what is read. */
  readonly sources: readonly string[]
}

/** Whether there are judgements to analyse: always with files, and with a served review once it was exported. */
export function hasJudgements(config: ReviewConfig | undefined, studyFolder: string): config is ReviewConfig {
  if (config === undefined) return false
  return !isServed(config) || existsSync(resolve(studyFolder, config.export, 'review.json'))
}

const changed = (file: string) =>
  new InputError(
    'expected a file as it was exported, got one that was changed since',
    { file },
    'export again into an empty folder; judgements of another origin belong under review.ratings and the like',
  )

/** Throws InputError for a file of the export that is not as `review.json` says. */
function checkFiles(folder: string, hashes: Readonly<Record<string, string>>): void {
  for (const [name, hash] of Object.entries(hashes)) {
    const file = join(folder, name)
    if (!existsSync(file) || sha256(readFileSync(file, 'utf8')) !== hash) throw changed(file)
  }
}

/**
 * Whether the journal of an embedded review says that this very `review.json` was exported; false where there is no journal
 * to ask. Throws InputError when there is one and it does not.
 */
function isOfJournal(journal: string, file: string, text: string): boolean {
  if (!existsSync(journal)) return false
  const hash = sha256(text)
  const exports = readJournal(journal).events.flatMap(({ kind, payload }) =>
    kind === 'data.exported' ? [payload] : [],
  )
  if (!exports.some(({ files }) => files['review.json'] === hash)) throw changed(file)
  return true
}

/** The files, with the scale and the origin that the export states. Throws InputError for an export that is none, or was changed. */
export function judgementFiles(config: ReviewConfig, studyFolder: string): JudgementFiles {
  if (!isServed(config)) {
    const names = [config.ratings, config.preferences, config.guesses].filter(file => file !== undefined)
    return { files: config, served: null, shown: null, sources: names.map(file => resolve(studyFolder, file)) }
  }
  const folder = resolve(studyFolder, config.export)
  const file = join(folder, 'review.json')
  let text = ''
  let summary: unknown = null
  try {
    text = readFileSync(file, 'utf8')
    summary = JSON.parse(text)
  } catch {
    // Said below, as for any other content.
  }
  const read = exportedSummary.safeParse(summary)
  if (!read.success) {
    throw new InputError('expected the export of a review, got something else', { file }, 'export it again')
  }
  checkFiles(folder, read.data.files)
  const comparedWithChain = isOfJournal(resolve(studyFolder, config.folder, 'journal.jsonl'), file, text)
  const named = (name: string) => (existsSync(join(folder, name)) ? join(config.export, name) : undefined)
  const files: ReviewFiles = {
    ratings: named('ratings.csv'),
    preferences: named('preferences.csv'),
    guesses: named('guesses.csv'),
    remarks: named('remarks.csv'),
    scale: read.data.scale,
    simulated: read.data.simulated || config.simulated,
  }
  const shown = 'shown.csv' in read.data.files ? join(folder, 'shown.csv') : null
  const names = [files.ratings, files.preferences, files.guesses, files.remarks].filter(name => name !== undefined)
  return {
    files,
    served: { ...(read.data.served as unknown as ServedFacts), comparedWithChain },
    shown,
    sources: [file, ...names.map(name => resolve(studyFolder, name)), ...(shown === null ? [] : [shown])],
  }
}
