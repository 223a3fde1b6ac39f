/** @file The Jobs API of Ray, by HTTP: submit, look, read the log, stop. */
import { z } from 'zod'
import { StudyError } from '../../../support/index.ts'
import { askRay } from './ray-request.ts'

/** What Ray says of a job. `message` ends with lines of the log, so nobody prints it. */
const jobDetails = z.object({
  status: z.enum(['PENDING', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED']),
  driver_exit_code: z.int().nullish(),
  error_type: z.string().nullish(),
})

/** What Ray says of a job. */
export type RayJob = z.output<typeof jobDetails>

/** What Ray is asked to run. */
export interface RaySubmission {
  readonly entrypoint: string
  readonly submission_id: string
  readonly runtime_env: { readonly env_vars: Readonly<Record<string, string>> }
  readonly metadata: Readonly<Record<string, string>>
  readonly entrypoint_num_gpus?: number
}

/** Requests to one Ray cluster. Each throws StudyError when it does not answer, or not in Ray's words. */
export interface RayJobs {
  /** Null when Ray takes the job; otherwise its refusal in a line. */
  submit(submission: RaySubmission): Promise<string | null>
  /** Null when Ray does not know the id. */
  details(id: string): Promise<RayJob | null>
  logs(id: string): Promise<string>
  stop(id: string): Promise<void>
}

/** The last line of a refusal, which in Ray is a traceback, cut to 200 characters. */
function refusalIn(body: string): string {
  const line = body.trim().split('\n').at(-1)?.trim() ?? ''
  return line === '' ? 'it gave no reason' : line.slice(0, 200)
}

/** The Jobs API at an address; `token` goes with every request when the cluster asks for one. No other address is contacted. */
export function rayJobs(address: string, token: string | null): RayJobs {
  const base = address.replace(/\/+$/, '')
  const ask = async (path: string, method: 'GET' | 'POST' = 'GET', body?: unknown) => {
    let answer: { readonly status: number; readonly text: string }
    try {
      answer = await askRay(`${base}/api/jobs/${path}`, method, token, body)
    } catch {
      throw new StudyError(
        `ray: no answer at ${base} (trl.launcher.ray.address); a job that runs goes on, run the same command again`,
      )
    }
    if (answer.status === 401 || answer.status === 403) {
      throw new StudyError(
        'ray: the cluster asks for a token or refuses it; name its variable in trl.launcher.ray.tokenVariable',
      )
    }
    return answer
  }
  const read = <T>(shape: z.ZodType<T>, text: string): T => {
    try {
      return shape.parse(JSON.parse(text))
    } catch {
      throw new StudyError(
        `ray: expected an answer of the Jobs API at ${base} (trl.launcher.ray.address), got something else`,
      )
    }
  }
  const refuseOther = (status: number) => {
    if (status !== 200)
      throw new StudyError(`ray: the cluster at ${base} answered with status ${status}; run the same command again`)
  }
  const one = encodeURIComponent
  return {
    async submit(submission) {
      const { status, text } = await ask('', 'POST', submission)
      if (status === 200) return null
      // 5xx of a cluster that has no agent ready is a refusal for now, and says so in words.
      return `status ${status}: ${refusalIn(text)}`
    },
    async details(id) {
      const { status, text } = await ask(one(id))
      if (status === 404) return null
      refuseOther(status)
      return read(jobDetails, text)
    },
    async logs(id) {
      const { status, text } = await ask(`${one(id)}/logs`)
      if (status === 404) return ''
      refuseOther(status)
      return read(z.object({ logs: z.string() }), text).logs
    },
    async stop(id) {
      const { status } = await ask(`${one(id)}/stop`, 'POST')
      if (status !== 404) refuseOther(status)
    },
  }
}
