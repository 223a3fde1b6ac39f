/** @file What `bedside init` must know of a new study, and what may go together. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { builtIn } from '../../specialty/index.ts'
import { didYouMean, InputError } from '../../support/index.ts'

/** Arms that a study can be begun with, in the order in which they build on each other. */
export const NEW_ARMS = ['base', 'icl', 'sft', 'dpo', 'grpo'] as const
/** One of them. */
export type NewArm = (typeof NEW_ARMS)[number]

/** Engines that a study can be begun with. */
export const NEW_ENGINES = ['embedded', 'trl'] as const
/** Languages of prompts. */
export const NEW_LANGUAGES = ['en', 'zh'] as const

/** Fewest couples, or rows of a file, that a split with a test side of use can be made of. */
export const FEWEST_COUPLES = 20

/** Answers to the questions of `bedside init`; paths are those of the command line. */
export interface NewStudyAnswers {
  readonly name: string
  /** A built-in specialty, or the path of a specialty.yaml. */
  readonly specialty: string
  /** An export; null: invented couples. */
  readonly records: string | null
  /** Invented couples; not read with `records`. */
  readonly couples: number
  readonly arms: readonly NewArm[]
  readonly engine: (typeof NEW_ENGINES)[number]
  /** Folder of a checkpoint; null: the small model that comes with Bedside, or one that is made in the run. */
  readonly model: string | null
  /** Cases of the review by clinicians; 0: no review, null: as many as suit the number of records. */
  readonly cases: number | null
  /** Clinicians who judge each case. */
  readonly raters: number
  readonly language: (typeof NEW_LANGUAGES)[number]
}

const refuse = (option: string, problem: string, remedy: string): never => {
  throw new InputError(problem, { field: `--${option}` }, remedy)
}

/** Whether a specialty is declared in a file. */
export const isDeclared = (specialty: string): boolean => /\.ya?ml$/i.test(specialty)

/** A name as a study may have it, made of any text; `study` where nothing is left of it. */
export function studyNameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return name === '' ? 'study' : name
}

/** Reads a list of arms such as `icl, sft`; in the order of `NEW_ARMS`. Throws InputError on another name, or none. */
export function parseArms(text: string): readonly NewArm[] {
  const names = text.split(',').map(name => name.trim().toLowerCase())
  const found = names.filter(name => name !== '')
  if (found.length === 0) refuse('arms', 'expected at least one arm, got none', `of ${NEW_ARMS.join(', ')}`)
  const unknown = found.find(name => !NEW_ARMS.some(arm => arm === name))
  if (unknown !== undefined) refuse('arms', `expected arms, got "${unknown}"`, didYouMean(unknown, NEW_ARMS))
  return NEW_ARMS.filter(arm => found.includes(arm))
}

/** Reads one of several words. Throws InputError at `option` on another. */
export function parseChoice<Word extends string>(option: string, text: string, words: readonly Word[]): Word {
  const word = words.find(known => known === text.trim().toLowerCase())
  return word ?? refuse(option, `expected one of ${words.join(', ')}, got "${text}"`, didYouMean(text, words))
}

/** Reads a whole number between limits. Throws InputError at `option` on anything else. */
export function parseCount(option: string, text: string, least: number, most: number): number {
  const isNumber = /^\d+$/.test(text.trim())
  const count = Number(text)
  if (isNumber && count >= least && count <= most) return count
  return refuse(option, `expected a whole number from ${least} to ${most}, got "${text}"`, 'give one')
}

/** Throws InputError at the first answer that is wrong by itself. */
export function checkName(name: string): void {
  if (/^[a-z0-9][a-z0-9-]*$/.test(name)) return
  const problem = `expected a short name of lower-case letters, digits and hyphens, got "${name}"`
  refuse('name', problem, `for example "${studyNameOf(name)}"`)
}

/** Throws InputError unless a specialty is built in, or a file that is there. */
export function checkSpecialty(specialty: string): void {
  if (isDeclared(specialty)) {
    if (existsSync(resolve(specialty))) return
    const problem = `expected a declared specialty, got nothing at "${specialty}"`
    refuse('specialty', problem, 'write the specialty.yaml first: docs/study-files.md says how')
  }
  if (Object.hasOwn(builtIn, specialty)) return
  const names = Object.keys(builtIn)
  const problem = `expected a built-in specialty (${names.join(', ')}) or a .yaml file, got "${specialty}"`
  refuse('specialty', problem, didYouMean(specialty, names))
}

/** Throws InputError when answers cannot go together. */
export function checkAnswers({ name, specialty, records, language, engine, model }: NewStudyAnswers): void {
  checkName(name)
  checkSpecialty(specialty)
  if (isDeclared(specialty) && records === null) {
    refuse('records', 'expected a file with a declared specialty, got none', 'only infertility has invented couples')
  }
  if (isDeclared(specialty) && language !== 'en') {
    const problem = `expected "en" with a declared specialty, which has its own words, got "${language}"`
    refuse('language', problem, 'write the labels of the specialty in the language that you want')
  }
  if (model === 'bedside-base' && (language !== 'en' || isDeclared(specialty))) {
    refuse(
      'model',
      'expected another model: bedside-base has read English prompts of infertility only',
      'leave --model out: the study then begins with a model made in the run from its own texts; or --language en',
    )
  }
  if (engine !== 'embedded' || model === null || model === 'bedside-base') return
  if (!existsSync(join(resolve(model), 'config.json'))) {
    const got = existsSync(resolve(model)) ? `no config.json in "${model}"` : `nothing at "${model}"`
    refuse('model', `expected the folder of a checkpoint, got ${got}`, 'check the path')
  }
}
