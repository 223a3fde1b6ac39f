/** @file The form of `specialty.yaml`, which declares a register's fields and decision layers without code. */
import { z } from 'zod'

const line = z
  .string()
  .trim()
  .min(1, 'expected text, got nothing')
  .regex(/^[^\r\n]*$/, 'expected text on one line, got several lines')
/** Labels stand before a colon in prompts and plans, so they may not hold one. */
const label = line.regex(/^[^:]*$/, 'expected a label without ":"')
const option = z.union([line, z.number()]).transform(String)
const range = z.tuple([z.number(), z.number()])

/** Codes by which exchange formats know a field. */
const codes = z.strictObject({ loinc: z.array(line).optional(), icd10: z.array(line).optional() }).optional()
const otherUnit = z.strictObject({ unit: line, factor: z.number().positive() }).optional()

const field = z.discriminatedUnion('type', [
  z.strictObject({
    label,
    type: z.literal('category'),
    values: z.array(option).min(1, 'expected at least one value'),
    codes,
  }),
  z.strictObject({ label, type: z.literal('number'), range, unit: line.optional(), otherUnit, codes }),
  z.strictObject({ label, type: z.literal('flag'), codes }),
])

const appliesWhen = z.strictObject({ layer: z.string(), values: z.array(option).min(1) }).optional()
const options = z.array(option).min(2, 'expected at least two options: one is not a decision')

const decisionLayer = z.discriminatedUnion('type', [
  z.strictObject({ label, type: z.literal('nominal'), options, appliesWhen }),
  z.strictObject({ label, type: z.literal('ordinal'), options, appliesWhen }),
  z.strictObject({
    label,
    type: z.literal('numeric'),
    range,
    step: z.number().positive(),
    unit: line.optional(),
    appliesWhen,
  }),
])

const scalar = z.union([z.string(), z.number(), z.boolean()])
const limits = z.strictObject({ atLeast: z.number().optional(), atMost: z.number().optional() })
/** `when` of a rare situation: per field a value, several, or limits of a number; all fields must hold. */
const when = z.record(z.string(), z.union([scalar, z.array(scalar).min(1), limits]))
const rareSituation = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'expected a camelCase name'),
  label: line,
  when,
})

/** A declared specialty; field and layer names are the keys of `fields` and `decisionLayers`. */
export const registerSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a name in small letters, digits and hyphens'),
  title: line,
  instruction: line,
  fields: z.record(z.string(), field),
  decisionLayers: z.record(z.string(), decisionLayer),
  /** Empty only for a register without decisions, which can be imported but not studied. */
  decisionColumns: z.array(z.string().trim()),
  /** May be empty, but must be written: having no outcome in the file is a statement too. */
  outcomes: z.array(z.string().trim()),
  baselineFields: z.array(z.string()),
  /** Categories and flags that with the decision make up a case's combination. */
  caseMixFields: z.array(z.string()).min(1).optional(),
  rareSituations: z.array(rareSituation).min(1).optional(),
  /** Sentences for the report's limits. */
  notes: z.array(line).default([]),
})

/** The checked content of a specialty file. */
export type RegisterDeclaration = z.output<typeof registerSchema>
