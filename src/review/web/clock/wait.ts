/** @file Waiting, until a time is over or something wakes us. */

/** Resolves after `milliseconds`, or at the next event of this name on `target`. */
export function wait(milliseconds: number, target: EventTarget, wakeUp: readonly string[]): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      for (const name of wakeUp) target.removeEventListener(name, done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    for (const name of wakeUp) target.addEventListener(name, done)
  })
}
