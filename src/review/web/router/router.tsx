/** @file Which page is shown: the path of the address, changed without loading the page anew. */
import type { MouseEvent, ReactNode } from 'react'
import { createStore, useStore } from '../api-client/store.ts'

const path = createStore(location.pathname)
addEventListener('popstate', () => path.set(location.pathname))

/** Goes to a page. `replace`: "back" does not return to this one. */
export function go(to: string, { replace = false } = {}): void {
  if (to === location.pathname) return
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  path.set(to)
  scrollTo(0, 0)
}

/** The parts of the path, decoded: `['earlier', 's-1']` of `/earlier/s-1`; none of `/`. */
export function usePath(): readonly string[] {
  const parts = useStore(path).split('/').filter(Boolean)
  try {
    return parts.map(decodeURIComponent)
  } catch {
    return parts
  }
}

/** A link to a page of ours. */
export function Link({ to, className, children }: { to: string; className?: string; children: ReactNode }) {
  const here = useStore(path) === to
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to)
  }
  return (
    <a href={to} className={className} aria-current={here ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  )
}
