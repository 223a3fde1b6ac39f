/** @file Signing out: what is kept here of her is deleted, with a warning when the server does not have it. */
import { type ReactNode, useState } from 'react'
import { callOnce, RequestProblem, useStore } from '../api-client/index.ts'
import { Alert, Button, Dialog } from '../controls/index.ts'
import { waiting } from '../delivery/index.ts'
import { countDrafts, forgetPerson } from '../kept/drafts.ts'
import { useWords } from '../words/index.ts'

/** What begins to sign out, and the dialog that asks first when something would be lost. */
export function useSignOut(person: string): { readonly begin: () => void; readonly dialog: ReactNode } {
  const { words } = useWords()
  const texts = words.reviewer.leave
  const unsent = useStore(waiting)
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const leave = async () => {
    try {
      await callOnce('POST /auth/sign-out', { body: {} })
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      // Whoever is not signed in any more is signed out.
      if (error.code !== 'sign-in') {
        setAsking(true)
        setProblem(words.problems[error.code])
        return
      }
    }
    forgetPerson(person)
    location.assign('/')
  }
  const begin = () => {
    setProblem(null)
    if (unsent > 0 || countDrafts(person) > 0) setAsking(true)
    else void leave()
  }
  const dialog = asking && (
    <Dialog title={texts.title} onClose={() => setAsking(false)}>
      <p>{texts.why}</p>
      {problem !== null && <Alert>{problem}</Alert>}
      <div className="actions">
        <Button onClick={() => setAsking(false)}>{words.frame.cancel}</Button>
        <Button kind="grave" onClick={() => void leave()}>
          {texts.confirm}
        </Button>
      </div>
    </Dialog>
  )
  return { begin, dialog }
}
