/** @file A sentence that a screen reader speaks at once. */
import type { ReactNode } from 'react'

/** A problem (the default) or a plain notice. */
export function Alert({ kind = 'problem', children }: { kind?: 'problem' | 'notice'; children: ReactNode }) {
  return (
    <p className={`alert ${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
      {children}
    </p>
  )
}
