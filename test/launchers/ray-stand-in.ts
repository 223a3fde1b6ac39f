/**
 * @file A stand-in for Ray's Jobs API on loopback, after Ray 2.60: it runs what it is given in a shell, keeps its log, and
 * ends it by force when it does not stop in the seconds that the submission names, by default three.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

interface Known {
  readonly child: ChildProcess
  readonly stopSeconds: number
  readonly submission: Readonly<Record<string, unknown>>
  log: string
  status: string
  code: number | null
}

/** A running stand-in: its address, what it was sent, and its end. */
export interface RayStandIn {
  readonly address: string
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[]
  readonly submissions: Readonly<Record<string, unknown>>[]
  stop(): Promise<void>
}

/** Starts a stand-in; with a token it refuses requests without it. */
export async function startRayStandIn(token: string | null = null): Promise<RayStandIn> {
  const jobs = new Map<string, Known>()
  const requests: RayStandIn['requests'] = []
  const start = (submission: Record<string, unknown>, id: string) => {
    const child = spawn('/bin/sh', ['-c', String(submission['entrypoint'])], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const variables = (submission['runtime_env'] as { env_vars?: Record<string, string> } | undefined)?.env_vars ?? {}
    const stopSeconds = Number(variables['RAY_JOB_STOP_WAIT_TIME_S'] ?? 3)
    const job: Known = {
      child,
      stopSeconds,
      submission,
      log: `Running entrypoint for job ${id}\n`,
      status: 'RUNNING',
      code: null,
    }
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', chunk => (job.log += String(chunk)))
    child.on('close', (code, signal) => {
      job.code = code ?? (signal === 'SIGKILL' ? -9 : -15)
      if (job.status === 'RUNNING') job.status = job.code === 0 ? 'SUCCEEDED' : 'FAILED'
      if (job.status === 'STOPPING') job.status = 'STOPPED'
    })
    jobs.set(id, job)
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const say = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(typeof value === 'string' ? value : JSON.stringify(value))
    }
    requests.push({ path: request.url ?? '', authorization: request.headers.authorization })
    if (token !== null && request.headers.authorization !== `Bearer ${token}`) return say(401, 'Unauthorized')
    // As Ray does: a browser may only look.
    if (request.method === 'POST' && 'sec-fetch-mode' in request.headers) {
      return say(405, "Method 'POST' not allowed for browser traffic.")
    }
    const [, , , id = '', action = ''] = (request.url ?? '').split('/').map(decodeURIComponent)
    if (request.method === 'POST' && id === '') {
      const submission = JSON.parse(body)
      const name = submission.submission_id
      if (jobs.has(name)) {
        return say(
          400,
          `Traceback (most recent call last):\n  ...\nValueError: Job with submission_id ${name} already exists.\n`,
        )
      }
      if ((submission.entrypoint_num_gpus ?? 0) > 64)
        return say(500, 'No available agent to submit job, please try again later.')
      start(submission, name)
      return say(200, { job_id: name, submission_id: name })
    }
    const job = jobs.get(id)
    if (!job) return say(404, `Job ${id} does not exist`)
    if (action === 'logs') return say(200, { logs: job.log })
    if (action === 'stop') {
      const runs = job.status === 'RUNNING'
      if (runs) {
        job.status = 'STOPPING'
        process.kill(-job.child.pid!, 'SIGTERM')
        setTimeout(
          () => job.status === 'STOPPING' && process.kill(-job.child.pid!, 'SIGKILL'),
          job.stopSeconds * 1000,
        ).unref()
      }
      return say(200, { stopped: runs })
    }
    const status = job.status === 'STOPPING' ? 'RUNNING' : job.status
    say(200, {
      submission_id: id,
      status,
      message: `last lines:\n${job.log}`,
      driver_exit_code: job.code,
      error_type: null,
    })
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as { port: number }
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    get submissions() {
      return [...jobs.values()].map(({ submission }) => submission)
    },
    async stop() {
      for (const { child } of jobs.values())
        if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL')
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
