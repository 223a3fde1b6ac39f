/** @file YAML files that a person writes (study, mapping, specialty), checked against a schema with line and column. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node as YamlNode } from 'yaml'
import type { z } from 'zod'
import { InputError, type Place } from './errors.ts'
import { readTextFile } from './files.ts'
import { type SettingsProblem, settingsProblem, wrongWord } from './settings-problem.ts'
import { didYouMean } from './suggest.ts'
import { brokenYaml, numberCutAtComma } from './yaml-slips.ts'

/** A checked settings file: its value, and the place of any path in it for errors found later. */
export interface SettingsFile<T> {
  readonly file: string
  readonly value: T
  /** The place of a path such as `['arms', 'sft']`, or of its nearest parent that exists. */
  placeOf(path: readonly PropertyKey[]): Place
}

type Issue = z.core.$ZodIssue

/** The keys a schema allows at a path, for "did you mean". */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  // Zod keeps the structure in `_zod.def`; wrappers (optional, default, pipe) hold the inner type under these names.
  type Def = {
    type: string
    shape?: Record<string, z.ZodType>
    innerType?: z.ZodType
    in?: z.ZodType
    out?: z.ZodType
    element?: z.ZodType
    valueType?: z.ZodType
    options?: z.ZodType[]
  }
  const def = (schema as unknown as { _zod: { def: Def } })._zod.def
  if (def.innerType) return keysAt(def.innerType, path)
  if (def.type === 'pipe' && def.in) return keysAt(def.in, path)
  if (def.options) return def.options.flatMap(option => keysAt(option, path))
  if (path.length === 0) return def.shape ? Object.keys(def.shape) : []
  const [head, ...rest] = path
  const child = def.shape?.[String(head)] ?? def.element ?? def.valueType
  return child ? keysAt(child, rest) : []
}

/** The most telling of several issues: a slip in a key also leaves the right key missing, and the slip is what helps. */
function mostTelling(issues: readonly Issue[]): Issue {
  return issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
}

/** The issue of a union: of the alternative that was meant, which is the one that knows the most of the keys. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue
  const unknown = (issues: readonly Issue[]) =>
    issues.reduce(
      (sum, found) => sum + (found.code === 'unrecognized_keys' && found.path.length === 0 ? found.keys.length : 0),
      0,
    )
  // Of equals, the one that went further into the value: the other is of another type altogether.
  const depth = (issues: readonly Issue[]) => Math.max(...issues.map(({ path }) => path.length))
  const meant =
    [...issue.errors].sort((a, b) => unknown(a) - unknown(b) || a.length - b.length || depth(b) - depth(a))[0] ?? []
  const branches = meant.map(inner => deepest({ ...inner, path: [...issue.path, ...inner.path] } as Issue))
  return branches.length > 0 ? mostTelling(branches) : issue
}

/** What stands at a path of the raw document; undefined where nothing does. */
function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], raw)
}

/** The words that the alternatives of a union take, where none of them is more than a word at fault. */
function wordsOf(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_value' && issue.path.length === 0) return issue.values.map(String)
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap(wordsOf) : []
}

/** The problem of an issue: of a word where settings could stand too, both are named. */
function problemOf(schema: z.ZodType, raw: unknown, outer: readonly Issue[]): { issue: Issue } & SettingsProblem {
  const issue = mostTelling(outer.map(deepest))
  const value = valueAt(raw, issue.path)
  const union = outer.find(({ code, path }) => code === 'invalid_union' && path.join('.') === issue.path.join('.'))
  if (union !== undefined && typeof value === 'string') {
    const words = wordsOf({ ...union, path: [] })
    const keys = keysAt(schema, issue.path)
    if (words.length > 0 || keys.length > 0) return { issue, ...wrongWord(words, keys, value) }
  }
  return { issue, ...settingsProblem(issue, value) }
}

function nodeAt(root: unknown, path: readonly PropertyKey[]): { value?: YamlNode; key?: YamlNode } {
  let node = root as YamlNode | undefined
  let key: YamlNode | undefined
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === String(part))
      if (!pair) break
      key = pair.key as YamlNode
      node = (pair.value as YamlNode | null) ?? undefined
    } else if (isSeq(node)) {
      const item = node.items[Number(part)] as YamlNode | undefined
      if (!item) break
      key = item
      node = item
    } else break
  }
  return { value: node, key }
}

/**
 * Reads and checks a YAML file; the first problem becomes an InputError with file, line, column and path: broken YAML,
 * a duplicate or unknown key (with "did you mean"), a missing key, a wrong type. An empty file is an error.
 */
export function readSettingsFile<S extends z.ZodType>(file: string, schema: S): SettingsFile<z.output<S>> {
  const text = readTextFile(file)
  if (text.trim() === '')
    throw new InputError('expected settings, got an empty file', { file }, 'see examples/ for one that works')
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true })
  const at = (offset: number): Place => {
    const { line, col } = counter.linePos(offset)
    return { file, line, column: col }
  }
  const broken = document.errors[0]
  if (broken) {
    const { problem, remedy } = brokenYaml(broken, text)
    throw new InputError(problem, at(broken.pos[0]), remedy)
  }
  let raw: unknown
  try {
    raw = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new InputError(`not valid YAML: ${(error as Error).message}`, { file }, 'mend the alias')
  }
  const placeOf = (path: readonly PropertyKey[]): Place => {
    const { key, value } = nodeAt(document.contents, path)
    const offset = (key ?? value)?.range?.[0]
    return { ...(offset === undefined ? { file } : at(offset)), field: path.map(String).join('.') }
  }
  const result = schema.safeParse(raw)
  if (result.success) return { file, value: result.data, placeOf }
  const { issue, problem, remedy } = problemOf(schema, raw, result.error.issues)
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]
    const split = numberCutAtComma(nodeAt(document.contents, issue.path).value, key)
    if (split !== null) {
      throw new InputError(
        `expected a number with a point, got "${split.written}" with a comma`,
        placeOf([...issue.path, split.before]),
        `write ${split.meant}, with a point`,
      )
    }
    throw new InputError(
      `unknown key "${key}"`,
      placeOf([...issue.path, key]),
      didYouMean(key, keysAt(schema, issue.path)),
    )
  }
  throw new InputError(problem, placeOf(issue.path), remedy)
}
