/** @file Asking questions on a terminal, one line each, with a default and the question again after a wrong answer. */
import { createInterface } from 'node:readline'
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

/** Gives the lines of an input one by one, also those that came before anybody asked; null when there are no more. */
function lineQueue(): { add(line: string): void; end(): void; next(): Promise<string | null> } {
  const waiting: string[] = []
  let ended = false
  let wanted: ((line: string | null) => void) | null = null
  const give = (line: string | null) => {
    const asked = wanted
    wanted = null
    asked?.(line)
  }
  return {
    add(line) {
      if (wanted === null) waiting.push(line)
      else give(line)
    },
    end() {
      ended = true
      give(null)
    },
    async next() {
      const line = waiting.shift()
      if (line !== undefined) return line
      if (ended) return null
      return new Promise(resolve => {
        wanted = resolve
      })
    },
  }
}

/**
 * Asks on a terminal as long as `questions` goes on; lines that are pasted before their questions answer these in turn.
 * Throws InterruptedError at Ctrl-C and when the input ends before all is answered.
 */
export async function askAnswers<Result>(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  questions: (ask: Ask) => Promise<Result>,
): Promise<Result> {
  const lines = createInterface({ input, output })
  const queue = lineQueue()
  let isStopped = false
  lines.on('line', queue.add)
  // Not a line of those that wait may answer anything after Ctrl-C.
  lines.on('SIGINT', () => {
    isStopped = true
    lines.close()
  })
  lines.on('close', queue.end)
  const ask: Ask = async ({ text, usual, read }) => {
    for (;;) {
      lines.setPrompt(`${text} [${usual}] `)
      lines.prompt()
      const given = isStopped ? null : await queue.next()
      if (given === null) throw new InterruptedError('interrupted; nothing was written')
      const line = given.trim()
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
  } finally {
    lines.close()
  }
}
