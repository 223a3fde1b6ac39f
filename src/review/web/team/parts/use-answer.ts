/** @file What a page reads from the server: at first, and again when something was done. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Answer, call, RequestProblem } from '../../api-client/index.ts'
import { now } from '../../clock/now.ts'

/** What the pages of the team read. */
export type Readable = 'GET /team' | 'GET /log'

/** An answer with when it was read; the last good one stays while a later reading fails. */
export interface Reading<R extends Readable> {
  readonly answer: Answer<R> | null
  readonly readAt: string | null
  readonly problem: RequestProblem | null
  readonly reload: () => Promise<void>
}

/** The whole log, page by page: one that brings nothing new is the end. */
async function readLog(): Promise<Answer<'GET /log'>> {
  const log: Answer<'GET /log'>[number][] = []
  for (;;) {
    const after = log.at(-1)?.sequence ?? 0
    const page = await call('GET /log', { after })
    log.push(...page.filter(({ sequence }) => sequence > after))
    if (page.length === 0 || log.at(-1)?.sequence === after) return log
  }
}

/** Reads a route when the component appears; `reload` reads it again. Of two readings under way the later one counts. */
export function useAnswer<R extends Readable>(route: R): Reading<R> {
  const [read, setRead] = useState<Omit<Reading<R>, 'reload'>>({ answer: null, readAt: null, problem: null })
  const latest = useRef(0)
  const reload = useCallback(async () => {
    const own = ++latest.current
    try {
      const answer = (await (route === 'GET /log' ? readLog() : call('GET /team'))) as Answer<R>
      if (own === latest.current) setRead({ answer, readAt: now(), problem: null })
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      if (own === latest.current) setRead(before => ({ ...before, problem }))
    }
  }, [route])
  useEffect(() => {
    void reload()
    return () => {
      // What is still under way belongs to a page that is gone.
      latest.current++
    }
  }, [reload])
  return { ...read, reload }
}
