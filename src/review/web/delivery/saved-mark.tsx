/** @file Whether the server has what she sees: said only when it said so. */
import { useMedia } from '../look/use-media.ts'
import { useWords } from '../words/index.ts'

/** `draft`: kept here only; `sending`: on its way; `saved`: acknowledged; `none`: nothing to say. */
export type SavedState = 'none' | 'draft' | 'sending' | 'saved'

const SIGNS: Readonly<Record<SavedState, string>> = { none: '', draft: '○', sending: '◐', saved: '●' }

/** A mark with a word; spoken when it changes to saved. */
export function SavedMark({ state }: { state: SavedState }) {
  const { words } = useWords()
  const isNarrow = useMedia('(max-width: 62.5rem)')
  return (
    <span className={`saved is-${state}`} role="status">
      {state !== 'none' && (
        <>
          <span aria-hidden="true">{SIGNS[state]} </span>
          <span className="saved-word">
            {state === 'draft' && isNarrow ? words.delivery.draftShort : words.delivery[state]}
          </span>
        </>
      )}
    </span>
  )
}
