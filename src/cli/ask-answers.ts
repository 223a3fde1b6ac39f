/** @file Asking questions on a terminal, one line each, with a default and the question again after a wrong answer. */
import { createInterface } from 'node:readline/promises'
import { InputError, InterruptedError } from '../support/index.ts'

/** One question whose answer is text. */
export interface Question<Answer> {
  readonly text: string
  /** What an empty line stands for. */
  readonly usual: string
  /** Makes the answer of the line; throws InputError when it is none. */
  read(line: string): Answer
}

/** Asks until an answer can be read. */
export type Ask = <Answer>(question: Question<Answer>) => Promise<Answer>

/**
 * Asks on a terminal as long as `questions` goes on. Throws InterruptedError at Ctrl-C and when the input ends before all is
 * answered.
 */
export async function askAnswers<Result>(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  questions: (ask: Ask) => Promise<Result>,
): Promise<Result> {
  const lines = createInterface({ input, output })
  const stop = new AbortController()
  lines.on('SIGINT', () => stop.abort())
  lines.on('close', () => stop.abort())
  const ask: Ask = async ({ text, usual, read }) => {
    for (;;) {
      const line = (await lines.question(`${text} [${usual}] `, { signal: stop.signal })).trim()
      try {
        return read(line === '' ? usual : line)
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        output.write(`  ${error.problem}; ${error.remedy}\n`)
      }
    }
  }
  try {
    return await questions(ask)
  } catch (error) {
    if (stop.signal.aborted) throw new InterruptedError('interrupted; nothing was written')
    throw error
  } finally {
    lines.close()
  }
}
