/** @file Serves the review of a study: one process that has it open, answers browsers, and lets the command line in. */
import { join } from 'node:path'
import { openAccounts } from '../review/accounts/index.ts'
import { keepPrivate, openConsole } from '../review/console/index.ts'
import { type PlannerPort, startReviewServer } from '../review/server/index.ts'
import { openStore } from '../review/store/index.ts'
import { InputError } from '../support/index.ts'
import { casesKnownTo } from './review-acquaintances.ts'
import { powerOfSize, writeSize } from './plan-size.ts'
import { packageFolder } from './provenance.ts'
import type { StudyReview } from './review-place.ts'

/** Where to listen, and how to talk. */
export interface ServeOptions {
  readonly host: string
  readonly port: number
  /** Serves other machines without TLS all the same. */
  readonly insecure: boolean
  /** Address of the proxy that is believed where a request comes from; null: none is. */
  readonly trustedProxy: string | null
  readonly signal: AbortSignal
  /** Given the address, as soon as it is served. */
  onServed(url: string): Promise<void>
  /** Notes for who started it. */
  say(line: string): void
  /** One line a request; nothing of what is in it. */
  readonly log: ((line: string) => void) | null
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

/**
 * Refuses to send passwords and records in the clear over a network. Throws InputError when the host is not this machine
 * alone and the public address is not https, or the public address of a proxy is not.
 */
export function checkAddress(host: string, publicUrl: string, insecure: boolean): void {
  if (insecure || publicUrl.startsWith('https://')) return
  const isOwn = URL.canParse(publicUrl) && LOOPBACK.has(new URL(publicUrl).hostname.replace(/^\[|\]$/g, ''))
  if (LOOPBACK.has(host) && isOwn) return
  throw new InputError(
    'expected an https address for a review that other machines reach, got none',
    { field: LOOPBACK.has(host) ? '--public-url' : '--host' },
    'put a proxy with TLS in front of it and give --public-url https://..., see docs/review.md; --insecure serves without',
  )
}

/** What to say of a review behind a proxy that is not trusted; null when there is nothing to say. */
export function proxyNote(publicUrl: string, trustedProxy: string | null): string | null {
  if (trustedProxy !== null || !publicUrl.startsWith('https://')) return null
  return 'all people seem to come from the address of the proxy, and share its limits on guessing: a hundred wrong passwords by anybody stop every sign-in for a quarter of an hour; give --trust-proxy, see docs/review.md'
}

/** What the page's planner is answered: the power with the study's plan. Null of a study without a plan. */
function plannerOf({ study }: StudyReview): PlannerPort | null {
  if (study.config.plan === undefined) return null
  return {
    answer: planner => powerOfSize(study, planner),
    write: (planner, by, reason) => writeSize(study, planner, by, reason),
  }
}

/** Serves until the signal aborts, then finishes what is under way and closes. Throws InputError when it cannot begin. */
export async function serveReview(review: StudyReview, options: ServeOptions): Promise<void> {
  const { folder, place, publicUrl, oidc, version } = review
  const { host, port, insecure, trustedProxy, signal, say, log } = options
  checkAddress(host, publicUrl, insecure)
  const note = proxyNote(publicUrl, trustedProxy)
  if (note !== null) say(note)
  const store = await openStore(place)
  try {
    keepPrivate(folder, say)
    for (const note of store.notes) say(note)
    const accounts = await openAccounts({ store, folder, publicUrl, oidc })
    const channel = await openConsole(folder, { store, accounts, servedAt: publicUrl }, version)
    if (channel === null) say('another process has the console of this review; commands go to it')
    try {
      const pageFolder = join(packageFolder(), 'dist', 'review-page')
      const planner = plannerOf(review)
      const server = await startReviewServer({
        store,
        accounts,
        pageFolder,
        host,
        port,
        publicUrl,
        planner,
        trustedProxy,
        casesKnownTo: casesKnownTo(review),
        ...(log === null ? {} : { log }),
      })
      try {
        await options.onServed(publicUrl)
        await new Promise<void>(resolve => {
          if (signal.aborted) resolve()
          else signal.addEventListener('abort', () => resolve(), { once: true })
        })
      } finally {
        await server.close()
      }
    } finally {
      await channel?.close()
    }
  } finally {
    await store.close()
  }
}
