/** @file The name of this window: the same after a reload, another in a second window, also in one that was duplicated. */
import { randomId } from '../random/random-id.ts'

const NAME = 'bedside.window'

function takeKept(): string | null {
  try {
    const id = sessionStorage.getItem(NAME)
    // Gone while the window lives: a duplicate copies the session's store, and must not find the name there.
    sessionStorage.removeItem(NAME)
    return id
  } catch {
    return null
  }
}

const id = takeKept() ?? randomId()
addEventListener('pagehide', () => {
  try {
    sessionStorage.setItem(NAME, id)
  } catch {
    // Then a reload is another window, and the page offers to take the case over.
  }
})
addEventListener('pageshow', event => {
  if (event.persisted) takeKept()
})

/** The name of this window. */
export function windowId(): string {
  return id
}
