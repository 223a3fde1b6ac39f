/** @file A bound on how much is under way at once. */

/** Runs a task when fewer than the bound are running; the others wait in their order. */
export type Turns = <Answer>(task: () => Promise<Answer>) => Promise<Answer>

/** Turns for `most` tasks at once. */
export function turns(most: number): Turns {
  const waiting: (() => void)[] = []
  let running = 0
  return async task => {
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      // Who waits takes the place over, so that nobody comes between.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
