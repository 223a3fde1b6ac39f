/** @file Address and password, and the hospital's sign-on where there is one. */
import { type FormEvent, useRef, useState } from 'react'
import type { SignInOptions } from '../../api/index.ts'
import { type ProblemCode, RequestProblem, signIn } from '../api-client/index.ts'
import { Alert, Button, TextField } from '../controls/index.ts'
import { useWords } from '../words/index.ts'
import { SignOnButton } from './sign-on-button.tsx'

/** Signs in, then calls `onSignedIn`. `problem`: what to say before anything was tried. */
export function SignInForm({
  oidc,
  problem = null,
  onSignedIn,
}: {
  oidc: SignInOptions['oidc']
  problem?: string | null
  onSignedIn: () => Promise<void> | void
}) {
  const { words } = useWords()
  const [failure, setFailure] = useState<ProblemCode | null>(null)
  const [missing, setMissing] = useState<'email' | 'password' | null>(null)
  const [busy, setBusy] = useState(false)
  const email = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)

  const attempt = async (run: () => Promise<void>) => {
    setBusy(true)
    setFailure(null)
    try {
      await run()
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      setFailure(error.code)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    for (const [name, input] of [
      ['email', email],
      ['password', password],
    ] as const) {
      if (input.current!.value === '') {
        setMissing(name)
        input.current!.focus()
        return
      }
    }
    setMissing(null)
    void attempt(async () => {
      await signIn(email.current!.value.trim(), password.current!.value)
      await onSignedIn()
    })
  }
  const said =
    failure === null
      ? problem
      : failure === 'sign-in' || failure === 'input' || failure === 'role'
        ? words.signIn.wrong
        : words.problems[failure]
  return (
    <form className="form" onSubmit={submit} noValidate>
      {said !== null && <Alert>{said}</Alert>}
      <TextField
        label={words.signIn.email}
        type="email"
        autoComplete="username"
        ref={email}
        error={missing === 'email' ? words.signIn.needEmail : null}
      />
      <TextField
        label={words.signIn.password}
        type="password"
        autoComplete="current-password"
        ref={password}
        error={missing === 'password' ? words.signIn.needPassword : null}
      />
      <Button kind="primary" type="submit" disabled={busy}>
        {words.signIn.submit}
      </Button>
      {oidc !== null && <SignOnButton oidc={oidc} onProblem={setFailure} />}
      <p className="hint">{words.signIn.forgotten}</p>
    </form>
  )
}
