/** @file One question with radio buttons: its legend, its error, and for each answer the key that gives it. */
import { type ReactNode, useId } from 'react'

/** An answer; `digit`: the key that gives it while the question is in focus. */
export interface RadioAnswer {
  readonly value: string
  readonly digit: string | null
  readonly face: ReactNode
}

/**
 * A native radio group. `name` is the question's name on the page (`data-question`), by which keys find it; `look`: how
 * the answers stand.
 */
export function RadioQuestion({
  name,
  legend,
  hint,
  error,
  answers,
  chosen,
  look,
  onChoose,
}: {
  name: string
  legend: ReactNode
  hint?: ReactNode
  error?: string | null
  answers: readonly RadioAnswer[]
  chosen: string | null
  look: 'anchors' | 'points' | 'segments'
  onChoose: (value: string) => void
}) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <fieldset
      className={`question ${look}${error ? ' wrong' : ''}`}
      data-question={name}
      aria-describedby={described || undefined}
    >
      <legend>{legend}</legend>
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      <div className="answers">
        {answers.map(({ value, digit, face }) => (
          <label key={value} className="answer">
            <input
              type="radio"
              name={`${id}-${name}`}
              value={value}
              data-digit={digit ?? undefined}
              checked={chosen === value}
              aria-invalid={error ? true : undefined}
              onChange={() => onChoose(value)}
            />
            <span className="face">{face}</span>
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className="error">
          {error}
        </p>
      )}
    </fieldset>
  )
}
