/** @file Who is signed in decides what is shown: signing in, the pages of a reviewer, or those of the study team. */
import { useCallback, useEffect, useState } from 'react'
import type { Me } from '../api/index.ts'
import { call, callOnce, RequestProblem, sessionEnded, sessionIsBack, useStore } from './api-client/index.ts'
import { Alert, Button } from './controls/index.ts'
import { Frame } from './frame/frame.tsx'
import { ReviewerPages } from './reviewer/index.ts'
import { go, usePath } from './router/router.tsx'
import { InvitationPage, SignInAgain, SignInPage } from './sign-in/index.ts'
import { TeamPages } from './team/index.ts'
import { useWords } from './words/index.ts'

type Visitor = { readonly me: Me } | 'nobody' | 'asking' | RequestProblem

/** The whole page. */
export function App() {
  const { words } = useWords()
  const [visitor, setVisitor] = useState<Visitor>('asking')
  const [place, secret] = usePath()
  const ended = useStore(sessionEnded)

  const ask = useCallback(async () => {
    try {
      setVisitor({ me: await callOnce('GET /me') })
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      setVisitor(problem.code === 'sign-in' ? 'nobody' : problem)
    }
  }, [])
  useEffect(() => void ask(), [ask])

  /** Reads anew what she may know, after she changed something of it. */
  const refresh = useCallback(async () => {
    try {
      setVisitor({ me: await call('GET /me') })
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem
      setVisitor(problem)
    }
  }, [])

  if (place === 'invitation' && secret !== undefined) {
    return (
      <Frame me={null}>
        <InvitationPage
          secret={secret}
          onSignedIn={() => {
            go('/', { replace: true })
            void ask()
          }}
        />
      </Frame>
    )
  }
  if (visitor === 'asking') return <Frame me={null} busy />
  if (visitor === 'nobody') {
    return (
      <Frame me={null}>
        <SignInPage onSignedIn={() => void ask()} />
      </Frame>
    )
  }
  if (visitor instanceof RequestProblem) {
    return (
      <Frame me={null}>
        <section className="sheet narrow">
          <Alert>{words.problems[visitor.code]}</Alert>
          <Button onClick={() => void ask()}>{words.frame.tryAgain}</Button>
        </section>
      </Frame>
    )
  }
  const { me } = visitor
  return (
    <>
      {me.role === 'reviewer' ? <ReviewerPages me={me} refresh={refresh} /> : <TeamPages me={me} refresh={refresh} />}
      {ended && (
        <SignInAgain
          me={me}
          onSignedIn={async () => {
            const now = await callOnce('GET /me')
            if (now.personId !== me.personId) location.assign('/')
            else sessionIsBack()
          }}
        />
      )}
    </>
  )
}
