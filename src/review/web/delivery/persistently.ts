/** @file Trying again while the connection is lost: waits longer each time, and not at all once it is back. */
import { createStore, type ProblemCode, RequestProblem } from '../api-client/index.ts'
import { wait } from '../clock/wait.ts'

/** Why requests are not answered now; null while they are. */
export const trouble = createStore<ProblemCode | null>(null)

const LONGEST_MS = 30_000
const attention = new EventTarget()
/** How many calls wait for their next try. */
let retrying = 0

/** Tries what waits at once. When nothing waits and the browser has a network, there is no trouble to speak of. */
export function tryNow(): void {
  attention.dispatchEvent(new Event('try'))
  if (retrying === 0 && navigator.onLine) trouble.set(null)
}
addEventListener('online', tryNow)
addEventListener('offline', () => trouble.set('offline'))

/**
 * Runs a call until it is answered or refused. Throws what is no passing problem. `isWanted`: asked before each further
 * try; when it says no, the promise never settles, since nobody waits for it.
 */
export async function persistently<T>(run: () => Promise<T>, isWanted: () => boolean = () => true): Promise<T> {
  for (let pause = 1000; ; pause = Math.min(LONGEST_MS, pause * 2)) {
    try {
      const answer = await run()
      trouble.set(null)
      return answer
    } catch (problem) {
      if (!(problem instanceof RequestProblem && problem.isPassing)) {
        // A refusal is an answer: the connection is there.
        if (problem instanceof RequestProblem) trouble.set(null)
        throw problem
      }
      trouble.set(problem.code)
      retrying++
      await wait(Math.max(pause, (problem.retryAfter ?? 0) * 1000), attention, ['try'])
      retrying--
    }
    if (!isWanted()) return new Promise<T>(() => {})
  }
}
