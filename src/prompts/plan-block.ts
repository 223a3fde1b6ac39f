/** @file The form of a plan in a completion: the lines around it, and how one value is written. */
import type { DecisionLayer } from '../specialty/index.ts'

/** First line of the plan block. */
export const PLAN_OPENS = '<plan>'
/** Last line of the plan block. */
export const PLAN_CLOSES = '</plan>'

/** An option as it is written in the specialty's language. */
export function optionLabel(layer: DecisionLayer, option: string): string {
  return layer.optionLabels?.[option] ?? option
}

/** A layer's value as it stands after the label: `ICSI`, `150 IU/day`. */
export function formatLayerValue(layer: DecisionLayer, value: string | number): string {
  if (layer.type !== 'numeric') return optionLabel(layer, String(value))
  return layer.unit ? `${value} ${layer.unit}` : String(value)
}

/** Text with `\n` as its only line end and nothing blank around it; null when nothing is left. */
export function trimmedText(text: string): string | null {
  return text.replace(/\r\n?/g, '\n').trim() || null
}
