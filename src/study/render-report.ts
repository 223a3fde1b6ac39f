/** @file Makes the report of a finished study again, in any of its languages, without running the study. */
import { join } from 'node:path'
import { type Language, reportArtifact } from '../report/index.ts'
import { InputError } from '../support/index.ts'
import { type RunOptions, runStages, type StageOutcome } from './run.ts'
import { finishedManifest } from './stage-state.ts'
import { studyReportStage } from './stages.ts'
import type { Study } from './study-config.ts'

/** Where a report is, and what became of it. */
export interface RenderedReport {
  readonly outcome: StageOutcome['outcome']
  /** The page. */
  readonly page: string
}

/**
 * Renders the report from what the study has finished, as it is now; nothing else runs. Throws InputError naming the
 * first artifact that is not finished.
 */
export async function renderReport(study: Study, language: Language, options: RunOptions): Promise<RenderedReport> {
  const stage = studyReportStage(study, language)
  const missing = stage.inputs.find(artifact => finishedManifest(join(options.out, artifact)) === null)
  if (missing !== undefined) {
    throw new InputError(
      `expected a finished study, got one without ${missing}`,
      { file: options.out },
      'run it first: bedside run',
    )
  }
  const [{ outcome }] = await runStages([stage], { ...options, finished: stage.inputs })
  return { outcome, page: join(options.out, reportArtifact(language), 'report.html') }
}
