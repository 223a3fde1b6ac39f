/**
 * @file Reward functions over HTTP: the worker asks for the rewards of its samples, so that one definition in TypeScript
 * serves every engine. Only who holds the token, which lies in a file of the owner, is answered.
 */
import { timingSafeEqual } from 'node:crypto'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { InputError, secretHex, StudyError, writeFileAtomically } from '../../support/index.ts'
import type { Reward } from '../engine.ts'
import { scoreSample } from '../sample-scores.ts'

/** Largest body of a request; a step of a thousand long completions has a tenth of it. */
const MOST_BYTES = 64 * 2 ** 20
const TOKEN_BYTES = 32
/** A request must have come in so fast. How long rewards take is for the worker to bound, who knows what waits for them. */
const ARRIVAL_MILLISECONDS = 120_000

const scoresRequest = z.strictObject({
  samples: z
    .array(
      z.strictObject({
        id: z.string(),
        text: z.string(),
        completionTokens: z.int().min(0),
        finish: z.enum(['end', 'length']),
      }),
    )
    .min(1),
})

/** A server under way. */
export interface RewardServer {
  readonly url: string
  /** The first failure of a reward: what the run is to end with; null while there is none. */
  failure(): Error | null
  close(): Promise<void>
}

/** Whether a header holds the token, in a time that tells nothing of it. */
function isAuthorised(header: string | undefined, token: string): boolean {
  const expected = Buffer.from(`Bearer ${token}`)
  const got = Buffer.from(header ?? '')
  return got.length === expected.length && timingSafeEqual(got, expected)
}

/**
 * Starts a server that answers `POST /scores` with a row of numbers for each sample, one number a reward, and writes its
 * address and token to `accessFile`. A reward that fails is answered with what failed and the record, and remembered.
 * Throws InputError when the address cannot be listened on.
 */
export async function startRewardServer({
  rewards,
  accessFile,
  host,
  port,
}: {
  readonly rewards: readonly Reward[]
  readonly accessFile: string
  readonly host: string
  readonly port: number
}): Promise<RewardServer> {
  const token = secretHex(TOKEN_BYTES)
  let failure: Error | null = null
  const app = new Hono()
  app.use(async (context, next) => {
    if (!isAuthorised(context.req.header('authorization'), token)) {
      return context.json({ problem: 'expected the token of this run', record: null }, 401)
    }
    return next()
  })
  const limit = bodyLimit({
    maxSize: MOST_BYTES,
    onError: context =>
      context.json(
        { problem: `expected a request of at most ${MOST_BYTES} bytes, got a larger one`, record: null },
        413,
      ),
  })
  app.post('/scores', limit, async context => {
    const body = scoresRequest.safeParse(await context.req.json().catch(() => null))
    if (!body.success)
      return context.json({ problem: 'expected samples as JSON, got something else', record: null }, 400)
    const scores: (number | null)[][] = []
    for (const sample of body.data.samples) {
      try {
        scores.push(await scoreSample(rewards, sample))
      } catch (error) {
        const isOurs = error instanceof InputError || error instanceof StudyError
        failure ??= error instanceof Error ? error : new Error(String(error))
        const problem = isOurs ? error.message : `the rewards of record ${sample.id} could not be computed`
        return context.json({ problem, record: sample.id }, 422)
      }
    }
    return context.json({ scores })
  })
  app.notFound(context => context.json({ problem: 'expected POST /scores', record: null }, 404))
  app.onError((_, context) => context.json({ problem: 'the request could not be read', record: null }, 400))
  const server = createAdaptorServer({
    fetch: app.fetch,
    hostname: host,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: ARRIVAL_MILLISECONDS, headersTimeout: ARRIVAL_MILLISECONDS },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => {
      const code = (error as NodeJS.ErrnoException).code ?? 'no reason given'
      const problem = `cannot listen on ${host}:${port} for rewards (${code})`
      reject(new InputError(problem, { field: 'trl.rewards' }, 'give an address of this machine and a free port'))
    })
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as { readonly port: number }
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${taken}/scores`
  writeFileAtomically(accessFile, `${JSON.stringify({ url, token })}\n`, 0o600)
  return {
    url,
    failure: () => failure,
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      // Whoever still asks has no run to ask for.
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}
