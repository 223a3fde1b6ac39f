/** @file The specialty of a study: the one that it names, without the decisions that its source does not have. */
import { resolve } from 'node:path'
import { readMapping } from '../records/index.ts'
import type { Language } from '../report/index.ts'
import { loadSpecialty, type Specialty, withoutLayers } from '../specialty/index.ts'
import type { Study } from './study-config.ts'

/**
 * What all stages of a study take for its specialty; the report, in its own language. A synthetic cohort has every decision. Throws
 * InputError on a mistake in the specialty or in the mapping.
 */
export function studySpecialty(
  { config, folder }: Pick<Study, 'config' | 'folder'>,
  language: Language = config.prompts.language,
): Specialty {
  const specialty = loadSpecialty(config.specialty, folder, language)
  if ('synthetic' in config.records) return specialty
  const { decisionsNotInSource } = readMapping(resolve(folder, config.records.mapping), specialty).value
  return withoutLayers(specialty, decisionsNotInSource)
}
