/** @file Finds the specialty that a study names: a built-in one, or a file that declares one. */
import { resolve } from 'node:path'
import { didYouMean, InputError } from '../support/index.ts'
import { infertilityIn, type Language } from './infertility/index.ts'
import { readRegisterSpecialty } from './register/index.ts'
import type { Specialty } from './specialty.ts'

/** Specialties that come with Bedside, by name, in each language; adding one is adding a line. */
const builtInFor: Readonly<Record<string, (language: Language) => Specialty>> = { infertility: infertilityIn }

/** Specialties that come with Bedside, by name, in English. */
export const builtIn: Readonly<Record<string, Specialty>> = Object.fromEntries(
  Object.entries(builtInFor).map(([name, inLanguage]) => [name, inLanguage('en')]),
)

/**
 * The specialty called `name`: a built-in one in the language asked for, or, when the name ends in .yaml or .yml, the one
 * declared in that file, looked up from the study's folder, in the words of that file. Throws InputError on an unknown
 * name and on any mistake in the file.
 */
export function loadSpecialty(name: string, studyFolder: string, language: Language = 'en'): Specialty {
  if (/\.ya?ml$/i.test(name)) return readRegisterSpecialty(resolve(studyFolder, name))
  if (Object.hasOwn(builtInFor, name)) return language === 'en' ? builtIn[name] : builtInFor[name](language)
  throw new InputError(
    `expected a built-in specialty or a .yaml file, got "${name}"`,
    { field: 'specialty' },
    didYouMean(name, Object.keys(builtInFor)),
  )
}
