/** @file The button to the hospital's sign-on, where there is one. */
import { useEffect, useState } from 'react'
import { callOnce, type ProblemCode, RequestProblem } from '../api-client/index.ts'
import { Button } from '../controls/index.ts'
import { useWords } from '../words/index.ts'

/** Nothing without a sign-on; else a button that goes to the hospital's page. Tells `onProblem` when it cannot. */
export function SignOnButton({ onProblem }: { onProblem: (code: ProblemCode) => void }) {
  const { words } = useWords()
  const [name, setName] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    callOnce('GET /auth/methods').then(
      ({ oidc }) => setName(oidc),
      problem => {
        // Signing in by password works without knowing.
        if (!(problem instanceof RequestProblem)) throw problem
      },
    )
  }, [])
  if (name === null) return null
  const leave = async () => {
    setBusy(true)
    try {
      location.assign((await callOnce('POST /auth/sign-in/oidc', { body: {} })).url)
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      onProblem(problem.code)
      setBusy(false)
    }
  }
  return (
    <>
      <p className="or">
        <span>{words.signIn.or}</span>
      </p>
      <Button disabled={busy} onClick={() => void leave()}>
        {words.signIn.hospital(name)}
      </Button>
    </>
  )
}
