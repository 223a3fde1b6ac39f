/** @file Which field or decision a number in a text belongs to: the label or the comparison that stands right before it. */
import type { Specialty } from '../specialty.ts'

/** Between a label and its value: `AMH of 1.2`, `AMH：1.2`, `AMH为1.2`. */
const LINK = /^\s*(?:=|:|：|为|是|约|of|is|was|at)?\s*(?:约|about)?\s*$/i
/** A comparison right before its number: `AMH under 1.2`, `BMI高于35`. */
const BELOW = /(?:\b(?:under|below|less than|fewer than|lower than)|<|低于|小于|不足|不到)\s*$/i
const ABOVE = /(?:\b(?:over|above|more than|higher than|exceeds|exceeding)|>|高于|大于|超过)\s*$/i

/** Where a comparison before a place begins, and whether a value fulfils it; null when there is none. */
export function comparisonBefore(
  text: string,
  place: number,
): { start: number; holds(value: number, limit: number): boolean } | null {
  const before = text.slice(0, place)
  const below = BELOW.exec(before)
  if (below) return { start: below.index, holds: (value, limit) => value < limit }
  const above = ABOVE.exec(before)
  return above && { start: above.index, holds: (value, limit) => value > limit }
}

/** A number of the record or of the plan, by its label. */
export interface Labelled {
  readonly name: string
  readonly label: string
  readonly isLayer: boolean
}

/** Longest label that ends right before a place with nothing but a link between; null when none does. */
export function labelBefore(fields: readonly Labelled[], text: string, place: number): Labelled | null {
  const before = text.slice(0, place).toLowerCase()
  for (const field of fields) {
    const at = before.lastIndexOf(field.label.toLowerCase())
    if (at < 0 || !LINK.test(before.slice(at + field.label.length))) continue
    // `urea` is no label in `creaturea 5`; Chinese has no such borders.
    if (/[a-z]/.test(before.charAt(at)) && /[a-z]/.test(before.charAt(at - 1))) continue
    return field
  }
  return null
}

/** The number fields and numeric layers of a specialty by label, the longest first. */
export function numericLabels({ fields, decisionLayers }: Specialty): Labelled[] {
  const labelled = (
    isLayer: boolean,
    entries: readonly { name: string; label: string; type: string }[],
    type: string,
  ) => entries.filter(entry => entry.type === type).map(({ name, label }) => ({ name, label, isLayer }))
  return [...labelled(false, fields, 'number'), ...labelled(true, decisionLayers, 'numeric')].sort(
    (a, b) => b.label.length - a.label.length,
  )
}
