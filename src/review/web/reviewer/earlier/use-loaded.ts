/** @file Something that is read from the server when a page opens. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { type ProblemCode, RequestProblem } from '../../api-client/index.ts'
import { persistently } from '../../delivery/index.ts'

/** What was read, or why not; null while it is read. `again` reads it anew. `read` must keep its identity. */
export function useLoaded<T>(read: () => Promise<T>): {
  readonly value: T | null
  readonly problem: ProblemCode | null
  readonly again: () => Promise<void>
} {
  const [state, setState] = useState<{ value: T | null; problem: ProblemCode | null }>({ value: null, problem: null })
  const here = useRef(true)
  const again = useCallback(async () => {
    try {
      const value = await persistently(read, () => here.current)
      setState({ value, problem: null })
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      setState({ value: null, problem: problem.code })
    }
  }, [read])
  useEffect(() => {
    here.current = true
    void again()
    return () => {
      here.current = false
    }
  }, [again])
  return { ...state, again }
}
