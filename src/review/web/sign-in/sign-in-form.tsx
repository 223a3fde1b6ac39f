/** @file Address and password, and the hospital's sign-on where there is one. */
import { type FormEvent, useRef, useState } from 'react'
import { callOnce, type ProblemCode, RequestProblem } from '../api-client/index.ts'
import { Alert, Button, TextField } from '../controls/index.ts'
import { useWords } from '../words/index.ts'
import { SignOnButton } from './sign-on-button.tsx'

const DO_NOT_FIT: ReadonlySet<ProblemCode> = new Set(['sign-in', 'input', 'role'])

/** Signs in, then calls `onSignedIn`. `problem`: what to say before anything was tried. */
export function SignInForm({
  problem = null,
  onSignedIn,
}: {
  problem?: string | null
  onSignedIn: () => Promise<void> | void
}) {
  const { words } = useWords()
  const [failure, setFailure] = useState<ProblemCode | null>(null)
  const [missing, setMissing] = useState<'email' | 'password' | null>(null)
  const [busy, setBusy] = useState(false)
  const email = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const [address, secret] = [email.current!.value.trim(), password.current!.value]
    const lacks = address === '' ? 'email' : secret === '' ? 'password' : null
    setMissing(lacks)
    if (lacks !== null) {
      ;(lacks === 'email' ? email : password).current!.focus()
      return
    }
    setBusy(true)
    setFailure(null)
    try {
      await callOnce('POST /auth/sign-in/email', { body: { email: address, password: secret } })
      await onSignedIn()
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      setFailure(error.code)
    } finally {
      setBusy(false)
    }
  }
  const said =
    failure === null
      ? problem
      : DO_NOT_FIT.has(failure)
        ? words.signIn.wrong
        : failure === 'rate'
          ? words.signIn.tooMany
          : words.problems[failure]
  return (
    <form className="form" onSubmit={event => void submit(event)} noValidate>
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
      <SignOnButton onProblem={setFailure} />
      <p className="hint">{words.signIn.forgotten}</p>
    </form>
  )
}
