/** @file What goes over the console's channel: one request and one answer, each a line of JSON. */
import { InputError, type Place, StudyError } from '../../support/index.ts'

/** An act by its name, and what it is given. */
export interface ConsoleRequest {
  /** Of the program that asks: another version may mean something else by the same words. */
  readonly version: string
  readonly act: string
  readonly input: unknown
}

/** An error as it travels: whose it is, and all that its message is made of. */
export type SentError =
  | { readonly of: 'input'; readonly problem: string; readonly place: Place; readonly remedy: string }
  | { readonly of: 'study'; readonly message: string }
  | { readonly of: 'program'; readonly message: string }

/** What is answered. */
export type ConsoleAnswer = { readonly answer: unknown } | { readonly error: SentError }

/** An error for the way. No stack goes with it. */
export function sentError(error: unknown): SentError {
  if (error instanceof InputError) {
    const { problem, place, remedy } = error
    return { of: 'input', problem, place, remedy }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { of: error instanceof StudyError ? 'study' : 'program', message }
}

/** The error at the other end, of the same kind. */
export function receivedError(sent: SentError): Error {
  switch (sent.of) {
    case 'input':
      return new InputError(sent.problem, sent.place, sent.remedy)
    case 'study':
      return new StudyError(sent.message)
    case 'program':
      return new Error(sent.message)
  }
}
