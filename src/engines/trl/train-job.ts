/** @file Training by a job: found or started, followed, and its result brought into the form of the engine seam. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { makeFolder, removeFolder, writeFileAtomically } from '../../support/index.ts'
import type { TrainRequest, TrainSummary } from '../engine.ts'
import { earlierJob, jobOf, type TrlParts } from './earlier-job.ts'
import { followJob, isHere, problemOf, type RunningJob } from './follow-job.ts'
import { submitJob } from './job.ts'
import { jobKey, REWARD_ACCESS, trainFiles } from './job-files.ts'
import { jobDisplay } from './job-progress.ts'
import type { Job } from './launchers/launcher.ts'
import { startRewardServer } from './reward-server.ts'
import type { RunResult } from './run-file.ts'

/** A training run that is finished, with what it was made with; marks the end as in the embedded engine. */
const SUMMARY = 'training.json'

/** What of the training state each way of sharding divides among the processes. */
const DIVIDED = { none: 'none', zero2: 'gradients', zero3: 'weights', fsdp: 'weights' } as const

type Ok = Extract<RunResult, { readonly ok: true }>

/** Finds the training job of an earlier run, or starts one. */
async function trainingJob(request: TrainRequest, job: Job, parts: TrlParts): Promise<RunningJob> {
  const { launcher, manner } = parts
  // Before anything else: what cannot be carried out is said before a job is looked for.
  const files = trainFiles(request, job.folder, manner)
  const earlier = await earlierJob(job, launcher)
  if (earlier !== null) {
    request.progress.say(`  following job ${earlier.running.id} (${launcher.name}), which was started before`)
    return earlier.running
  }
  const { device, precision, processes, gradientCheckpointing, sharding } = manner
  await parts.preFlight(request, {
    ...{ device, precision, processes, gradientCheckpointing },
    sharding: DIVIDED[sharding],
    here: isHere(launcher),
    arguments: files.run.arguments,
    showMask: parts.showMask,
  })
  const id = await submitJob(files, job, launcher, jobKey(files))
  if (!isHere(launcher)) request.progress.say(`  job ${id} (${launcher.name})`)
  return { id, job, launcher }
}

/**
 * What a training run came to. What it took in time and memory is for the manifest alone: a file of the artifact must not
 * change where the result does not.
 */
function summaryOf({ counts, versions }: Ok): { readonly summary: TrainSummary; readonly took: object } {
  const { secondsOfThisStart, stepsOfThisStart, peakMemoryBytes, peakHostBytes, ...rest } = counts
  const summary = { ...(rest as unknown as TrainSummary), madeWith: { engine: 'trl', ...versions } }
  return { summary, took: { secondsOfThisStart, stepsOfThisStart, peakMemoryBytes, peakHostBytes } }
}

/**
 * Trains by a job below `request.output`. A run that was cut off follows its job where that is still at work, and continues
 * from its last checkpoint where it is not. Throws what the job ended with.
 */
export async function trainByJob(request: TrainRequest, parts: TrlParts): Promise<TrainSummary> {
  const { output, progress, signal } = request
  const summaryFile = join(output, SUMMARY)
  const folder = join(output, 'job')
  let took: object = {}
  if (!existsSync(summaryFile)) {
    makeFolder(folder, 0o700)
    const job = jobOf(parts, folder, basename(output), parts.manner.processes)
    const server =
      request.method === 'grpo'
        ? await startRewardServer({
            host: parts.rewards.host,
            port: parts.rewards.port,
            rewards: request.rewards,
            accessFile: join(folder, REWARD_ACCESS),
          })
        : null
    try {
      const running = await trainingJob(request, job, parts)
      const display = jobDisplay(folder, progress, { training: request })
      const result = await followJob(running, { progress, signal, look: display.look })
      if (!result.ok) throw server?.failure() ?? problemOf(result)
      const { summary, took: cost } = summaryOf(result)
      took = cost
      display.close(closingNote(summary))
      // What was run stays with the policy; the rows, the log and the worker's copy go.
      renameSync(join(folder, 'run.json'), join(output, 'trl-run.json'))
      writeFileAtomically(summaryFile, `${JSON.stringify(summary)}\n`)
    } finally {
      await server?.close()
    }
  }
  for (const rest of ['job', 'training']) removeFolder(join(output, rest))
  return { ...(JSON.parse(readFileSync(summaryFile, 'utf8')) as TrainSummary), ...took }
}

function closingNote({ heldOut, finalLoss }: TrainSummary): string {
  if (heldOut) return `validation split: ${heldOut.start.toFixed(3)} to ${heldOut.end.toFixed(3)}`
  return `loss ${finalLoss?.toFixed(3) ?? 'not a number'}`
}
