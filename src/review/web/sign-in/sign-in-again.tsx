/** @file Signing in again in place, when a session ended while somebody works. */
import type { Me } from '../../api/index.ts'
import { Dialog } from '../controls/index.ts'
import { useWords } from '../words/index.ts'
import { SignInForm } from './sign-in-form.tsx'

/** A dialog over the page; what was entered stays below it. */
export function SignInAgain({ me, onSignedIn }: { me: Me; onSignedIn: () => Promise<void> }) {
  const { words } = useWords()
  return (
    <Dialog title={words.signIn.again}>
      <p>{words.signIn.againWhy}</p>
      <p className="quiet">
        {words.frame.wasSignedInAs} {me.name}
      </p>
      <SignInForm onSignedIn={onSignedIn} />
    </Dialog>
  )
}
