/** @file Writes the files of a new study: all of them, or none. */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { shippedModelOf } from '../../alignment/index.ts'
import { type Encoding, openSource } from '../../records/index.ts'
import { InputError, refuseFileAsFolder, writeFileAtomically } from '../../support/index.ts'
import { draftMapping } from '../import-file.ts'
import { checkAnswers, isDeclared, type NewStudyAnswers } from './answers.ts'
import { newPlanText } from './plan-text.ts'
import { newSizes } from './sizes.ts'
import { NEW_FILES, newStudyText } from './study-text.ts'

/** The small model that comes with Bedside. */
const OWN_MODEL = 'bedside-base'

/** Where a new study goes, what it is, and how its export is read. */
export interface NewStudyRequest {
  readonly folder: string
  readonly answers: NewStudyAnswers
  readonly reading: { readonly encoding?: Encoding; readonly delimiter?: string; readonly sheet?: string }
}

/** What was written. */
export interface NewStudy {
  /** Paths, in the order in which they were written. */
  readonly files: readonly string[]
  /** Rows of the export, or invented couples. */
  readonly rows: number
}

/** Throws InputError when a folder holds a study, or any file that would be written, or the register of an earlier plan. */
function refuseTaken(folder: string): void {
  refuseFileAsFolder(folder, 'name another folder')
  const names = [...Object.values(NEW_FILES), 'analysis-plan.registered.json']
  const taken = names.find(name => existsSync(join(folder, name)))
  if (taken === undefined) return
  throw new InputError(
    `expected a folder without a study, got one that has ${taken}`,
    { file: folder },
    'name another folder, or move what is there; `bedside run` goes on with a study',
  )
}

async function countRows(file: string, reading: NewStudyRequest['reading']): Promise<number> {
  const { rows } = await openSource(resolve(file), reading)
  let count = 0
  for await (const _ of rows) count++
  return count
}

/** Writes texts one after the other; when one cannot be written, those before it and a new folder are removed again. */
function writeAll(folder: string, texts: readonly (readonly [name: string, text: string])[]): readonly string[] {
  const wasThere = existsSync(folder)
  const written: string[] = []
  try {
    for (const [name, text] of texts) {
      const file = join(folder, name)
      writeFileAtomically(file, text)
      written.push(file)
    }
  } catch (error) {
    for (const file of written) rmSync(file, { force: true })
    if (!wasThere && existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
    throw error
  }
  return written
}

/**
 * Answers in which the model of Bedside stands by its name, wherever its files lie: sizes and the form of prompts go with the model,
 * and a name goes with the package.
 */
async function withOwnModelByName(answers: NewStudyAnswers): Promise<NewStudyAnswers> {
  const { model } = answers
  if (model === null || model === OWN_MODEL) return answers
  return (await shippedModelOf(resolve(model))) === OWN_MODEL ? { ...answers, model: OWN_MODEL } : answers
}

/**
 * Writes `study.yaml`, `analysis-plan.yaml` and, for records from a file, a draft of `mapping.yaml`. Throws InputError, and
 * writes nothing, when answers are wrong or cannot go together, when the export cannot be read or has too few rows, and when the
 * folder has such files.
 */
export async function writeNewStudy(request: NewStudyRequest): Promise<NewStudy> {
  const { folder, reading } = request
  const answers = await withOwnModelByName(request.answers)
  checkAnswers(answers)
  refuseTaken(folder)
  const { records, couples, specialty, model, name, arms, raters } = answers
  const place = (path: string) => relative(resolve(folder), resolve(path)).split(sep).join('/')
  const mapping = records === null ? null : await draftMapping(records, { specialty, ...reading })
  const rows = records === null ? couples : await countRows(records, reading)
  const sizes = newSizes(rows, answers.cases)
  const study = newStudyText({
    ...answers,
    specialty: isDeclared(specialty) ? place(specialty) : specialty,
    records: records === null ? null : place(records),
    model: model === null || model === OWN_MODEL ? model : place(model),
    sizes,
    reading,
    rows,
  })
  const texts: (readonly [string, string])[] = []
  if (mapping !== null) texts.push([NEW_FILES.mapping, mapping])
  texts.push([NEW_FILES.plan, newPlanText({ name, arms, raters, sizes })])
  // The study's file comes last: with it the folder is a study's.
  texts.push([NEW_FILES.study, study])
  return { files: writeAll(folder, texts), rows }
}
