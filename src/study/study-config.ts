/** @file The study file: its schema, composed of the sections of each stage, and the checks between sections. */
import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { armsConfig, type BaseConfig, baseConfig } from '../alignment/index.ts'
import { benchmarkConfig } from '../benchmark/index.ts'
import { trlConfig } from '../engines/trl/index.ts'
import { predictionConfig } from '../predictions/index.ts'
import { promptsConfig } from '../prompts/index.ts'
import { judgesConfig } from '../judges/index.ts'
import { isServed, PHYSICIAN, reviewConfig } from '../review/index.ts'
import { recordsConfig, splitConfig } from '../records/index.ts'
import {
  didYouMean,
  InputError,
  isInsideFolder,
  type Place,
  readSettingsFile,
  type SettingsFile,
} from '../support/index.ts'
import { checkEngine } from './check-engine.ts'

/** Every key of `study.yaml`; unknown ones are refused. */
export const studyConfig = z.strictObject({
  study: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected a short name of lower-case letters, digits and hyphens'),
  title: z.string().min(1).optional(),
  /** A built-in specialty's name, or the path of a specialty.yaml relative to the study file. */
  specialty: z.string().min(1),
  seed: z.int().min(0).default(1),
  records: recordsConfig,
  split: splitConfig.prefault({}),
  prompts: promptsConfig.prefault({}),
  base: baseConfig.prefault({}),
  trl: trlConfig.prefault({}),
  arms: armsConfig,
  prediction: predictionConfig.prefault({}),
  benchmark: benchmarkConfig,
  review: reviewConfig.optional(),
  /** Language models that are asked what clinicians are asked, for comparison only. */
  judges: judgesConfig.prefault({}),
  /** The analysis plan, relative to the study file. */
  plan: z.string().min(1).optional(),
  /** Folder for everything that the study makes, relative to the study file. */
  out: z.string().min(1).default('out'),
})

export type StudyConfig = z.output<typeof studyConfig>

/** A study file that was read and checked. */
export interface Study {
  readonly file: string
  /** Folder of the study file, absolute: paths in it are relative to this. */
  readonly folder: string
  /** Output folder, absolute. */
  readonly out: string
  readonly config: StudyConfig
  /** The place of a setting in the study file, for errors found while the study runs. */
  placeOf(path: readonly PropertyKey[]): Place
}

/** Gives an error that names a setting of the study file (`split`, `base.contextLength`) the setting's place in it. */
export function placeInStudy(error: unknown, study: Study): unknown {
  if (!(error instanceof InputError) || error.place.file !== undefined || error.place.field === undefined) return error
  const path = error.place.field.split('.')
  if (!(path[0] in study.config)) return error
  return new InputError(error.problem, { ...error.place, ...study.placeOf(path) }, error.remedy)
}

type Refuse = (problem: string, path: readonly string[], remedy: string) => void

/** What a model that is made from nothing must fulfil; of a given one the census knows the context. */
function checkNewBase(
  base: Exclude<BaseConfig, { readonly model: string }>,
  arms: StudyConfig['arms'],
  prediction: StudyConfig['prediction'],
  refuse: Refuse,
): void {
  if (base.hiddenSize % base.numHeads !== 0) {
    refuse(
      `expected hiddenSize to be a multiple of numHeads, got ${base.hiddenSize} and ${base.numHeads}`,
      ['base', 'hiddenSize'],
      `use ${base.numHeads * Math.max(1, Math.round(base.hiddenSize / base.numHeads))}`,
    )
  }
  if ((base.hiddenSize / base.numHeads) % 2 !== 0) {
    refuse(
      `expected an even size of each head (hiddenSize / numHeads), got ${base.hiddenSize / base.numHeads}`,
      ['base', 'hiddenSize'],
      'rotary positions turn pairs of numbers; change hiddenSize or numHeads',
    )
  }
  if (base.numHeads % base.numKvHeads !== 0) {
    refuse(
      `expected numHeads to be a multiple of numKvHeads, got ${base.numHeads} and ${base.numKvHeads}`,
      ['base', 'numKvHeads'],
      'each key-value head serves the same number of heads',
    )
  }
  if (prediction.maxNewTokens >= base.contextLength) {
    refuse(
      `expected maxNewTokens below the base's contextLength (${base.contextLength}), got ${prediction.maxNewTokens}`,
      ['prediction', 'maxNewTokens'],
      'the prompt needs room in the context too',
    )
  }
  for (const [path, tokens] of [
    [['arms', 'grpo', 'maxNewTokens'], arms.grpo?.maxNewTokens],
    [['arms', 'dpo', 'pairs', 'maxNewTokens'], arms.dpo?.pairs.maxNewTokens],
  ] as const) {
    if (tokens === undefined || tokens < base.contextLength) continue
    refuse(
      `expected maxNewTokens below the base's contextLength (${base.contextLength}), got ${tokens}`,
      path,
      'the prompt needs room in the context too',
    )
  }
}

