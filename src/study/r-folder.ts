/** @file A finished study as a folder for R. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { armNames } from '../alignment/index.ts'
import { type AnalysisResults, loadAnalysisInput } from '../analysis/index.ts'
import { hasJudgements } from '../review/index.ts'
import { rFiles } from '../report/index.ts'
import { hashJson, InputError, isInsideFolder, makeFolder, StudyError, writeFileAtomically } from '../support/index.ts'
import { finishedManifest } from './stage-state.ts'
import type { Study } from './study-config.ts'
import { studySpecialty } from './study-specialty.ts'

/**
 * Writes what the analysis read and found as CSV files, with the R script that computes it again, and returns the names of
 * the files. Runs nothing. Throws InputError for a folder within the study's output, StudyError when the analysis is not
 * finished or older than what it read.
 */
export async function writeRFolder(study: Study, folder: string): Promise<readonly string[]> {
  const { config, out, folder: studyFolder } = study
  const target = resolve(folder)
  if (isInsideFolder(target, out)) {
    throw new InputError('expected a folder outside the output of the study', { field: '--r' }, `got ${folder}`)
  }
  const analysis = finishedManifest(join(out, 'analysis'))
  if (analysis === null) throw new StudyError('the analysis is not finished; run the study first: bedside run')
  const input = (artifact: string) => {
    const manifest = finishedManifest(join(out, artifact))
    if (manifest === null || hashJson(manifest.files) !== analysis.inputs[artifact]) {
      throw new StudyError(`the analysis is older than ${artifact}; run the study first: bedside run`)
    }
    return join(out, artifact)
  }
  const specialty = studySpecialty({ config, folder: studyFolder })
  const given = await loadAnalysisInput({
    specialty,
    arms: armNames(config.arms),
    planFile: config.plan === undefined ? null : resolve(studyFolder, config.plan),
    hasReview: hasJudgements(config.review, studyFolder),
    seed: config.seed,
    input,
  })
  const results = JSON.parse(readFileSync(join(out, 'analysis', 'results.json'), 'utf8')) as AnalysisResults
  if ((results.plan?.planHash ?? null) !== (given.plan?.hash ?? null)) {
    throw new StudyError('the analysis followed another plan; run the study first: bedside run')
  }
  const files = rFiles(given, results)
  makeFolder(target, 0o700)
  for (const [file, text] of files) writeFileAtomically(join(target, file), text)
  return [...files.keys()]
}
