/** @file A rejected completion made from the recorded one by changing one decision, without any sampling. */
import { type PromptRow, parseCompletion, renderCompletion } from '../../prompts/index.ts'
import { applicableLayers, type DecisionLayer, type Plan, type Specialty } from '../../specialty/index.ts'
import { type RandomStream, randomStream, StudyError } from '../../support/index.ts'
import type { Rejected } from './pair.ts'
import { wrongLayers } from './wrong-layers.ts'

/** The furthest that a number moves, in steps of its layer: a near miss, not an absurdity. */
const MOST_STEPS = 3

/** How many values a layer can take: its options, or the numbers of its range by its step. */
function sizeOf({ type, options, range: [low, high] = [0, 0], step = 1 }: DecisionLayer): number {
  return type === 'numeric' ? Math.floor((high - low) / step + 1e-9) + 1 : options.length
}

/** The value at a place; numbers without the noise of binary fractions, so that they are written as recorded ones are. */
function valueAt({ type, options, range: [low] = [0, 0], step = 1 }: DecisionLayer, index: number): string | number {
  return type === 'numeric' ? Number((low + index * step).toPrecision(12)) : options[index]
}

function indexOf({ type, options, range: [low] = [0, 0], step = 1 }: DecisionLayer, value: string | number): number {
  return type === 'numeric' ? Math.round((Number(value) - low) / step) : options.indexOf(String(value))
}

/** What a layer may be changed to: any other option (nominal), a neighbour (ordinal), up to three steps (numeric). */
function alternatives(layer: DecisionLayer, value: string | number): (string | number)[] {
  const reach = { nominal: Number.POSITIVE_INFINITY, ordinal: 1, numeric: MOST_STEPS }[layer.type]
  const at = indexOf(layer, value)
  return Array.from({ length: sizeOf(layer) }, (_, index) => index)
    .filter(index => index !== at && Math.abs(index - at) <= reach)
    .map(index => valueAt(layer, index))
}

/** The plan with one layer changed: what no longer applies is left out, what now applies is drawn. */
function changedPlan(specialty: Specialty, reference: Plan, change: Plan, random: RandomStream): Plan {
  const plan: Record<string, string | number> = {}
  for (const layer of specialty.decisionLayers) {
    // A layer hangs on earlier ones only, so what has been decided so far tells whether it applies.
    if (!applicableLayers(specialty, plan).includes(layer)) continue
    const kept = change[layer.name] ?? reference[layer.name]
    plan[layer.name] = kept ?? valueAt(layer, random.integer(sizeOf(layer)))
  }
  return plan
}

/**
 * The record's completion with one applicable layer, drawn uniformly among those with a second option, changed to
 * another one, drawn uniformly: nominal any, ordinal a neighbouring one, numeric one to three steps up or down. Layers
 * that apply no more are left out, layers that apply now are drawn, so that the text reads as a complete plan. The
 * reasoning is the recorded one and may contradict the changed decision. Draws depend on seed and record id only. Null
 * when no layer has a second option. Throws StudyError when the recorded completion cannot be read.
 */
export function perturbedPlan(
  specialty: Specialty,
  row: Pick<PromptRow, 'record_id' | 'completion' | 'reference_plan'>,
  seed: number,
): Rejected | null {
  const { record_id: id, completion, reference_plan: reference } = row
  const parsed = parseCompletion(specialty, completion[0].content)
  if ('errors' in parsed) {
    throw new StudyError(`record ${id}: expected a completion that reads as a plan, got another; run the prompts again`)
  }
  const changeable = applicableLayers(specialty, reference)
    .map(layer => ({ name: layer.name, values: alternatives(layer, reference[layer.name]) }))
    .filter(({ values }) => values.length > 0)
  if (changeable.length === 0) return null
  const random = randomStream(seed, 'perturbed plan', id)
  const { name, values } = random.choose(changeable)
  const plan = changedPlan(specialty, reference, { [name]: random.choose(values) }, random)
  const [{ content: text }] = renderCompletion(specialty, plan, parsed.reasoning)
  return { text, wrongOn: wrongLayers(specialty, reference, plan) }
}
