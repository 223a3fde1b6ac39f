/** @file "Back" of the browser in a case leads to the page between cases instead of out of the review. */
import { useEffect, useRef } from 'react'
import { go } from '../../router/router.tsx'

/** One entry of the history while a case is open; `onBack`: she left it. */
export function useWayBack(isOnCase: boolean, onBack: () => void): void {
  const latest = useRef(onBack)
  useEffect(() => {
    latest.current = onBack
  })
  useEffect(() => {
    if (!isOnCase) return
    go('/case')
    // Set once a case: a listener that is replaced while the event goes round would not hear it.
    const back = () => {
      if (location.pathname !== '/case') latest.current()
    }
    addEventListener('popstate', back)
    return () => removeEventListener('popstate', back)
  }, [isOnCase])
}
