/** @file Which pages of the study team a role has, and the way between them. */
import { type ReactNode, useEffect, useId, useState } from 'react'
import type { Me } from '../../api/index.ts'
import { Link } from '../router/router.tsx'
import { useWords } from '../words/index.ts'

/** A page of the study team. */
export type TeamPage = 'progress' | 'standing' | 'members' | 'planner' | 'closing' | 'log' | 'report'

/** Page -> its path. The first page of a role stands at `/`. */
const PATHS: Readonly<Record<TeamPage, string>> = {
  progress: '/',
  standing: '/',
  members: '/people',
  planner: '/planner',
  closing: '/closing',
  log: '/log',
  report: '/report',
}

const PAGES: Readonly<Record<Exclude<Me['role'], 'reviewer'>, readonly TeamPage[]>> = {
  monitor: ['progress', 'members', 'closing', 'log', 'report'],
  designer: ['progress', 'members', 'planner', 'closing', 'log', 'report'],
  analyst: ['standing', 'log', 'report'],
  'key holder': ['standing', 'log', 'report'],
}

/** The pages of a role, the first one first; none of a reviewer. */
export function pagesOf(role: Me['role']): readonly TeamPage[] {
  return role === 'reviewer' ? [] : PAGES[role]
}

/** The page at a path, as `usePath` gives it; null when this role has none there. */
export function pageAt(role: Me['role'], path: readonly string[]): TeamPage | null {
  return pagesOf(role).find(page => PATHS[page] === `/${path.join('/')}`) ?? null
}

/**
 * Links to the pages of a role: a row, and where the window is narrow behind a button that names the page. `children` is
 * shown after them on a phone, where the bar has no place for it.
 */
export function Navigation({ role, page, children }: { role: Me['role']; page: TeamPage | null; children: ReactNode }) {
  const { words } = useWords()
  const { pages, navigation } = words.team
  const [open, setOpen] = useState(false)
  const id = useId()
  useEffect(() => {
    if (page !== null) setOpen(false)
  }, [page])
  return (
    <nav className="team-nav" aria-label={navigation}>
      <button
        type="button"
        className="team-nav-button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {words.frame.menu}
        <span>
          {page === null ? '' : pages[page]} <span aria-hidden="true">{open ? '▴' : '▾'}</span>
        </span>
      </button>
      <ul id={id} className={open ? 'open' : ''}>
        {pagesOf(role).map(one => (
          <li key={one}>
            <Link to={PATHS[one]}>{pages[one]}</Link>
          </li>
        ))}
        <li className="team-nav-account">{children}</li>
      </ul>
    </nav>
  )
}
