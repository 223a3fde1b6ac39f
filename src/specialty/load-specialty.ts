/** @file Finds the specialty that a study names: a built-in one, or a file that declares one. */
import { resolve } from 'node:path'
import { didYouMean, InputError } from '../support/index.ts'
import { infertility } from './infertility/index.ts'
import { readRegisterSpecialty } from './register/index.ts'
import type { Specialty } from './specialty.ts'

/** Specialties that come with Bedside, by name; adding one is adding a line. */
export const builtIn: Readonly<Record<string, Specialty>> = { infertility }

/**
 * The specialty called `name`: a built-in one, or, when the name ends in .yaml or .yml, the one declared in that file,
 * looked up from the study's folder. Throws InputError on an unknown name and on any mistake in the file.
 */
export function loadSpecialty(name: string, studyFolder: string): Specialty {
  if (/\.ya?ml$/i.test(name)) return readRegisterSpecialty(resolve(studyFolder, name))
  if (Object.hasOwn(builtIn, name)) return builtIn[name]
  throw new InputError(
    `expected a built-in specialty or a .yaml file, got "${name}"`,
    { field: 'specialty' },
    didYouMean(name, Object.keys(builtIn)),
  )
}
