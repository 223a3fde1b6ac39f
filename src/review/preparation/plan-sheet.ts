/** @file A plan as raters read it: reasons and every decision of the specialty, in one form for every source. */
import { formatLayerValue, readableParts } from '../../prompts/index.ts'
import type { DecisionLayer, Plan, Specialty } from '../../specialty/index.ts'
import type { DecisionRow, PlanSheet } from '../api/index.ts'
import { type Reshaping, reshapeReasoning } from './reshape-reasoning.ts'
import { sheetWords } from './sheet-words.ts'

/** A sheet, and what was done to get there. */
export interface ReshapedPlan {
  readonly sheet: PlanSheet
  /** Reading order of what was changed; empty for a text that had the form. */
  readonly done: readonly Reshaping[]
  /** Decisions that the text does not state readably. */
  readonly unreadable: number
}

/** Whether a layer is part of a plan; null while the layer that it hangs on is not known. */
function applies(layer: DecisionLayer, plan: Plan, layers: ReadonlyMap<string, DecisionLayer>): boolean | null {
  if (layer.appliesWhen === undefined) return true
  const condition = layers.get(layer.appliesWhen.layer)
  const value = plan[layer.appliesWhen.layer]
  if (value !== undefined) return layer.appliesWhen.values.includes(String(value))
  // A layer that does not apply itself makes those that hang on it not apply.
  return condition !== undefined && applies(condition, plan, layers) === false ? false : null
}

/** The rows of a plan: every layer of the specialty in its order, whether it applies or not. */
export function decisionRows(specialty: Specialty, plan: Plan): readonly DecisionRow[] {
  const words = sheetWords(specialty)
  const layers = new Map(specialty.decisionLayers.map(layer => [layer.name, layer]))
  return specialty.decisionLayers.map(layer => {
    const { name, label, partOf } = layer
    const group = partOf === undefined ? label : (specialty.headings?.[partOf] ?? partOf)
    const value = plan[name]
    const applicable = applies(layer, plan, layers)
    const said = value === undefined ? null : formatLayerValue(layer, value)
    // What was stated is shown even where the rest of the plan leaves no room for it: that is the rater's to judge.
    const isLeftOut = said === null && applicable === false
    return { layer: name, group, label, value: isLeftOut ? words.doesNotApply : said, applies: !isLeftOut }
  })
}

/**
 * The sheet of a completion, of a model or of the record alike. A decision that cannot be read is null; reasons are never
 * dropped, wherever they stand. A text without reasons has empty ones.
 */
export function planSheet(specialty: Specialty, completion: string): ReshapedPlan {
  const { reasoning, hasTextAfter, plan } = readableParts(specialty, completion)
  const reshaped = reshapeReasoning(reasoning ?? '')
  const decisions = decisionRows(specialty, plan)
  return {
    sheet: { reasoning: reshaped.text, decisions },
    done: [...(hasTextAfter ? (['text after the plan'] as const) : []), ...reshaped.done],
    unreadable: decisions.filter(({ value }) => value === null).length,
  }
}

/** The text that a rater sees of a sheet: for the scan and for the classifier, never for a page. Reasons come first. */
export function shownText({ reasoning, decisions }: PlanSheet): string {
  return `${reasoning}\n\n${decisions.map(({ label, value }) => `${label}: ${value ?? '-'}`).join('\n')}`
}
