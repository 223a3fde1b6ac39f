/** @file The page of an invitation: a first password, or a new one. */
import { type FormEvent, useRef, useState } from 'react'
import { type ProblemCode, RequestProblem, setPassword, signIn } from '../api-client/index.ts'
import { Alert, Button, TextField } from '../controls/index.ts'
import { useWords } from '../words/index.ts'
import { SignInForm } from './sign-in-form.tsx'
import { SignOnButton } from './sign-on-button.tsx'
import { useSignInOptions } from './use-sign-in-options.ts'

const SHORTEST = 12

/** Sets the password with the secret of the link and signs in with it; the address lets a password manager keep both. */
export function InvitationPage({ secret, onSignedIn }: { secret: string; onSignedIn: () => void }) {
  const { words } = useWords()
  const options = useSignInOptions()
  const [failure, setFailure] = useState<ProblemCode | 'expired' | null>(null)
  const [missing, setMissing] = useState<'email' | 'password' | null>(null)
  const [isSet, setIsSet] = useState(false)
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const email = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const address = email.current!.value.trim()
    const chosen = password.current!.value
    const lacks = address === '' ? 'email' : chosen.length < SHORTEST ? 'password' : null
    setMissing(lacks)
    if (lacks !== null) {
      ;(lacks === 'email' ? email : password).current!.focus()
      return
    }
    setBusy(true)
    setFailure(null)
    let wasSet = false
    try {
      await setPassword(secret, chosen)
      wasSet = true
      await signIn(address, chosen)
      onSignedIn()
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      if (wasSet) setIsSet(true)
      else setFailure(problem.isPassing ? problem.code : 'expired')
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="sheet narrow">
      <h1>{words.signIn.invitation}</h1>
      {options !== null && <p className="lead">{options.title}</p>}
      {isSet ? (
        <>
          <Alert kind="notice">{words.signIn.setButNot}</Alert>
          <SignInForm oidc={null} onSignedIn={onSignedIn} />
        </>
      ) : (
        <>
          <p>{words.signIn.invitationWhy}</p>
          <form className="form" onSubmit={event => void submit(event)} noValidate>
            {failure !== null && (
              <Alert>{failure === 'expired' ? words.signIn.expired : words.problems[failure]}</Alert>
            )}
            <TextField
              label={words.signIn.email}
              type="email"
              autoComplete="username"
              ref={email}
              error={missing === 'email' ? words.signIn.needEmail : null}
            />
            <TextField
              label={words.signIn.newPassword}
              hint={words.signIn.newPasswordHint}
              type={shown ? 'text' : 'password'}
              autoComplete="new-password"
              ref={password}
              error={missing === 'password' ? words.signIn.tooShort : null}
            />
            <label className="tick">
              <input type="checkbox" checked={shown} onChange={event => setShown(event.target.checked)} />
              {words.signIn.show}
            </label>
            <Button kind="primary" type="submit" disabled={busy}>
              {words.signIn.set}
            </Button>
          </form>
          {options?.oidc && <SignOnButton oidc={options.oidc} onProblem={setFailure} />}
        </>
      )}
    </section>
  )
}
