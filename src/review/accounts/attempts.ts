/** @file Stops guessing and floods: failures and tries under way are counted by a key, and beyond a number nothing is tried. */
import { seconds } from '../../support/index.ts'

/** Counts tries by key, in memory. */
export interface Attempts {
  /** Begins a try: null, or the seconds until one is allowed. Each that began must end. */
  begin(key: string): number | null
  end(key: string, succeeded: boolean): void
}

/** How much is allowed. */
export interface Bounds {
  /** Failures of one key in any `window` seconds; tries under way count as failures, so that many at once do not pass. */
  readonly most: number
  readonly window: number
  /** Tries under way of one key, and of all together. Left out: any number. */
  readonly atOnce?: number
  readonly altogether?: number
}

/** Keys in memory at most; the one that failed longest ago is forgotten first. */
const MOST_KEYS = 50_000

/** Times of failures by key, those of the last `window` seconds, `most` of a key. */
function openFailures(most: number, window: number, now: () => number) {
  const failures = new Map<string, readonly number[]>()
  const recentOf = (key: string) => (failures.get(key) ?? []).filter(time => time > now() - window)
  return {
    recentOf,
    add(key: string) {
      const recent = recentOf(key)
      // Put again, so that the map is in the order of the last failure.
      failures.delete(key)
      failures.set(key, [...recent, now()].slice(-most))
      if (failures.size > MOST_KEYS) failures.delete(failures.keys().next().value!)
    },
  }
}

/** Counts tries within bounds. */
export function openAttempts(
  { most, window, atOnce = Number.POSITIVE_INFINITY, altogether = Number.POSITIVE_INFINITY }: Bounds,
  now: () => number = seconds,
): Attempts {
  const failures = openFailures(most, window, now)
  const underWay = new Map<string, number>()
  let all = 0
  return {
    begin(key) {
      const recent = failures.recentOf(key)
      if (recent.length >= most) return Math.max(1, Math.ceil(recent[recent.length - most] + window - now()))
      const others = underWay.get(key) ?? 0
      if (recent.length + others >= most || others >= atOnce || all >= altogether) return 1
      underWay.set(key, others + 1)
      all++
      return null
    },
    end(key, succeeded) {
      const others = underWay.get(key)! - 1
      if (others === 0) underWay.delete(key)
      else underWay.set(key, others)
      all--
      if (!succeeded) failures.add(key)
    },
  }
}

/** Makes who tries an account wait, the longer the more of its tries failed, and never long: nobody shuts another one out. */
export interface Delays {
  secondsFor(key: string): number
  failed(key: string): void
}

const FAILURES_A_SECOND = 10
const LONGEST_DELAY = 3

/** A second for every ten failures of the last quarter of an hour, three at most. */
export function openDelays(now: () => number = seconds): Delays {
  const failures = openFailures(FAILURES_A_SECOND * LONGEST_DELAY, 900, now)
  return {
    secondsFor: key => Math.floor(failures.recentOf(key).length / FAILURES_A_SECOND),
    failed: key => failures.add(key),
  }
}
