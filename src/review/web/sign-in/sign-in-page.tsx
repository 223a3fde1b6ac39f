/** @file The page on which somebody signs in. */
import { useWords } from '../words/index.ts'
import { SignInForm } from './sign-in-form.tsx'

/** Signs in, then calls `onSignedIn`. */
export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const { words } = useWords()
  // The hospital's sign-on comes back with a problem in the address when it let nobody in.
  const refused = new URLSearchParams(location.search).has('problem')
  return (
    <section className="sheet narrow">
      <h1>{words.signIn.title}</h1>
      <p className="quiet">{words.signIn.what}</p>
      <SignInForm problem={refused ? words.signIn.noHospital : null} onSignedIn={onSignedIn} />
    </section>
  )
}
