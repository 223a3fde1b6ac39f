/** @file The time that a task has left, by its own pace, once that is steady. */
import { seconds } from './clock.ts'

/** Follows how far a task is. */
export interface Pace {
  /** The task has come to `done` units. */
  reached(done: number): void
  /** Seconds left when `reached` was last called; null before the pace is steady, and where the total is not known. */
  secondsLeft(): number | null
}

/** Looked at for so long at least, in seconds, and over so many steps. */
const [SHORTEST, FEWEST] = [3, 3]
/** The two halves of what was looked at differ by this factor at most. */
const STEADY = 1.5
const MOST_SAMPLES = 64

/**
 * The pace of a task of `total` units (0: not known). It is counted from the first step on, since that one holds what is made ready for
 * all; the later half of what was seen tells the time that is left. Steady once, it stays told.
 */
export function newPace(total: number, now: () => number = seconds): Pace {
  let samples: { readonly at: number; readonly done: number }[] = []
  let isSteady = false
  /** Seconds a unit between two samples. */
  const paceOf = (from: (typeof samples)[number], to: (typeof samples)[number]) =>
    (to.at - from.at) / Math.max(Number.MIN_VALUE, to.done - from.done)
  const halves = () => {
    const [first, last] = [samples[0], samples[samples.length - 1]]
    const middle = (first.at + last.at) / 2
    const half = samples.findIndex(({ at }) => at >= middle)
    const between = samples[Math.min(samples.length - 2, Math.max(1, half))]
    return { span: last.at - first.at, early: paceOf(first, between), late: paceOf(between, last) }
  }
  return {
    reached(done) {
      const last = samples.at(-1)
      if (last !== undefined && done <= last.done) return
      samples.push({ at: now(), done })
      // Every other one goes, but for the first and the last.
      if (samples.length > MOST_SAMPLES) samples = samples.filter((_, i) => i % 2 === 0 || i === samples.length - 1)
      if (isSteady || samples.length <= FEWEST) return
      const { span, early, late } = halves()
      isSteady = span >= SHORTEST && early <= late * STEADY && late <= early * STEADY
    },
    secondsLeft() {
      if (!isSteady || total <= 0) return null
      return Math.max(0, halves().late * (total - samples[samples.length - 1].done))
    },
  }
}
