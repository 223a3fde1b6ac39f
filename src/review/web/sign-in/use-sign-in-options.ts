/** @file What the page may know of the review before anybody is signed in. */
import { useEffect, useState } from 'react'
import type { SignInOptions } from '../../api/index.ts'
import { RequestProblem, signInOptions } from '../api-client/index.ts'

/** Null until it is there, or where it cannot be read: signing in by password works without it. */
export function useSignInOptions(): SignInOptions | null {
  const [options, setOptions] = useState<SignInOptions | null>(null)
  useEffect(() => {
    signInOptions().then(setOptions, problem => {
      if (!(problem instanceof RequestProblem)) throw problem
    })
  }, [])
  return options
}
