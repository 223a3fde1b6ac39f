/** @file Which settings of a stage are other ones than those that an artifact was made with. */
import { hashJson, type JsonValue } from '../support/index.ts'

const MOST_NAMED = 3
/** Deeper than this, a setting is part of a specialty or a template, whose parts say nothing to a user. */
const DEEPEST = 3

type Settings = { readonly [key: string]: JsonValue | undefined }

const asSettings = (value: JsonValue | undefined): Settings | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Settings) : null

/** Paths at which two settings differ, as far down as both have keys. */
export function changedSettings(
  before: JsonValue | undefined,
  now: JsonValue | undefined,
  path: readonly string[] = [],
): readonly string[] {
  if (before !== undefined && now !== undefined && hashJson(before) === hashJson(now)) return []
  const [old, recent] = [asSettings(before), asSettings(now)]
  if (old === null || recent === null || path.length === DEEPEST) return [path.join('.')]
  const keys = new Set([...Object.keys(old), ...Object.keys(recent)])
  return [...keys].flatMap(key =>
    old[key] === undefined && recent[key] === undefined ? [] : changedSettings(old[key], recent[key], [...path, key]),
  )
}

/** The first of them in brackets, ` (epochs, lora.rank, and 2 more)`; empty when they have no name. */
export function namedChanges(before: JsonValue, now: JsonValue): string {
  const paths = changedSettings(before, now).filter(path => path !== '')
  if (paths.length === 0) return ''
  const more = paths.length > MOST_NAMED ? `, and ${paths.length - MOST_NAMED} more` : ''
  return ` (${paths.slice(0, MOST_NAMED).join(', ')}${more})`
}
