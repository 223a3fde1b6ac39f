/** @file Stops guessing: failures are counted per name and per address, and after some of them nothing is tried for a while. */
import { seconds } from '../../support/index.ts'

/** Counts failures by key, in memory. */
export interface Attempts {
  /** Seconds until another try is allowed; 0: now. The try counts as failed until `succeed` is called, so that many at once do not pass. */
  begin(key: string): number
  /** The try that `begin` counted was no failure. */
  succeed(key: string): void
}

/** Keys in memory at most; the one that failed longest ago is forgotten first. */
const MOST_KEYS = 50_000

/** Allows `most` failures of a key in any `window` seconds. */
export function openAttempts(most: number, window: number, now: () => number = seconds): Attempts {
  const failures = new Map<string, number[]>()
  return {
    begin(key) {
      const at = now()
      const recent = (failures.get(key) ?? []).filter(time => time > at - window)
      if (recent.length >= most) return Math.ceil(recent[recent.length - most] + window - at)
      recent.push(at)
      // Put again, so that the map is in the order of the last failure.
      failures.delete(key)
      failures.set(key, recent)
      if (failures.size > MOST_KEYS) failures.delete(failures.keys().next().value!)
      return 0
    },
    succeed(key) {
      const rest = failures.get(key)?.slice(0, -1) ?? []
      if (rest.length === 0) failures.delete(key)
      else failures.set(key, rest)
    },
  }
}
