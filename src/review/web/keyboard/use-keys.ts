/** @file Keys that act on the page: single ones never in a text field, and not at all when they are turned off. */
import { useEffect, useRef } from 'react'
import { createStore } from '../api-client/index.ts'
import { keep, kept } from '../words/index.ts'

/** Whether single keys act; with a modifier they always do. */
export const singleKeys = createStore(kept('single-keys') !== 'off')

/** Turns single keys on or off, for this browser. */
export function setSingleKeys(on: boolean): void {
  keep('single-keys', on ? 'on' : 'off')
  singleKeys.set(on)
}

const TEXT = /^(text|email|password|search|number|tel|url|date)$/

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TEXT.test(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** What a key does; returns false when it did nothing, and the key goes its usual way. */
export type KeyAction = (event: KeyboardEvent) => boolean | undefined

/**
 * Acts on keys of the whole page while no dialog is open. `actions` is by `event.key`; `Ctrl+Enter` acts in text fields
 * too.
 */
export function useKeys(actions: Readonly<Record<string, KeyAction>>): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.repeat || event.defaultPrevented || document.querySelector('dialog[open]')) return
      const isNext = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
      if (!isNext && !(isPlain && singleKeys.get() && !isTyping(event.target))) return
      const action = latest.current[isNext ? 'Ctrl+Enter' : event.key]
      if (action !== undefined && action(event) !== false) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
