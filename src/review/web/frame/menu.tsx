/** @file A menu in the bar: a button that opens a short list of links and buttons. */
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

/** Closes by Escape, by a click elsewhere, and once something in it was chosen. */
export function Menu({ label, children }: { label: string; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => {
    if (!open) return
    const outside = (event: Event) => {
      if (!whole.current?.contains(event.target as Node)) setOpen(false)
    }
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    const chosen = (event: Event) => {
      if (list.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('click', chosen)
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    document.addEventListener('keydown', onEscape)
    return () => {
      document.removeEventListener('click', chosen)
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
      document.removeEventListener('keydown', onEscape)
    }
  }, [open])
  return (
    <div className="menu" ref={whole}>
      <button
        type="button"
        ref={button}
        className="bar-button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {label} <span aria-hidden="true">▾</span>
      </button>
      <div id={id} ref={list} className={open ? 'menu-list' : 'menu-list shut'}>
        {children}
      </div>
    </div>
  )
}
