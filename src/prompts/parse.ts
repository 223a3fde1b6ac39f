/** @file The inverse of rendering a completion: reasoning and plan from text, or exactly what is wrong with it. */
import { applicableLayers, type DecisionLayer, type Plan, type Specialty } from '../specialty/index.ts'
import { didYouMean } from '../support/index.ts'
import { optionLabel, PLAN_CLOSES, PLAN_OPENS, trimmedText } from './plan-block.ts'

/** What a completion says. Errors read `kind: detail`; the kinds are few and fixed, so that they can be counted. */
export type ParsedCompletion =
  | { readonly plan: Plan; readonly reasoning: string | null }
  | { readonly errors: readonly string[] }

/** A value read, or the error in it. */
type ReadValue = { readonly value: string | number } | { readonly error: string }

const LONGEST_QUOTE = 40

function quoted(text: string): string {
  return text.length > LONGEST_QUOTE ? `"${text.slice(0, LONGEST_QUOTE)}..."` : `"${text}"`
}

function readNumber(layer: DecisionLayer, text: string): ReadValue {
  const { label, unit = '', range = [0, 0], step } = layer
  const [amount, ...rest] = text.split(' ')
  const value = Number(amount)
  // Only the one way in which a number is written: `0150` or `1.5e2` is not what rendering makes of 150.
  if (!Number.isFinite(value) || String(value) !== amount) {
    return { error: `not a number: ${label} expects a number, got ${quoted(text)}` }
  }
  if (rest.join(' ') !== unit) {
    return { error: `wrong unit: ${label} expects "${unit}", got ${quoted(rest.join(' '))}` }
  }
  if (!(value >= range[0] && value <= range[1])) {
    return { error: `out of range: ${label} expects ${range[0]}-${range[1]} ${unit}, got ${value}` }
  }
  const steps = step === undefined ? 0 : (value - range[0]) / step
  if (Math.abs(steps - Math.round(steps)) > 1e-6) {
    return { error: `off the step: ${label} expects ${range[0]} plus a multiple of ${step} ${unit}, got ${value}` }
  }
  return { value }
}

function readValue(layer: DecisionLayer, text: string): ReadValue {
  if (layer.type === 'numeric') return readNumber(layer, text)
  const value = layer.options.find(option => optionLabel(layer, option) === text)
  if (value !== undefined) return { value }
  const labels = layer.options.map(option => optionLabel(layer, option))
  return { error: `option not allowed: ${layer.label} has no option ${quoted(text)}, ${didYouMean(text, labels)}` }
}

/** The layer that a line begins with: the longest label that fits, so that one label may begin another. */
function layerOfLine({ decisionLayers, leftOut = [] }: Specialty, line: string): DecisionLayer | undefined {
  return [...decisionLayers, ...leftOut]
    .filter(({ label }) => line.startsWith(`${label}:`))
    .sort((a, b) => b.label.length - a.label.length)[0]
}

/** Reads the lines between the opening and the closing line; with errors, `plan` holds what could be read all the same. */
function readBlock(specialty: Specialty, lines: readonly string[]): { plan: Plan; errors: string[] } {
  const errors: string[] = []
  const stated = new Map<string, string | number | null>()
  for (const line of lines) {
    const layer = layerOfLine(specialty, line)
    if (!layer) {
      const colon = line.indexOf(':')
      const label = line.slice(0, colon)
      const labels = specialty.decisionLayers.map(other => other.label)
      if (colon < 0) errors.push(`unreadable line: expected "label: value", got ${quoted(line)}`)
      else errors.push(`unknown layer: ${quoted(label)}, ${didYouMean(label, labels)}`)
    } else if (specialty.leftOut?.includes(layer)) {
      // A model that learnt of it elsewhere may state it; the study neither asks for it nor holds it against a plan.
    } else if (stated.has(layer.name)) {
      errors.push(`duplicate layer: ${layer.label} is stated twice`)
    } else {
      const read = readValue(layer, line.slice(layer.label.length + 1).trim())
      // A layer with a bad value counts as stated: saying that it is missing as well would mislead.
      stated.set(layer.name, 'value' in read ? read.value : null)
      if ('error' in read) errors.push(read.error)
    }
  }
  const plan: Record<string, string | number> = {}
  for (const { name } of specialty.decisionLayers) {
    const value = stated.get(name)
    if (value !== undefined && value !== null) plan[name] = value
  }
  const applicable = applicableLayers(specialty, plan)
  for (const layer of specialty.decisionLayers) {
    const condition = layer.appliesWhen?.layer
    // Whether a layer applies is unknown while the one that it hangs on could not be read.
    if (condition !== undefined && stated.get(condition) === null) continue
    if (applicable.includes(layer) && !stated.has(layer.name)) {
      errors.push(`missing layer: ${layer.label} applies and is not stated`)
    } else if (!applicable.includes(layer) && stated.has(layer.name)) {
      errors.push(`layer does not apply: ${layer.label} is stated, but the rest of the plan excludes it`)
    }
  }
  return { plan, errors }
}

