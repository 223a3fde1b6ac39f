/** @file A line of text with its label, its hint and its error. */
import { type ComponentPropsWithRef, useId } from 'react'

/** A native input; hint and error are tied to it. */
export function TextField({
  label,
  hint,
  error,
  ...props
}: { label: string; hint?: string; error?: string | null } & ComponentPropsWithRef<'input'>) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      <input id={id} aria-invalid={error ? true : undefined} aria-describedby={described || undefined} {...props} />
      {error && (
        <p id={`${id}-error`} className="error">
          {error}
        </p>
      )}
    </div>
  )
}
