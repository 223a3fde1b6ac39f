/** @file One rater in the place of another who drops out. */
import { useId, useRef, useState } from 'react'
import { call } from '../../api-client/index.ts'
import { useWords } from '../../words/index.ts'
import { ActDialog } from '../parts/act-dialog.tsx'
import { sentences } from '../parts/sentences.ts'
import type { Person } from './member-acts.ts'

/** Raters without cases first: one who had a case of the list cannot take it over. */
const takersOf = (people: readonly Person[], from: Person) =>
  people
    .filter(({ role, active, personId }) => role === 'reviewer' && active && personId !== from.personId)
    .toSorted((a, b) => a.slots - b.slots)

/** Asks who takes over and why, and says how much passes; then calls `onDone` with the taker. */
export function ReplaceDialog(props: {
  from: Person
  people: readonly Person[]
  onDone: (taker: string) => void
  onClose: () => void
}) {
  const { words, language } = useWords()
  const { from, people, onDone, onClose } = props
  const { members } = words.team
  const [isMissing, setMissing] = useState(false)
  const taker = useRef<HTMLSelectElement>(null)
  const id = useId()
  const takers = takersOf(people, from)
  const check = () => {
    const isChosen = (taker.current?.value ?? '') !== ''
    setMissing(!isChosen)
    if (!isChosen) taker.current?.focus()
    return isChosen
  }
  const replace = async (reason: string) => {
    const by = taker.current!.value
    await call('POST /members/:id/replace', { id: from.personId, body: { by, reason } })
    onDone(by)
  }
  return (
    <ActDialog
      title={members.replaceOf(from.personId)}
      action={members.replaceMake}
      grave
      needsReason
      check={check}
      run={replace}
      onClose={onClose}
    >
      <p>{sentences(language, members.replaceWhy(from.personId, from.missing), members.replaceTraining)}</p>
      <div className="field">
        <label htmlFor={id}>{members.taker}</label>
        <p id={`${id}-hint`} className="hint">
          {takers.length === 0 ? members.noTaker : members.takerHint}
        </p>
        <select
          id={id}
          ref={taker}
          defaultValue=""
          aria-invalid={isMissing || undefined}
          aria-describedby={`${id}-hint${isMissing ? ` ${id}-error` : ''}`}
        >
          <option value="" disabled>
            {members.choose}
          </option>
          {takers.map(({ personId, name, slots }) => (
            <option key={personId} value={personId}>
              {[personId, name].filter(Boolean).join(', ')} ({slots === 0 ? members.newRater : members.takerHas(slots)})
            </option>
          ))}
        </select>
        {isMissing && (
          <p id={`${id}-error`} className="error">
            {members.needTaker}
          </p>
        )}
      </div>
    </ActDialog>
  )
}
