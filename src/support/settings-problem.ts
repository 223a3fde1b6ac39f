/** @file What is wrong with a setting, in our words: what was expected, what was got, and what to do about it. */
import type { z } from 'zod'
import { closestName, namesInRow } from './suggest.ts'

/** A problem of a settings file without its place. */
export interface SettingsProblem {
  readonly problem: string
  readonly remedy: string
}

/** Zod's names of types as a person who writes YAML calls them. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'settings (`key: value`)',
  record: 'settings (`key: value`)',
  null: 'nothing',
}

const LONGEST_SHOWN = 60

/** A value as the message shows it: a long text is cut, what holds others is only named. */
function shownValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (typeof value === 'string') {
    const text = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}...` : value
    return JSON.stringify(text)
  }
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value !== 'object') return String(value)
  const keys = Object.keys(value)
  return keys.length === 0 ? 'settings without a key' : `settings (${namesInRow(keys.slice(0, 5))})`
}

function wrongType(expected: string, value: unknown, key: string): SettingsProblem {
  const wanted = TYPES[expected] ?? expected
  if (value === undefined) return { problem: `expected ${wanted}, got nothing`, remedy: `add "${key}"` }
  const problem = `expected ${wanted}, got ${shownValue(value)}`
  const isNumber = expected === 'number' || expected === 'int'
  if (isNumber && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) {
    return { problem, remedy: 'leave out the quotes' }
  }
  if (isNumber && typeof value === 'string' && /^-?\d+,\d+$/.test(value)) {
    return { problem, remedy: `write ${value.replace(',', '.')}, with a point` }
  }
  if (value === null && TYPES[expected] === TYPES['object']) {
    return { problem, remedy: `write \`${key}: {}\` for its defaults` }
  }
  return { problem, remedy: 'correct the value' }
}

/** Of a list or a text, how long; of a number, the number. */
function measured(value: unknown, origin: string): string {
  if (origin === 'string' && typeof value === 'string') return `a text of ${value.length}`
  if (origin === 'array' && Array.isArray(value)) return `${value.length}`
  return shownValue(value)
}

function outOfBounds(
  issue: Extract<z.core.$ZodIssue, { code: 'too_big' | 'too_small' }>,
  value: unknown,
): SettingsProblem {
  const [bound, word] =
    issue.code === 'too_big'
      ? [issue.maximum, issue.inclusive ? 'at most' : 'less than']
      : [issue.minimum, issue.inclusive ? 'at least' : 'more than']
  const { origin } = issue
  if (origin === 'string' && value === '') return { problem: 'expected a text, got an empty one', remedy: 'write one' }
  if (typeof bound !== 'number' || Math.abs(bound) >= Number.MAX_SAFE_INTEGER) {
    return { problem: `expected a number of another size, got ${shownValue(value)}`, remedy: 'correct the value' }
  }
  const unit = origin === 'array' ? (bound === 1 ? ' entry' : ' entries') : origin === 'string' ? ' characters' : ''
  return { problem: `expected ${word} ${bound}${unit}, got ${measured(value, origin)}`, remedy: 'correct the value' }
}

/**
 * A word where one of several was expected. `keys`: those of settings that could stand there instead, so that
 * `launcher: slurm` leads to `launcher: { slurm: {} }`.
 */
export function wrongWord(words: readonly string[], keys: readonly string[], value: unknown): SettingsProblem {
  const wanted = words.length === 1 ? words[0] : `one of ${namesInRow(words)}`
  const settings = keys.length === 0 ? '' : `${words.length === 0 ? '' : ', or '}settings of ${keys.join(', ')}`
  const problem = `expected ${wanted}${settings}, got ${shownValue(value)}`
  if (typeof value !== 'string') return { problem, remedy: 'correct the value' }
  const name = closestName(value, [...words, ...keys])
  if (name === null) return { problem, remedy: 'correct the value' }
  if (words.includes(name)) return { problem, remedy: `did you mean "${name}"?` }
  return { problem, remedy: `write \`{ ${name}: {} }\`, with its settings inside` }
}

/** An issue of a schema in our words; sentences that the schema wrote itself stay, since they may keep a value back. */
export function settingsProblem(issue: z.core.$ZodIssue, value: unknown): SettingsProblem {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, value, String(issue.path.at(-1)))
    case 'invalid_value':
      if (value === undefined) {
        const words = namesInRow(issue.values.map(String))
        return { problem: `expected one of ${words}, got nothing`, remedy: `add "${String(issue.path.at(-1))}"` }
      }
      return wrongWord(issue.values.map(String), [], value)
    case 'invalid_union': {
      // Of a union that tells its alternatives by one key.
      const { options } = issue as { readonly options?: readonly unknown[] }
      if (options !== undefined && value !== undefined) return wrongWord(options.map(String), [], value)
      break
    }
    case 'too_big':
    case 'too_small':
      if (issue.message.startsWith('expected')) break
      return outOfBounds(issue, value)
    case 'invalid_key':
      return settingsProblem(issue.issues[0], issue.path.at(-1))
    default:
  }
  const problem = issue.message.replace(/^Invalid (input|option|string): /, '').replace(', received ', ', got ')
  const isWhole = !problem.startsWith('expected') || /\bgot\b/.test(problem)
  return { problem: isWhole ? problem : `${problem}, got ${shownValue(value)}`, remedy: 'correct the value' }
}
