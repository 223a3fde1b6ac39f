/** @file Whether the server has what she sees: said only when it said so. */
import { useWords } from '../words/index.ts'

/** `draft`: kept here only; `sending`: on its way; `saved`: acknowledged; `none`: nothing to say. */
export type SavedState = 'none' | 'draft' | 'sending' | 'saved'

const SIGNS: Readonly<Record<SavedState, string>> = { none: '', draft: '○', sending: '◐', saved: '●' }

/** A mark with a word; spoken when it changes to saved. */
export function SavedMark({ state }: { state: SavedState }) {
  const { words } = useWords()
  return (
    <span className={`saved is-${state}`} role="status">
      {state !== 'none' && (
        <>
          <span aria-hidden="true">{SIGNS[state]} </span>
          <span className="saved-word">{words.delivery[state]}</span>
        </>
      )}
    </span>
  )
}