/** What a served review must fulfil: arms that the study has, and folders that no run of the study clears. */
function checkServedReview({ review, arms, out }: StudyConfig, studyFolder: string, refuse: Refuse): void {
  if (review === undefined || !isServed(review)) return
  const known = [...Object.keys(arms), PHYSICIAN]
  const named = [...review.compare, ...(review.tasks.pairs === 'none' ? [] : [review.tasks.pairs.of].flat(2))]
  const unknown = named.find(arm => arm !== 'all' && !known.includes(arm))
  if (unknown !== undefined) {
    const remedy = didYouMean(unknown, known) || 'correct it'
    refuse(`expected an arm of the study or "${PHYSICIAN}", got "${unknown}"`, ['review', 'compare'], remedy)
  }
  for (const key of ['folder', 'export'] as const) {
    if (!isInsideFolder(resolve(studyFolder, review[key]), resolve(studyFolder, out))) continue
    const problem = `expected a folder outside of the study's output (${out}), got "${review[key]}"`
    refuse(problem, ['review', key], 'what is in there is the only copy, and the output can be made again')
  }
  if (resolve(studyFolder, review.folder) === resolve(studyFolder, review.export)) {
    refuse('expected another folder for the export than that of the review', ['review', 'export'], 'name two')
  }
}

/** What an adapter must fulfil, of the base and of each arm. */
function checkAdapters({ base, arms }: StudyConfig, refuse: Refuse): void {
  const given = 'model' in base ? base : null
  if (given?.lora && given.epochs === 0) {
    refuse('expected `epochs` above 0 with `lora`, got 0: the base is not trained', ['base', 'lora'], 'leave out one')
  }
  const adapters = [
    [['base'], given?.lora],
    ...(['sft', 'dpo', 'grpo'] as const).map(arm => [['arms', arm], arms[arm]?.lora] as const),
  ] as const
  for (const [path, lora] of adapters) {
    if (base.engine !== 'embedded' || lora === undefined || lora.dropout === 0) continue
    const problem = `expected a dropout of 0, the only one that the embedded engine has, got ${lora.dropout}`
    refuse(problem, [...path, 'lora', 'dropout'], 'leave it out, or train with `engine: trl`')
  }
}

/** What judges must fulfil: sheets of a served review to look at, and own arms that the study has. */
function checkJudges({ judges, review, arms }: StudyConfig, refuse: Refuse): void {
  const known = Object.keys(arms)
  for (const [judge, { ownArms }] of Object.entries(judges)) {
    if (review === undefined || !isServed(review)) {
      refuse(
        'expected a review that Bedside serves beside a judge, got none',
        ['judges', judge],
        'a judge is shown its sheets: write `review: { compare: ... }`; answers of a judge from elsewhere belong in the files of `review`',
      )
    }
    const unknown = ownArms.find(arm => !known.includes(arm))
    if (unknown === undefined) continue
    const remedy = didYouMean(unknown, known) || 'correct it'
    refuse(`expected an arm of the study, got "${unknown}"`, ['judges', judge, 'ownArms'], remedy)
  }
}

/** Throws InputError at the place of the first pair of settings that cannot go together. */
function checkCombinations(settings: SettingsFile<StudyConfig>, studyFolder: string): void {
  const { value, placeOf } = settings
  const { arms, base, records, specialty, prediction } = value
  const refuse: Refuse = (problem, path, remedy) => {
    throw new InputError(problem, placeOf(path), remedy)
  }
  if (!('model' in base)) checkNewBase(base, arms, prediction, refuse)
  checkEngine(value, placeOf)
  checkAdapters(value, refuse)
  checkServedReview(value, studyFolder, refuse)
  checkJudges(value, refuse)
  if ('model' in base && base.model === 'bedside-base' && value.prompts.language !== 'en') {
    refuse(
      'expected language "en" with the model bedside-base, which has read English prompts only',
      ['prompts', 'language'],
      'leave `model` out to make a base in the run, or name one of your own',
    )
  }
  if (value.prompts.language !== 'en' && /\.ya?ml$/.test(specialty)) {
    refuse(
      'expected language "en" with a declared specialty, which has its own words',
      ['prompts', 'language'],
      'write the labels of the specialty in the language that you want',
    )
  }
  if ('synthetic' in records && /\.ya?ml$/.test(specialty)) {
    refuse(
      `expected the specialty "infertility" with synthetic records, got "${specialty}"`,
      ['records', 'synthetic'],
      'records can only be invented for a built-in specialty; give a source and a mapping',
    )
  }
}

/**
 * Reads a study file, or the `study.yaml` of a folder, with every default filled in. Throws InputError with file, line
 * and column for whatever is wrong in it; writes nothing.
 */
export function loadStudy(path: string): Study {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'study.yaml') : path
  if (!existsSync(file)) {
    throw new InputError(
      'expected a study file, got nothing at this path',
      { file },
      'cd to the folder of a study or give its path; `bedside init` begins a study of your own, `bedside demo` one to look at',
    )
  }
  const settings = readSettingsFile(file, studyConfig)
  const folder = dirname(resolve(file))
  checkCombinations(settings, folder)
  return {
    file,
    folder,
    out: resolve(folder, settings.value.out),
    config: settings.value,
    placeOf: settings.placeOf,
  }
}
