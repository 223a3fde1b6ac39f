/** @file A finished study as files of another evaluation tool. */
import { join, resolve } from 'node:path'
import { InputError, isInsideFolder, makeFolder, refuseFileAsFolder, writeFileAtomically } from '../../support/index.ts'
import { packageFolder } from '../provenance.ts'
import type { Study } from '../study-config.ts'
import { type ExportedStudy, readExportedStudy } from './exported-study.ts'
import { inspectLog } from './inspect-log.ts'
import { lmEvalFiles } from './lm-eval-files.ts'

/** The forms there are. */
export const EXPORT_FORMS = ['inspect', 'lm-eval'] as const
export type ExportForm = (typeof EXPORT_FORMS)[number]

/** What was written. */
export interface Exported {
  /** Paths below the folder. */
  readonly files: readonly string[]
  readonly arms: number
  readonly cases: number
  /** Whether all records are invented, so that no patient is in the files. */
  readonly synthetic: boolean
}

function filesOf(study: ExportedStudy, form: ExportForm): ReadonlyMap<string, string> {
  const ofArms = study.arms.map(arm => {
    if (form === 'lm-eval') return lmEvalFiles(study, arm)
    const { file, log } = inspectLog(study, arm)
    return new Map([[file, `${JSON.stringify(log, null, 2)}\n`]])
  })
  return new Map(ofArms.flatMap(files => [...files]))
}

/** Throws InputError for a folder in which texts of records would be committed, or taken for an artifact. */
function checkFolder(target: string, out: string, given: string): void {
  const remedy = `got ${given}; choose a folder of its own, such as one beside the study`
  if (isInsideFolder(target, out)) {
    throw new InputError('expected a folder outside the output of the study', { field: '--to' }, remedy)
  }
  if (isInsideFolder(target, packageFolder())) {
    const problem = 'expected a folder outside the clone of Bedside, since the files hold texts of records'
    throw new InputError(problem, { field: '--to' }, remedy)
  }
  refuseFileAsFolder(target, 'choose a folder')
}

/**
 * Writes prompts, completions and scores of every arm, readable by their owner alone. Runs nothing. Throws InputError for a
 * folder within the study's output or within the clone, StudyError when the benchmark is not finished or older than what it
 * was computed from.
 */
export async function writeExport(study: Study, form: ExportForm, folder: string): Promise<Exported> {
  const target = resolve(folder)
  checkFolder(target, study.out, folder)
  const exported = await readExportedStudy(study)
  const files = filesOf(exported, form)
  makeFolder(target, 0o700)
  for (const [file, text] of files) writeFileAtomically(join(target, file), text, 0o600)
  const cases = exported.arms.flatMap(arm => arm.cases)
  return {
    files: [...files.keys()],
    arms: exported.arms.length,
    cases: new Set(cases.map(({ row }) => row.record_id)).size,
    synthetic: cases.every(({ row }) => row.synthetic),
  }
}