/**
 * Reads a completion back: the inverse of `renderCompletion` up to blanks at line ends. Any fault gives errors and no
 * plan: no plan block, one not closed, a second one, text after it, an unknown or repeated layer, an option that is
 * not allowed, a number out of range, off the step or in another unit, a layer that is missing or does not apply. A
 * layer that the study goes on without is passed over.
 */
export function parseCompletion(specialty: Specialty, text: string): ParsedCompletion {
  const lines = (trimmedText(text) ?? '').split('\n')
  const trimmed = lines.map(line => line.trim())
  const opens = trimmed.indexOf(PLAN_OPENS)
  const closes = trimmed.indexOf(PLAN_CLOSES)
  if (opens < 0) return { errors: [`no plan block: expected a line "${PLAN_OPENS}"`] }
  if (trimmed.lastIndexOf(PLAN_OPENS) !== opens || trimmed.lastIndexOf(PLAN_CLOSES) !== closes) {
    return { errors: ['second plan block: expected one opening and one closing line'] }
  }
  if (closes < opens) return { errors: [`plan block not closed: expected a line "${PLAN_CLOSES}" after the plan`] }
  if (closes !== lines.length - 1)
    return { errors: [`text after the plan block: expected nothing after "${PLAN_CLOSES}"`] }
  const read = readBlock(specialty, trimmed.slice(opens + 1, closes).filter(Boolean))
  if (read.errors.length > 0) return { errors: read.errors }
  return { plan: read.plan, reasoning: trimmedText(lines.slice(0, opens).join('\n')) }
}

/** What a text says, as far as it can be read. */
export interface ReadableParts {
  /** Text outside of the plan; null when there is none. */
  readonly reasoning: string | null
  /** Text after the plan, which no completion should have; it is part of `reasoning` too. */
  readonly hasTextAfter: boolean
  /** The layers whose value could be read; what was said twice counts the first time. */
  readonly plan: Plan
}

/**
 * Takes a completion apart for a reader, whatever is wrong with it: what stands before and after its first plan block is
 * reasoning, and of the block every layer counts that can be read. Without a block all is reasoning; one that is not
 * closed goes on to the end. Lines that begin or end a block are never reasoning.
 */
export function readableParts(specialty: Specialty, text: string): ReadableParts {
  const lines = (trimmedText(text) ?? '').split('\n')
  const isMark = (line: string) => [PLAN_OPENS, PLAN_CLOSES].includes(line.trim())
  const opens = lines.findIndex(line => line.trim() === PLAN_OPENS)
  const start = opens < 0 ? lines.length : opens
  const closing = lines.findIndex((line, i) => i > start && line.trim() === PLAN_CLOSES)
  const end = closing < 0 ? lines.length : closing
  const block = lines
    .slice(start + 1, end)
    .map(line => line.trim())
    .filter(line => line !== '' && !isMark(line))
  const after = trimmedText(
    lines
      .slice(end + 1)
      .filter(line => !isMark(line))
      .join('\n'),
  )
  const before = trimmedText(
    lines
      .slice(0, start)
      .filter(line => !isMark(line))
      .join('\n'),
  )
  const reasoning = [before, after].filter(part => part !== null).join('\n\n') || null
  return { reasoning, hasTextAfter: after !== null, plan: readBlock(specialty, block).plan }
}
