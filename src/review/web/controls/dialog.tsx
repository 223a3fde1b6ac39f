/** @file A dialog over the page: the native one, which keeps the focus inside and gives it back. */
import { type ReactNode, useEffect, useId, useRef } from 'react'

/** Open while it is mounted. Escape closes it, unless `onClose` is left out. The focus goes to `data-first`, or to what is first. */
export function Dialog({
  title,
  onClose,
  className = '',
  children,
}: {
  title: string
  onClose?: () => void
  className?: string
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    const own = dialog.current
    own?.showModal()
    own?.querySelector<HTMLElement>('[data-first]')?.focus({ preventScroll: true })
    return () => {
      own?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault()
        onClose?.()
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  )
}
