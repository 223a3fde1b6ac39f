/** @file Completions by a job, yielded as its file grows. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { growingLines, loadJsonl, makeFolder, silentProgress, StudyError } from '../../support/index.ts'
import type { Completion, GenerateRequest } from '../engine.ts'
import { jobOf, servingJob, type TrlParts } from './earlier-job.ts'
import { followJob, problemOf } from './follow-job.ts'
import { generateFiles } from './job-files.ts'
import { jobDisplay } from './job-progress.ts'
import type { RunResult } from './run-file.ts'

/** Completes prompts by a job in `folder`; a caller that stops early ends the job. */
export async function* generateByJob(
  request: GenerateRequest,
  parts: TrlParts,
  folder: string,
): AsyncIterable<Completion> {
  const { prompts, progress = silentProgress, signal } = request
  if (prompts.length === 0) return
  makeFolder(folder, 0o700)
  const job = jobOf(parts, folder, 'generate', 1)
  const files = generateFiles(request, folder, parts.manner)
  /** A job of the same settings for these prompts and more: those that were answered already were taken out since. */
  const serves = async () => {
    const run = readFileSync(join(folder, 'run.json'), 'utf8')
    if (JSON.stringify(JSON.parse(run)) !== JSON.stringify(files.run)) return false
    const known = new Set((await loadJsonl(join(folder, 'prompts.jsonl'))).map(row => JSON.stringify(row)))
    return files.rows['prompts.jsonl'].every(row => known.has(JSON.stringify(row)))
  }
  const running = await servingJob(files, job, parts, serves)
  const display = jobDisplay(folder, progress, { hidden: ['generating'], noted: request.drawing })
  const lines = growingLines<Completion>(join(folder, 'completions.jsonl'))
  const asked = new Set(prompts.map(({ id }) => id))
  const missing = new Set(prompts.flatMap(({ id }) => samplesOf(request).map(sample => `${id} ${sample}`)))
  const waiting: Completion[] = []
  let wake = () => {}
  const enough = new AbortController()
  const followed = followJob(running, {
    progress,
    signal: AbortSignal.any([signal, enough.signal]),
    look() {
      display.look()
      for (const completion of lines.next()) {
        if (asked.has(completion.id) && missing.delete(`${completion.id} ${completion.sample}`))
          waiting.push(completion)
      }
      if (waiting.length > 0) wake()
    },
  })
  let end: { readonly result: RunResult } | { readonly error: unknown } | null = null
  const settled = followed
    .then(
      result => {
        end = { result }
      },
      error => {
        end = { error }
      },
    )
    .finally(() => wake())
  try {
    for (;;) {
      yield* waiting.splice(0)
      if (end !== null) break
      await new Promise<void>(resolve => {
        wake = resolve
        if (waiting.length > 0 || end !== null) resolve()
      })
    }
  } finally {
    enough.abort()
    await settled
  }
  yield* waiting.splice(0)
  display.close()
  finishGeneration(end, missing.size)
}

const samplesOf = ({ settings: { samples = 1 } }: GenerateRequest) => Array.from({ length: samples }, (_, i) => i)

/** Throws what a job of completions ended with, unless it gave all of them. */
function finishGeneration(end: { readonly result: RunResult } | { readonly error: unknown }, missing: number): void {
  if ('error' in end) throw end.error
  if (!end.result.ok) throw problemOf(end.result)
  if (missing > 0) throw new StudyError(`generation: expected a completion of every prompt, ${missing} are missing`)
}
