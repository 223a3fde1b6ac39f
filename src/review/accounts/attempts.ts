/** @file Stops guessing: failures are counted per name and per address, and after some of them nothing is tried for a while. */
import { seconds } from '../../support/index.ts'

/** Counts failures by key, in memory. */
export interface Attempts {
  /** Begins a try: null, or the seconds until one is allowed. Each that began must end. */
  begin(key: string): number | null
  end(key: string, succeeded: boolean): void
}

/** Keys in memory at most; the one that failed longest ago is forgotten first. */
const MOST_KEYS = 50_000

/**
 * Allows `most` failures of a key in any `window` seconds. Tries under way count as failures, so that many at once do not
 * pass, beyond `together` of them: many doctors may share one address and sign in at the same moment.
 */
export function openAttempts(
  { most, window, together }: { readonly most: number; readonly window: number; readonly together: number },
  now: () => number = seconds,
): Attempts {
  const failures = new Map<string, number[]>()
  const underWay = new Map<string, number>()
  return {
    begin(key) {
      const at = now()
      const recent = (failures.get(key) ?? []).filter(time => time > at - window)
      if (recent.length >= most) return Math.max(1, Math.ceil(recent[recent.length - most] + window - at))
      const others = underWay.get(key) ?? 0
      if (recent.length + Math.max(0, others - together) >= most) return 1
      underWay.set(key, others + 1)
      return null
    },
    end(key, succeeded) {
      const others = (underWay.get(key) ?? 1) - 1
      if (others === 0) underWay.delete(key)
      else underWay.set(key, others)
      if (succeeded) return
      const at = now()
      const recent = (failures.get(key) ?? []).filter(time => time > at - window)
      // Put again, so that the map is in the order of the last failure.
      failures.delete(key)
      failures.set(key, [...recent, at])
      if (failures.size > MOST_KEYS) failures.delete(failures.keys().next().value!)
    },
  }
}
