/** @file The frame of a reviewer's pages: progress, what is saved, the menu, and the line about a lost connection. */
import { type ReactNode, useState } from 'react'
import type { Me } from '../../api/index.ts'
import { ConnectionBanner, SavedMark, type SavedState } from '../delivery/index.ts'
import { Frame } from '../frame/frame.tsx'
import { Menu } from '../frame/menu.tsx'
import { KeysDialog } from '../keyboard/index.ts'
import { Link } from '../router/router.tsx'
import { useWords } from '../words/index.ts'
import { useSignOut } from './sign-out.tsx'

/** `saved`: what the mark in the bar says. */
export function ReviewerFrame({
  me,
  bar,
  saved = 'none',
  wide = false,
  busy = false,
  children,
}: {
  me: Me
  bar?: ReactNode
  saved?: SavedState
  wide?: boolean
  busy?: boolean
  children?: ReactNode
}) {
  const { words } = useWords()
  const [keys, setKeys] = useState(false)
  const signOut = useSignOut(me.personId)
  return (
    <Frame
      me={me}
      wide={wide}
      busy={busy}
      bar={bar}
      above={<ConnectionBanner />}
      menu={
        <>
          <SavedMark state={saved} />
          <Menu label={words.frame.menu}>
            <p className="menu-person">{me.name}</p>
            <Link to="/">{words.reviewer.toCases}</Link>
            <Link to="/earlier">{words.reviewer.earlier}</Link>
            <Link to="/about-me">{words.reviewer.about.link}</Link>
            <button type="button" onClick={() => setKeys(true)}>
              {words.keys.title}
            </button>
            <button type="button" onClick={signOut.begin}>
              {words.frame.signOut}
            </button>
          </Menu>
        </>
      }
    >
      {children}
      {keys && <KeysDialog onClose={() => setKeys(false)} />}
      {signOut.dialog}
    </Frame>
  )
}
