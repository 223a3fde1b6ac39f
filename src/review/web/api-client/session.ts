/** @file A session that ends while somebody works: calls wait until she has signed in again, and lose nothing. */
import { createStore } from './store.ts'
import { RequestProblem } from './problem.ts'

/** Whether the page waits for somebody to sign in again. */
export const sessionEnded = createStore(false)

let waiting: (() => void)[] = []

/** Runs a call; each time that it finds the session ended, asks to sign in and runs it again. */
export async function signedInAgain<T>(run: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await run()
    } catch (problem) {
      if (!(problem instanceof RequestProblem && problem.code === 'sign-in')) throw problem
    }
    await new Promise<void>(resolve => {
      waiting.push(resolve)
      sessionEnded.set(true)
    })
  }
}

/** To be called when she has signed in again. */
export function sessionIsBack(): void {
  const resolves = waiting
  waiting = []
  sessionEnded.set(false)
  for (const resolve of resolves) resolve()
}
