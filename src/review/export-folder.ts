/** @file Where the judgements of a review are: files that the study names, or the export of a served review, once it is there. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { InputError } from '../support/index.ts'
import { type FilesConfig, isServed, type ReviewConfig } from './config.ts'
import type { ServedFacts } from './review-data.ts'

/** What is read of `review.json` of an export; the other members are what the export counted itself. */
const exportedSummary = z.looseObject({
  scale: z.tuple([z.int(), z.int()]),
  simulated: z.boolean(),
  served: z.looseObject({ planHash: z.string(), chain: z.looseObject({ hash: z.string() }) }),
})

/** Files of judgements, and what an export says of the review that they come from. */
export interface JudgementFiles {
  readonly files: FilesConfig
  /** Null for judgements that were gathered elsewhere. */
  readonly served: ServedFacts | null
  /** Absolute; all that decides what is read. */
  readonly sources: readonly string[]
}

/** Whether there are judgements to analyse: always with files, and with a served review once it was exported. */
export function hasJudgements(config: ReviewConfig | undefined, studyFolder: string): config is ReviewConfig {
  if (config === undefined) return false
  return !isServed(config) || existsSync(resolve(studyFolder, config.export, 'review.json'))
}

/** The files, with the scale and the origin that the export states. Throws InputError for an export that is none. */
export function judgementFiles(config: ReviewConfig, studyFolder: string): JudgementFiles {
  if (!isServed(config)) {
    const names = [config.ratings, config.preferences, config.guesses].filter(file => file !== undefined)
    return { files: config, served: null, sources: names.map(file => resolve(studyFolder, file)) }
  }
  const folder = resolve(studyFolder, config.export)
  const file = join(folder, 'review.json')
  let summary: unknown = null
  try {
    summary = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Said below, as for any other content.
  }
  const read = exportedSummary.safeParse(summary)
  if (!read.success) {
    throw new InputError('expected the export of a review, got something else', { file }, 'export it again')
  }
  const named = (name: string) => (existsSync(join(folder, name)) ? join(config.export, name) : undefined)
  const files: FilesConfig = {
    ratings: named('ratings.csv'),
    preferences: named('preferences.csv'),
    guesses: named('guesses.csv'),
    scale: read.data.scale,
    simulated: read.data.simulated || config.simulated,
  }
  const names = [files.ratings, files.preferences, files.guesses].filter(name => name !== undefined)
  return {
    files,
    served: read.data.served as unknown as ServedFacts,
    sources: [file, ...names.map(name => resolve(studyFolder, name))],
  }
}
