/** @file The button to the hospital's sign-on. */
import { useState } from 'react'
import type { SignInOptions } from '../../api/index.ts'
import { hospitalSignOn, type ProblemCode, RequestProblem } from '../api-client/index.ts'
import { Button } from '../controls/index.ts'
import { useWords } from '../words/index.ts'

/** Goes to the hospital's page; tells `onProblem` when it cannot be reached. */
export function SignOnButton({
  oidc,
  onProblem,
}: {
  oidc: NonNullable<SignInOptions['oidc']>
  onProblem: (code: ProblemCode) => void
}) {
  const { words } = useWords()
  const [busy, setBusy] = useState(false)
  const leave = async () => {
    setBusy(true)
    try {
      location.assign(await hospitalSignOn(oidc.provider))
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
        {words.signIn.hospital(oidc.name)}
      </Button>
    </>
  )
}
