/** @file Reads a judge's answer: JSON of exactly the form that was asked for, or a fault. Nothing is guessed. */
import type { Completion } from '../engines/index.ts'
import type { AnswerForm } from './answer-form.ts'
import type { Fault, PairAnswer, RatingAnswer } from './judgement.ts'

/** A fence of Markdown around the whole answer says nothing of its own, and many models cannot leave it out. */
const FENCED = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/

/** What was said, or why that is not known. */
export type ReadAnswer = { readonly said: RatingAnswer | PairAnswer } | { readonly fault: Fault }

const fault = (kind: Fault['kind'], says: string): ReadAnswer => ({ fault: { kind, says } })

/**
 * Reads the text as JSON, alone or in one fence, and by the schema of the form. Reasons name places of the form alone, since
 * what a model writes may repeat the record.
 */
export function readAnswer({ text, finish }: Pick<Completion, 'text' | 'finish'>, { schema }: AnswerForm): ReadAnswer {
  const trimmed = text.trim()
  if (trimmed === '') return fault('empty', 'expected an answer, got none')
  let value: unknown
  try {
    value = JSON.parse(FENCED.exec(trimmed)?.[1] ?? trimmed)
  } catch {
    return finish === 'length'
      ? fault('cut', 'the answer was cut at the longest length')
      : fault('not JSON', 'expected one JSON object, got something else')
  }
  const read = schema.safeParse(value)
  if (read.success) return { said: read.data }
  const { code, path } = read.error.issues[0]
  const place = path.length === 0 ? 'the object' : path.join('.')
  const says = code === 'unrecognized_keys' ? `a member that was not asked for in ${place}` : `the answer at ${place}`
  return fault('wrong form', says)
}
