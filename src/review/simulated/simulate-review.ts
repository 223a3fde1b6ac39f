/** @file Simulated reviewers: they judge a review over its HTTP API, seeing only what a clinician sees. */
import type { Specialty } from '../../specialty/index.ts'
import { sha256 } from '../../support/index.ts'
import { type Reading, readPlan } from '../reading/index.ts'
import { openBrowser, type Patience } from './browser.ts'
import { loopbackFetch, loopbackOrigin, type Send } from './loopback-fetch.ts'
import type { Read } from './judgement-of.ts'
import { type Play, type Played, playRater } from './play-rater.ts'
import { defaultPopulation, type Population } from './population.ts'
import { turns } from './turns.ts'

/** What a simulation needs. */
export interface Simulation {
  /** Address of a server on this machine. */
  readonly url: string
  /** Paths of invitations, one a reviewer. */
  readonly invitations: readonly { readonly path: string }[]
  /** In the language of the cases: what a reviewer knows of medicine. */
  readonly specialty: Specialty
  /** By default `defaultPopulation`. */
  readonly population?: Population
  readonly seed: number
  /** After every judgement that is no training: how many there are by now, over all reviewers. */
  readonly onProgress?: (progress: { readonly judged: number }) => void
  /** Seconds before each judgement, at most; by default none. */
  readonly thinkSeconds?: number
  /** Requests under way at once; by default 8. */
  readonly atOnce?: number
  readonly patience?: Patience
  readonly signal?: AbortSignal
  /** Another way to the server, for tests without sockets. */
  readonly send?: Send
}

const REQUESTS_AT_ONCE = 8
const PATIENCE: Patience = { away: 60, busy: 300 }

/** Reads each plan of a case once, for however many reviewers it is shown to: what can be verified is the same for all. */
function readerOf(specialty: Specialty): Read {
  const known = new Map<string, Reading>()
  return ({ record }, plan) => {
    const name = sha256(JSON.stringify([record, plan]))
    const reading = known.get(name) ?? readPlan(record, plan, specialty)
    known.set(name, reading)
    return reading
  }
}

/**
 * Lets simulated reviewers judge everything that they are given, all at once with a bounded number of requests under way.
 * A server that starts again meanwhile is waited for. Throws InputError for an address that is not on this machine and for a
 * review that is not marked as simulated; StudyError when the server stays away. The first failure ends all.
 */
export async function simulateReview(simulation: Simulation): Promise<readonly Played[]> {
  const { invitations, population = defaultPopulation, patience = PATIENCE, send = loopbackFetch } = simulation
  const { url, specialty, seed, onProgress, thinkSeconds = 0, atOnce = REQUESTS_AT_ONCE, signal } = simulation
  const origin = loopbackOrigin(url)
  const turn = turns(atOnce)
  const failed = new AbortController()
  let judged = 0
  const play: Play = {
    read: readerOf(specialty),
    population,
    seed,
    thinkSeconds,
    signal: signal ? AbortSignal.any([signal, failed.signal]) : failed.signal,
    onJudged: ({ training }) => {
      if (!training) onProgress?.({ judged: ++judged })
    },
  }
  const played = invitations.map(({ path }) =>
    playRater(openBrowser(origin, { send, turn, patience }), path, play).catch(error => {
      failed.abort(error)
      throw error
    }),
  )
  await Promise.allSettled(played)
  if (failed.signal.aborted) throw failed.signal.reason
  return Promise.all(played)
}
