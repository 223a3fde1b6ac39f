/** @file The specialty of a study: the one that it names, without the decisions that its source does not have. */
import { resolve } from 'node:path'
import { readMapping } from '../records/index.ts'
import { loadSpecialty, type Specialty, withoutLayers } from '../specialty/index.ts'
import type { Study } from './study-config.ts'

/**
 * What all stages of a study take for its specialty. A synthetic cohort has every decision. Throws InputError on a mistake
 * in the specialty or in the mapping.
 */
export function studySpecialty({ config, folder }: Pick<Study, 'config' | 'folder'>): Specialty {
  const specialty = loadSpecialty(config.specialty, folder, config.prompts.language)
  if ('synthetic' in config.records) return specialty
  const { decisionsNotInSource } = readMapping(resolve(folder, config.records.mapping), specialty).value
  return withoutLayers(specialty, decisionsNotInSource)
}
