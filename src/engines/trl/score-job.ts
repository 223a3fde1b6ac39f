/** @file Log-probabilities of completions by a job. */
import { join } from 'node:path'
import { makeFolder, readJsonl, StudyError } from '../../support/index.ts'
import type { ScoredCompletion, ScoreRequest } from '../engine.ts'
import { jobOf, servingJob, type TrlParts } from './earlier-job.ts'
import { followJob, problemOf } from './follow-job.ts'
import { scoreFiles } from './job-files.ts'
import { jobDisplay } from './job-progress.ts'

/** Scores by a job in `folder`, in the order given. */
export async function scoreByJob(
  request: ScoreRequest,
  parts: TrlParts,
  folder: string,
): Promise<readonly ScoredCompletion[]> {
  const { examples, progress, signal } = request
  if (examples.length === 0) return []
  makeFolder(folder, 0o700)
  const job = jobOf(parts, folder, 'score', 1)
  const files = scoreFiles(request, folder, parts.manner)
  const running = await servingJob(files, job, parts, async () => false)
  const display = jobDisplay(folder, progress)
  const result = await followJob(running, { progress, signal, look: display.look })
  display.close()
  const idOf = (place: string) => examples[Number(place)]?.id ?? place
  if (!result.ok) throw problemOf(result, idOf)
  const scores = new Map<string, ScoredCompletion>()
  for await (const row of readJsonl<ScoredCompletion>(join(folder, 'scores.jsonl'))) scores.set(row.id, row)
  return examples.map(({ id }, place) => {
    const found = scores.get(`${place}`)
    if (found) return { ...found, id }
    throw new StudyError(`log-probabilities: expected those of every completion, got none of record ${id}; run again`)
  })
}
