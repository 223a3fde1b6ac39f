/** @file Answering by digits: the question in focus, or the first open one, and on to the next. */
import { flushSync } from 'react-dom'

const questions = () => [...document.querySelectorAll<HTMLElement>('[data-question]')]
const isOpen = (question: HTMLElement) => question.querySelector('input:checked') === null

/** Brings a question into view, and the focus into it. */
export function focusQuestion(question: HTMLElement): void {
  const input = question.querySelector<HTMLElement>('input:checked') ?? question.querySelector<HTMLElement>('input')
  input?.focus({ preventScroll: true })
  question.scrollIntoView({ block: 'nearest' })
}

/** Brings the first question without an answer into view; false when all have one. */
export function focusFirstOpen(): boolean {
  const first = questions().find(isOpen)
  if (first !== undefined) focusQuestion(first)
  return first !== undefined
}

/**
 * Gives the answer of a digit to the question in focus, or else to the first open one, and goes on to the next open
 * question, or to the button that goes on. False when there is no such question or answer.
 */
export function answerByDigit(digit: string): boolean {
  const focused = document.activeElement?.closest<HTMLElement>('[data-question]')
  const question = focused ?? questions().find(isOpen)
  const input = question?.querySelector<HTMLInputElement>(`input[data-digit="${digit}"]`)
  if (question == null || input == null) return false
  flushSync(() => input.click())
  const all = questions()
  const next = all.slice(all.indexOf(question) + 1).find(isOpen) ?? all.find(isOpen)
  if (next !== undefined) focusQuestion(next)
  else document.querySelector<HTMLElement>('[data-go-on]')?.focus()
  return true
}
