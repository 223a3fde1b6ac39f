/** @file Which page of a reviewer is shown: consent and profile first, then her cases, and those that she judged. */
import type { ReactNode } from 'react'
import type { Me } from '../../api/index.ts'
import { Alert } from '../controls/index.ts'
import { countDrafts } from '../kept/drafts.ts'
import { Link, usePath } from '../router/router.tsx'
import { useWords } from '../words/index.ts'
import { AboutPage, hasSaidWho, WelcomePages } from './about/index.ts'
import { EarlierCasePage, EarlierPage } from './earlier/index.ts'
import { ReviewerFrame } from './reviewer-frame.tsx'
import { DeskPage } from './visit/index.ts'

/** The pages of a reviewer. `refresh` reads `me` anew. */
export function ReviewerPages({ me, refresh }: { me: Me; refresh: () => Promise<void> }) {
  const { words } = useWords()
  const texts = words.reviewer
  const [place, id] = usePath()
  const { instrument } = me
  const plain = (title: string, why: string, more?: ReactNode) => (
    <ReviewerFrame me={me}>
      <section className="sheet narrow">
        <h1>{title}</h1>
        <p>{why}</p>
        {more}
      </section>
    </ReviewerFrame>
  )
  if (instrument === null) return plain(words.frame.review, texts.noInstrument)
  const mayStart = me.state === 'draft' || me.state === 'open'
  if (!hasSaidWho(me.profile) && mayStart) return <WelcomePages me={me} instrument={instrument} refresh={refresh} />
  if (place === 'about-me') return <AboutPage me={me} refresh={refresh} />
  if (me.state === 'draft') return plain(texts.notOpen, texts.notOpenWhy)
  if (place === 'earlier') {
    return id === undefined ? (
      <EarlierPage me={me} />
    ) : (
      <EarlierCasePage key={id} me={me} instrument={instrument} slotId={id} refresh={refresh} />
    )
  }
  if (me.state !== 'open') {
    return plain(
      texts.closed,
      texts.closedWhy,
      <>
        {countDrafts(me.personId) > 0 && <Alert kind="notice">{texts.trouble.closed}</Alert>}
        <p>
          <Link to="/earlier">{texts.earlier}</Link>
        </p>
      </>,
    )
  }
  if (place === undefined || place === 'case' || place === 'sign-in') {
    return <DeskPage me={me} instrument={instrument} refresh={refresh} />
  }
  return plain(
    words.frame.notFound,
    '',
    <p>
      <Link to="/">{words.frame.toStart}</Link>
    </p>,
  )
}
