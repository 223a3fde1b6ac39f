/** @file What stands around every page: the bar above with the study, the language and who is signed in; the line below. */
import { type ReactNode, useEffect } from 'react'
import type { Me } from '../../api/index.ts'
import { useWords } from '../words/index.ts'
import { LanguageSwitch } from './language-switch.tsx'

/**
 * The landmarks of a page. `bar`: what a page puts into the bar, such as progress; `menu`: links and buttons beside the
 * language; `wide`: the content uses the whole width.
 */
export function Frame(props: {
  me: Me | null
  bar?: ReactNode
  menu?: ReactNode
  /** Between the bar and the content, such as what is wrong with the connection. */
  above?: ReactNode
  wide?: boolean
  busy?: boolean
  children?: ReactNode
}) {
  const { words } = useWords()
  const { me, bar, menu, above, wide = false, busy = false, children } = props
  const title = me === null ? null : me.title || words.frame.review
  const contact = me?.instrument?.contact ?? ''
  const simulated = me?.simulated ?? false
  useEffect(() => {
    document.title = title === null ? words.frame.product : `${title} | ${words.frame.product}`
  }, [title, words])
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {words.frame.skip}
      </a>
      <div className="frame-top">
        <header className={bar ? 'frame-bar with-middle' : 'frame-bar'}>
          <div className="frame-name">
            <strong>{words.frame.product}</strong>
            {title !== null && <span>{title}</span>}
          </div>
          {simulated && (
            <span className="simulated" title={words.frame.simulatedWhy}>
              {words.frame.simulated}
            </span>
          )}
          <div className="frame-middle">{bar}</div>
          <div className="frame-menu">
            {menu}
            <LanguageSwitch />
          </div>
        </header>
        {above}
      </div>
      <main id="content" className={wide ? 'frame-main wide' : 'frame-main'} tabIndex={-1}>
        {busy ? <p className="quiet">{words.frame.loading}</p> : children}
      </main>
      <footer className="frame-foot">
        <p>
          {words.frame.research}
          {simulated && ` ${words.frame.simulatedWhy}`}
        </p>
        {contact !== '' && (
          <p>
            {words.frame.contact} {contact}
          </p>
        )}
      </footer>
    </div>
  )
}
