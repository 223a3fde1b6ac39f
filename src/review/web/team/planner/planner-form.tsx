/** @file The form of the planner. */
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { Planner } from '../../../api/index.ts'
import { Button, TextField } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { type Entries, type EntryName, plannerOf } from './planner-entries.ts'

/** Calls `onChange` at each entry, and `onAsk` with the numbers once all of them are in order. */
export function PlannerForm(props: {
  entries: Entries
  busy: boolean
  onChange: (entries: Entries) => void
  onAsk: (planner: Planner) => void
}) {
  const { words } = useWords()
  const { planner } = words.team
  const { entries, busy, onChange, onAsk } = props
  const [faults, setFaults] = useState<Readonly<Partial<Record<EntryName | 'questions', string>>>>({})
  const form = useRef<HTMLFormElement>(null)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const found = plannerOf(entries, planner)
    if ('planner' in found) {
      setFaults({})
      onAsk(found.planner)
      return
    }
    setFaults(found.faults)
    // Once the fields are marked, the first of them is gone to.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  const field = (name: EntryName, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      inputMode="decimal"
      autoComplete="off"
      maxLength={12}
      value={entries[name]}
      error={faults[name]}
      onChange={event => onChange({ ...entries, [name]: event.target.value })}
    />
  )
  return (
    <form ref={form} className="sheet planner" onSubmit={submit} noValidate>
      <fieldset className="planner-part">
        <legend>{planner.size}</legend>
        <div className="planner-fields">
          {field('cases', planner.cases)}
          {field('raters', planner.raters)}
          {field('power', planner.power)}
        </div>
      </fieldset>
      <Question
        title={planner.preference}
        what={planner.preferenceWhat}
        isIncluded={entries.preference}
        isWrong={faults.questions !== undefined}
        onInclude={preference => onChange({ ...entries, preference })}
      >
        {field('win', planner.win, planner.winHint)}
        {field('ties', planner.ties)}
        {field('icc', planner.icc, planner.iccHint)}
      </Question>
      <Question
        title={planner.rating}
        what={planner.ratingWhat}
        isIncluded={entries.rating}
        isWrong={faults.questions !== undefined}
        onInclude={rating => onChange({ ...entries, rating })}
      >
        {field('difference', planner.difference)}
        {field('sd', planner.sd)}
      </Question>
      {faults.questions !== undefined && (
        <p role="alert" className="error">
          {faults.questions}
        </p>
      )}
      <div className="actions">
        <Button kind="primary" type="submit" disabled={busy}>
          {planner.ask}
        </Button>
        <p role="status" className="hint">
          {busy ? planner.asking : ''}
        </p>
      </div>
    </form>
  )
}

function Question(props: {
  title: string
  what: string
  isIncluded: boolean
  isWrong: boolean
  onInclude: (isIncluded: boolean) => void
  children: ReactNode
}) {
  const { words } = useWords()
  const { title, what, isIncluded, isWrong, onInclude, children } = props
  return (
    <fieldset className="planner-part">
      <legend>{title}</legend>
      <label className="tick">
        <input
          type="checkbox"
          checked={isIncluded}
          aria-invalid={(isWrong && !isIncluded) || undefined}
          onChange={event => onInclude(event.target.checked)}
        />
        {words.team.planner.include}
      </label>
      <p className="hint">{what}</p>
      {isIncluded && <div className="planner-fields">{children}</div>}
    </fieldset>
  )
}
