/** @file A record as the model is asked about it, and a plan as the model is to answer. */
import type { Message } from '../engines/index.ts'
import type { PatientRecord } from '../records/index.ts'
import {
  applicableLayers,
  type DecisionLayer,
  type Field,
  type FieldValue,
  type Plan,
  type Specialty,
} from '../specialty/index.ts'
import { InputError } from '../support/index.ts'
import { formatLayerValue, PLAN_CLOSES, PLAN_OPENS, trimmedText } from './plan-block.ts'

/** `Age: 34 y`, `PCOS: no`. */
function fieldLine(field: Field, value: string | number | boolean): string {
  const shown = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
  return `${field.label}: ${shown}${field.unit ? ` ${field.unit}` : ''}`
}

/** `Fertilisation: IVF | ICSI`, `Starting dose: 100-300 IU/day, step 25`, with the condition of a conditional layer. */
function layerLine(specialty: Specialty, layer: DecisionLayer): string {
  const [low, high] = layer.range ?? [0, 0]
  const unit = layer.unit ? ` ${layer.unit}` : ''
  const step = layer.step === undefined ? '' : `, step ${layer.step}`
  const choices = layer.type === 'numeric' ? `${low}-${high}${unit}${step}` : layer.options.join(' | ')
  if (!layer.appliesWhen) return `${layer.label}: ${choices}`
  const { layer: name, values } = layer.appliesWhen
  const label = specialty.decisionLayers.find(other => other.name === name)?.label ?? name
  return `${layer.label}: ${choices} (if ${label}: ${values.join(' | ')})`
}

/**
 * The prompt of a record: one user message with the instruction, the form of the plan with every layer's options, and
 * one `label: value unit` line per field of the specialty that is recorded. A field that is null is left out: absent
 * means not recorded, while a flag that is false is printed as `no`. Nothing but declared fields is ever printed, so
 * neither the decision nor an outcome can be. What all records share comes first, for engines that reuse a prefix.
 */
export function renderPrompt(specialty: Specialty, record: Pick<PatientRecord, 'fields'>): Message[] {
  const lines = [
    specialty.instruction,
    PLAN_OPENS,
    ...specialty.decisionLayers.map(layer => layerLine(specialty, layer)),
    PLAN_CLOSES,
  ]
  for (const field of specialty.fields) {
    const value: FieldValue | undefined = record.fields[field.name]
    if (value !== null && value !== undefined) lines.push(fieldLine(field, value))
  }
  return [{ role: 'user', content: lines.join('\n') }]
}

/**
 * The completion that states a plan: one assistant message with the reasoning, a blank line, and the plan block with
 * one line per applicable layer. Reasoning is trimmed and its line ends become `\n`; null or blank gives the block
 * alone. Throws InputError when an applicable layer has no value, or when a line of the reasoning equals the first or
 * last line of the block, which nobody could read back. `parseCompletion` is the inverse.
 */
export function renderCompletion(specialty: Specialty, plan: Plan, reasoning: string | null): Message[] {
  const text = trimmedText(reasoning ?? '')
  const marker = text?.split('\n').find(line => [PLAN_OPENS, PLAN_CLOSES].includes(line.trim()))
  if (marker !== undefined) {
    throw new InputError(
      `expected reasoning text, got a line "${marker.trim()}", which begins or ends a plan`,
      { field: 'reasoning' },
      'remove that line from the record',
    )
  }
  const lines = applicableLayers(specialty, plan).map(layer => {
    const value = plan[layer.name]
    if (value === undefined) {
      throw new InputError('expected a decision at every applicable layer, got none', { field: layer.name })
    }
    return `${layer.label}: ${formatLayerValue(layer, value)}`
  })
  const block = [PLAN_OPENS, ...lines, PLAN_CLOSES].join('\n')
  return [{ role: 'assistant', content: text === null ? block : `${text}\n\n${block}` }]
}
