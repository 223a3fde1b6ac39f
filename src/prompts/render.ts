/** @file A record as the model is asked about it, and a plan as the model is to answer. */
import type { Message } from '../engines/index.ts'
import type { PatientRecord } from '../records/index.ts'
import {
  applicableLayers,
  type DecisionLayer,
  type Field,
  type FieldValue,
  NOT_DONE,
  type Phrases,
  type Plan,
  type Specialty,
} from '../specialty/index.ts'
import { InputError } from '../support/index.ts'
import type { PromptsConfig } from './config.ts'
import { formatLayerValue, optionLabel, PLAN_CLOSES, PLAN_OPENS, trimmedText } from './plan-block.ts'

const englishPhrases: Phrases = {
  yes: 'yes',
  no: 'no',
  notRecorded: 'Not recorded',
  notDone: 'Not done',
  onlyIf: 'if',
  comma: ', ',
}

const SIGNIFICANT_DIGITS = 3

/** A number in the unit asked for, and that unit ('' for none); one that is converted has three significant digits. */
export function convertedNumber(
  field: Field,
  value: number,
  units: PromptsConfig['units'],
): { readonly amount: number; readonly unit: string } {
  if (units === 'conventional' || !field.otherUnit) return { amount: value, unit: field.unit ?? '' }
  const { factor, unit } = field.otherUnit
  return { amount: Number((value * factor).toPrecision(SIGNIFICANT_DIGITS)), unit }
}

function quantity(field: Field, value: number, units: PromptsConfig['units']): string {
  const { amount, unit } = convertedNumber(field, value, units)
  return unit === '' ? String(amount) : `${amount} ${unit}`
}

/** Whether a number says nothing unusual; false for a field that declares no usual range. */
function isUsual({ usual }: Field, value: FieldValue): boolean {
  return usual !== undefined && typeof value === 'number' && value >= usual[0] && value <= usual[1]
}

/** `Age: 34 y`, `PCOS: no`. */
function fieldLine(field: Field, value: string | number | boolean, phrases: Phrases, form: PromptForm): string {
  if (typeof value === 'number') return `${field.label}: ${quantity(field, value, form.units)}`
  if (typeof value === 'boolean') return `${field.label}: ${value ? phrases.yes : phrases.no}`
  return `${field.label}: ${field.valueLabels?.[value] ?? value}${field.unit ? ` ${field.unit}` : ''}`
}

/** `Fertilisation: IVF | ICSI`, `Starting dose: 100-300 IU/day, step 25`, with the condition of a conditional layer. */
function layerLine(specialty: Specialty, layer: DecisionLayer, phrases: Phrases): string {
  const [low, high] = layer.range ?? [0, 0]
  const unit = layer.unit ? ` ${layer.unit}` : ''
  const step = layer.step === undefined ? '' : `, step ${layer.step}`
  const written = (of: DecisionLayer, options: readonly string[]) =>
    options.map(option => optionLabel(of, option)).join(' | ')
  const choices = layer.type === 'numeric' ? `${low}-${high}${unit}${step}` : written(layer, layer.options)
  if (!layer.appliesWhen) return `${layer.label}: ${choices}`
  const { layer: name, values } = layer.appliesWhen
  const earlier = specialty.decisionLayers.find(other => other.name === name)
  const condition = earlier ? `${earlier.label}: ${written(earlier, values)}` : `${name}: ${values.join(' | ')}`
  return `${layer.label}: ${choices} (${phrases.onlyIf} ${condition})`
}

/** How a prompt is written; by default in the fields' own units and with every layer's options. */
export type PromptForm = Pick<PromptsConfig, 'units' | 'values' | 'options'>

/**
 * The prompt of a record: one user message with the instruction, the form of the plan with every layer's options (unless
 * `unlisted`), and one `label: value unit` line per field of the specialty that is recorded. Left out is a field that is
 * null, one with its unremarkable value (`unsaid`), and in a brief prompt a number within its usual range; the last lines name the expected fields that are not recorded and
 * those of any kind (in a brief prompt: expected ones) that were not done. Nothing but declared fields is ever printed, so neither the decision nor an
 * outcome can be. What all records share comes first, for engines that reuse a prefix.
 */
export function renderPrompt(
  specialty: Specialty,
  record: Pick<PatientRecord, 'fields'>,
  form: PromptForm = { units: 'conventional', values: 'all', options: 'listed' },
): Message[] {
  const { phrases = englishPhrases } = specialty
  const lines = [specialty.instruction]
  if (form.options === 'listed') {
    lines.push(PLAN_OPENS, ...specialty.decisionLayers.map(layer => layerLine(specialty, layer, phrases)), PLAN_CLOSES)
  }
  const notDone: string[] = []
  const notRecorded: string[] = []
  for (const field of specialty.fields) {
    const value: FieldValue = record.fields[field.name] ?? null
    if (value === NOT_DONE) {
      if (field.expected || form.values === 'all') notDone.push(field.label)
    } else if (value === null) {
      if (field.expected) notRecorded.push(field.label)
    } else if (value !== field.unsaid && !(form.values === 'notable' && isUsual(field, value))) {
      lines.push(fieldLine(field, value, phrases, form))
    }
  }
  if (notRecorded.length > 0) lines.push(`${phrases.notRecorded}: ${notRecorded.join(phrases.comma)}`)
  if (notDone.length > 0) lines.push(`${phrases.notDone}: ${notDone.join(phrases.comma)}`)
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
