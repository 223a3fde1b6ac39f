/** @file A button. */
import type { ComponentPropsWithRef } from 'react'

/** A native button: `primary` for the one next action of a page, `quiet` for what stands aside, `grave` for what is final. */
export function Button({
  kind = 'plain',
  className = '',
  ...props
}: { kind?: 'primary' | 'plain' | 'quiet' | 'grave' } & ComponentPropsWithRef<'button'>) {
  return <button type="button" {...props} className={`button ${kind} ${className}`} />
}
