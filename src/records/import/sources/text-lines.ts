/** @file The lines of a text file with their numbers, for the forms that hold one JSON value a line. */
import { InputError } from '../../../support/index.ts'
import type { Encoding } from './encodings.ts'
import { readTextChunks } from './text-file.ts'

/** A line that is not blank. */
export interface TextLine {
  /** 1-based. */
  readonly line: number
  readonly text: string
}

/** A longer line is a file without line ends (a JSON document), met before the memory is full of it. */
const LONGEST_LINE = 1 << 26

/**
 * The lines of a text file that are not blank, without their ends and without a byte order mark. Throws InputError as
 * `readTextChunks` does, and on a line of more than 64 Mi characters.
 */
export async function* readTextLines(
  file: string,
  encoding: Encoding = 'utf-8',
  onBytes?: (read: number) => void,
): AsyncGenerator<TextLine> {
  let line = 0
  let rest = ''
  const lineOf = (text: string): TextLine | null => {
    line++
    const trimmed = (line === 1 ? text.replace(/^\uFEFF/, '') : text).trim()
    return trimmed === '' ? null : { line, text: trimmed }
  }
  for await (const chunk of readTextChunks(file, encoding, onBytes)) {
    const parts = (rest + chunk.toString('utf8')).split('\n')
    rest = parts.pop() as string
    if (rest.length > LONGEST_LINE) {
      throw new InputError(
        'expected one JSON value a line, got a line of over 64 MB',
        { file, line: line + 1 },
        'split it',
      )
    }
    for (const part of parts) {
      const found = lineOf(part)
      if (found !== null) yield found
    }
  }
  const last = lineOf(rest)
  if (last !== null) yield last
}
