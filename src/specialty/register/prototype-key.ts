/** @file Refuses the one key that no settings file can use as a name. */
import { isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { InputError, readTextFile } from '../../support/index.ts'

/**
 * Throws InputError with line and column when a YAML file has the key `__proto__`. A zod record drops it without a
 * word: a condition would be wider, or a list of values shorter, than its author wrote.
 */
export function refusePrototypeKey(file: string): void {
  const lineCounter = new LineCounter()
  visit(parseDocument(readTextFile(file), { lineCounter }), {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return
      const { line, col } = lineCounter.linePos(key.range?.[0] ?? 0)
      throw new InputError('"__proto__" cannot be a key', { file, line, column: col }, 'rename it, in the data too')
    },
  })
}
