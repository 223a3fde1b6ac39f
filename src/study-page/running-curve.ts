/** @file A curve that grows for as long as training does, in a bounded number of points. */
import type { CurvePoint } from '../report/index.ts'

const MOST_POINTS = 200

interface Bucket {
  readonly step: number
  readonly sum: number
  readonly count: number
}

/** A curve under way. */
export interface RunningCurve {
  /** Adds the value of a step; one that is no finite number has no place in a figure and is left out. */
  add(step: number, value: number | null | undefined): void
  /** Means of consecutive steps, at most 400 of them, the last of which may still be of fewer steps. */
  points(series: CurvePoint['series']): readonly CurvePoint[]
}

/** An empty curve. When it has twice as many points as a figure needs, each two become one. */
export function runningCurve(): RunningCurve {
  let buckets: Bucket[] = []
  let width = 1
  return {
    add(step, value) {
      if (value === null || value === undefined || !Number.isFinite(value)) return
      const last = buckets.at(-1)
      if (last !== undefined && last.count < width) {
        buckets[buckets.length - 1] = { step, sum: last.sum + value, count: last.count + 1 }
        return
      }
      if (buckets.length === 2 * MOST_POINTS) {
        buckets = Array.from({ length: MOST_POINTS }, (_, i) => {
          const [first, second] = [buckets[2 * i], buckets[2 * i + 1]]
          return { step: second.step, sum: first.sum + second.sum, count: first.count + second.count }
        })
        width *= 2
      }
      buckets.push({ step, sum: value, count: 1 })
    },
    points: series => buckets.map(({ step, sum, count }) => ({ step, value: sum / count, series })),
  }
}
