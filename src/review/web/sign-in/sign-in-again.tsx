/** @file Signing in again in place, when a session ended while somebody works. */
import { useState } from 'react'
import type { Me } from '../../api/index.ts'
import { Dialog } from '../controls/index.ts'
import { useWords } from '../words/index.ts'
import { SignInForm } from './sign-in-form.tsx'
import { useSignInOptions } from './use-sign-in-options.ts'

/** A dialog over the page; what was entered stays below it. */
export function SignInAgain({ me, onSignedIn }: { me: Me; onSignedIn: () => Promise<void> }) {
  const { words } = useWords()
  const options = useSignInOptions()
  const [person] = useState(me.name)
  return (
    <Dialog title={words.signIn.again}>
      <p>{words.signIn.againWhy}</p>
      <p className="quiet">
        {words.frame.signedInAs} {person}
      </p>
      <SignInForm oidc={options?.oidc ?? null} onSignedIn={onSignedIn} />
    </Dialog>
  )
}
