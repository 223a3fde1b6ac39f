/** @file The page of an invitation: a first password, or a new one. */
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import { type Answer, callOnce, type ProblemCode, RequestProblem } from '../api-client/index.ts'
import { Alert, Button, TextField } from '../controls/index.ts'
import { useWords } from '../words/index.ts'
import { SignOnButton } from './sign-on-button.tsx'

/** Characters of the shortest password; the server holds to the same. */
const SHORTEST = 12

/** Shows whose invitation it is, sets her password and signs her in. */
export function InvitationPage({ secret, onSignedIn }: { secret: string; onSignedIn: () => void }) {
  const { words } = useWords()
  const [invited, setInvited] = useState<Answer<'POST /auth/invitation'> | null>(null)
  const [failure, setFailure] = useState<ProblemCode | null>(null)
  const look = useCallback(async () => {
    setFailure(null)
    try {
      setInvited(await callOnce('POST /auth/invitation', { body: { secret } }))
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      setFailure(problem.code)
    }
  }, [secret])
  useEffect(() => void look(), [look])

  if (failure !== null) {
    const isPassing = failure === 'offline' || failure === 'rate' || failure === 'fault'
    return (
      <section className="sheet narrow">
        <h1>{words.signIn.invitation}</h1>
        <Alert>{isPassing ? words.problems[failure] : words.signIn.expired}</Alert>
        {isPassing ? (
          <Button onClick={() => void look()}>{words.frame.tryAgain}</Button>
        ) : (
          <p>
            <a href="/">{words.signIn.haveOne}</a>
          </p>
        )}
      </section>
    )
  }
  if (invited === null) return <p className="quiet">{words.frame.loading}</p>
  return (
    <section className="sheet narrow">
      <h1>{words.signIn.welcome(invited.name)}</h1>
      <p>{words.signIn.invitationWhy}</p>
      <PasswordForm secret={secret} email={invited.email} onSignedIn={onSignedIn} onProblem={setFailure} />
    </section>
  )
}

function PasswordForm({
  secret,
  email,
  onSignedIn,
  onProblem,
}: {
  secret: string
  email: string
  onSignedIn: () => void
  onProblem: (code: ProblemCode) => void
}) {
  const { words } = useWords()
  const [tooShort, setTooShort] = useState(false)
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const password = useRef<HTMLInputElement>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const chosen = password.current!.value
    setTooShort(chosen.length < SHORTEST)
    if (chosen.length < SHORTEST) {
      password.current!.focus()
      return
    }
    setBusy(true)
    try {
      await callOnce('POST /auth/invitation/accept', { body: { secret, password: chosen } })
      onSignedIn()
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      setBusy(false)
      onProblem(problem.code)
    }
  }
  return (
    <form className="form" onSubmit={event => void submit(event)} noValidate>
      {/* Read-only, and there for password managers as much as for her. */}
      <TextField label={words.signIn.email} type="email" autoComplete="username" value={email} readOnly />
      <TextField
        label={words.signIn.newPassword}
        hint={words.signIn.newPasswordHint}
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        ref={password}
        error={tooShort ? words.signIn.tooShort : null}
      />
      <label className="tick">
        <input type="checkbox" checked={shown} onChange={event => setShown(event.target.checked)} />
        {words.signIn.show}
      </label>
      <Button kind="primary" type="submit" disabled={busy}>
        {words.signIn.set}
      </Button>
      <SignOnButton onProblem={onProblem} />
    </form>
  )
}
