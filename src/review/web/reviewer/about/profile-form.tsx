/** @file The form in which a reviewer says who she is. */
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { call, RequestProblem } from '../../api-client/index.ts'
import { Alert, Button, TextField } from '../../controls/index.ts'
import { persistently } from '../../delivery/index.ts'
import { useWords } from '../../words/index.ts'
import { AI_USE, bodyOf, faultsOf, GRADES, type Profile, type ProfileField, profileFrom } from './profile.ts'

/** Sends the profile, then calls `onSaved`. */
export function ProfileForm({ me, button, onSaved }: { me: Me; button: string; onSaved: () => void | Promise<void> }) {
  const { words } = useWords()
  const texts = words.reviewer.about
  const id = useId()
  const [profile, setProfile] = useState(() => profileFrom(me.profile))
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  // Of what she entered herself before, the server says no less than of what the team entered.
  const hasCentre = me.centre !== null
  const faults = tried ? faultsOf(profile, hasCentre) : []
  const put = (change: Partial<Profile>) => setProfile({ ...profile, ...change })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    const [first] = faultsOf(profile, hasCentre)
    if (first !== undefined) {
      document.querySelector<HTMLElement>(`[data-field="${first}"]`)?.focus()
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      await persistently(() => call('POST /profile', { body: bodyOf(profile, hasCentre) }))
      await onSaved()
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      setProblem(words.problems[error.code])
    } finally {
      setBusy(false)
    }
  }
  const errorOf = (field: ProfileField, text: string) => (faults.includes(field) ? text : null)
  const choice = (
    field: 'grade' | 'ai',
    legend: string,
    options: readonly (readonly [string, string])[],
  ): ReactNode => {
    const error = errorOf(field, texts.needChoice)
    return (
      <fieldset className="plain-choices" aria-describedby={error ? `${id}-${field}` : undefined}>
        <legend>{legend}</legend>
        {options.map(([value, label], i) => (
          <label key={value} className="tick">
            <input
              type="radio"
              name={`${id}-${field}`}
              data-field={i === 0 ? field : undefined}
              checked={profile[field] === value}
              aria-invalid={error ? true : undefined}
              onChange={() => put({ [field]: value })}
            />
            {label}
          </label>
        ))}
        {error && (
          <p id={`${id}-${field}`} className="error">
            {error}
          </p>
        )}
      </fieldset>
    )
  }
  return (
    <form className="form" onSubmit={event => void submit(event)} noValidate>
      {problem !== null && <Alert>{problem}</Alert>}
      {hasCentre ? (
        <p>{texts.centreGiven(me.centre ?? '')}</p>
      ) : (
        <TextField
          label={texts.centre}
          hint={texts.centreHint}
          data-field="centre"
          autoComplete="organization"
          maxLength={200}
          value={profile.centre}
          error={errorOf('centre', texts.needText)}
          onChange={event => put({ centre: event.target.value })}
        />
      )}
      {choice(
        'grade',
        texts.grade,
        GRADES.map(grade => [grade, texts.grades[grade]]),
      )}
      <TextField
        label={texts.years}
        data-field="years"
        inputMode="numeric"
        maxLength={3}
        className="short"
        value={profile.years}
        error={errorOf('years', texts.needYears)}
        onChange={event => put({ years: event.target.value })}
      />
      <TextField
        label={texts.specialty}
        data-field="specialty"
        maxLength={200}
        value={profile.specialty}
        error={errorOf('specialty', texts.needText)}
        onChange={event => put({ specialty: event.target.value })}
      />
      {choice(
        'ai',
        texts.ai,
        AI_USE.map(use => [use, texts.aiUse[use]]),
      )}
      <Button kind="primary" type="submit" disabled={busy}>
        {button}
      </Button>
    </form>
  )
}
