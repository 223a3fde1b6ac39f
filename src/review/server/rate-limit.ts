/** @file How much one address or one person may ask, in memory: far more than a page does, far less than would hurt others. */
import { seconds } from '../../support/index.ts'
import { ServerRefusal } from './problem.ts'

/** A bucket: so much at once, and so much a second after that. */
export interface Allowance {
  readonly atOnce: number
  readonly perSecond: number
}

const MOST_KEYS = 50_000

/** Takes one request from the bucket of a key. The answer throws ServerRefusal (429) when it is empty. */
export function rateLimit({ atOnce, perSecond }: Allowance, now: () => number = seconds): (key: string) => void {
  const buckets = new Map<string, { left: number; at: number }>()
  return key => {
    const at = now()
    const bucket = buckets.get(key) ?? { left: atOnce, at }
    bucket.left = Math.min(atOnce, bucket.left + (at - bucket.at) * perSecond)
    bucket.at = at
    // Put again, so that the one that was used longest ago is forgotten first.
    buckets.delete(key)
    buckets.set(key, bucket)
    if (buckets.size > MOST_KEYS) buckets.delete(buckets.keys().next().value!)
    if (bucket.left < 1) {
      const wait = Math.ceil((1 - bucket.left) / perSecond)
      throw new ServerRefusal('rate', `too many requests; wait ${wait} seconds`, undefined, wait)
    }
    bucket.left -= 1
  }
}
