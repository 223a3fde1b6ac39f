/** @file The page on which somebody signs in. */
import { useWords } from '../words/index.ts'
import { SignInForm } from './sign-in-form.tsx'
import { useSignInOptions } from './use-sign-in-options.ts'

/** Signs in, then calls `onSignedIn`. */
export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const { words } = useWords()
  const options = useSignInOptions()
  // The hospital's sign-on comes back with an error in the address when it let nobody in.
  const refused = new URLSearchParams(location.search).has('error')
  return (
    <section className="sheet narrow">
      <h1>{words.signIn.title}</h1>
      {options !== null && <p className="lead">{options.title}</p>}
      <SignInForm
        oidc={options?.oidc ?? null}
        problem={refused ? words.signIn.noHospital : null}
        onSignedIn={onSignedIn}
      />
    </section>
  )
}
