/** @file Slips in YAML that its parser calls by names of its own, in plain words: a colon that lacks, a comma for a point. */
import { isMap, isScalar, type YAMLError } from 'yaml'
import type { SettingsProblem } from './settings-problem.ts'

const lineAt = (text: string, offset: number): string => {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return text.slice(start).split('\n', 1)[0]
}

/** The key of a line that begins a setting without a colon; null where the line has one, or is no setting. */
function keyWithoutColon({ code, pos }: YAMLError, text: string): string | null {
  // A key that seems to go on over the next line, or braces that belong to none.
  if (code !== 'MULTILINE_IMPLICIT_KEY' && code !== 'UNEXPECTED_TOKEN') return null
  const [, key, rest] = /^\s*([A-Za-z][\w.-]*)(.*)$/.exec(lineAt(text, pos[0])) ?? []
  if (key === undefined) return null
  const isWithout = code === 'MULTILINE_IMPLICIT_KEY' ? !rest.includes(':') : /^\s*[{[]/.test(rest)
  return isWithout ? key : null
}

/** What is wrong with YAML that cannot be read. */
export function brokenYaml(error: YAMLError, text: string): SettingsProblem {
  const key = keyWithoutColon(error, text)
  if (key !== null) return { problem: `expected a colon after "${key}", got none`, remedy: `write \`${key}:\`` }
  return { problem: `not valid YAML: ${error.message.split('\n')[0]}`, remedy: 'mend the line' }
}

/**
 * A number with a comma for its point, which in braces YAML takes for two settings: `{ rate: 0,001 }` has the keys `rate` and
 * `1`. `map` is the node of the settings, `key` the one that is not known; null for any other.
 */
export function numberCutAtComma(
  map: unknown,
  key: string,
): { readonly before: string; readonly written: string; readonly meant: string } | null {
  if (!isMap(map)) return null
  const place = map.items.findIndex(({ key: own }) => isScalar(own) && String(own.value) === key)
  const [earlier, own] = [map.items[place - 1], map.items[place]]
  if (earlier === undefined || !isScalar(own.key) || !isScalar(earlier.key) || !isScalar(earlier.value)) return null
  const [whole, part] = [earlier.value.source ?? '', own.key.source ?? '']
  if (!/^-?\d+$/.test(whole) || !/^\d+$/.test(part)) return null
  return { before: String(earlier.key.value), written: `${whole},${part}`, meant: `${whole}.${part}` }
}
