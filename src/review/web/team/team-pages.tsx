/** @file Which page of the study team is shown. */
import { useEffect, useRef } from 'react'
import type { Me } from '../../api/index.ts'
import { callOnce, RequestProblem } from '../api-client/index.ts'
import { Frame } from '../frame/frame.tsx'
import { Link, usePath } from '../router/router.tsx'
import { useWords } from '../words/index.ts'
import { LogPage } from './log/log-page.tsx'
import { MembersPage } from './members/members-page.tsx'
import { Navigation, pageAt, type TeamPage } from './navigation.tsx'
import { PlannerPage } from './planner/planner-page.tsx'
import { ProgressPage } from './progress/progress-page.tsx'
import { ReportPage } from './report/report-page.tsx'
import { ClosingPage } from './standing/closing-page.tsx'
import './team.css'
import './team-forms.css'

/** The pages of everybody but reviewers. `refresh` reads `me` anew. */
export function TeamPages({ me, refresh }: { me: Me; refresh: () => Promise<void> }) {
  const { words } = useWords()
  const path = usePath()
  const page = pageAt(me.role, path)
  const before = useRef(page)
  const title = page === null ? words.team.title : words.team.pages[page]
  useEffect(() => {
    document.title = `${title} | ${me.title} | ${words.frame.product}`
    if (before.current === page) return
    before.current = page
    // Who does not see the page hears where she is.
    document.getElementById('content')?.focus({ preventScroll: true })
  }, [page, title, me.title, words])
  return (
    <Frame me={me} menu={<Account me={me} />}>
      <Navigation role={me.role} page={page}>
        <Account me={me} />
      </Navigation>
      <div className="team-page">
        <Page page={page} me={me} refresh={refresh} />
      </div>
    </Frame>
  )
}

function Page({ page, me, refresh }: { page: TeamPage | null; me: Me; refresh: () => Promise<void> }) {
  const { words } = useWords()
  switch (page) {
    case 'progress':
      return <ProgressPage me={me} />
    case 'members':
      return <MembersPage me={me} />
    case 'planner':
      return <PlannerPage me={me} refresh={refresh} />
    case 'standing':
      return <ClosingPage me={me} title={words.team.closing.standingTitle} refresh={refresh} />
    case 'closing':
      return <ClosingPage me={me} title={words.team.closing.title} refresh={refresh} />
    case 'log':
      return <LogPage />
    case 'report':
      return <ReportPage me={me} />
    case null:
      return (
        <section className="sheet narrow">
          <h1>{words.frame.notFound}</h1>
          <Link to="/">{words.frame.toStart}</Link>
        </section>
      )
  }
}

/** Who is signed in, in which role, and the way out. */
function Account({ me }: { me: Me }) {
  const { words } = useWords()
  const leave = async () => {
    try {
      await callOnce('POST /auth/sign-out', { body: {} })
    } catch (problem) {
      // Without a connection nobody can be signed out: the page stays as it is.
      if (!(problem instanceof RequestProblem) || problem.isPassing) return
    }
    location.assign('/')
  }
  return (
    <div className="account-bar">
      <span className="account">
        <span className="only-read-aloud">{words.frame.signedInAs} </span>
        <strong>{me.name}</strong>
        <span>{words.team.roles[me.role]}</span>
      </span>
      <button type="button" className="bar-button" onClick={() => void leave()}>
        {words.frame.signOut}
      </button>
    </div>
  )
}
