/** @file The form of the FHIR R4 resources that an import reads: the members that it uses, and no others. */
import { z } from 'zod'

/** A date, or a date and time, also of a year or month alone. */
const dateTime = z.string().regex(/^\d{4}(-\d{2}(-\d{2}(T\S+)?)?)?$/, 'expected a date')
const coding = z.object({ system: z.string().optional(), code: z.string().min(1).optional() })
const concept = z.object({ coding: z.array(coding).default([]) })
const reference = z.object({ reference: z.string().min(1) })
const period = z.object({ start: dateTime.optional() })
const quantity = z.object({
  value: z.number().optional(),
  comparator: z.enum(['<', '<=', '>=', '>']).optional(),
  unit: z.string().optional(),
  system: z.string().optional(),
  code: z.string().optional(),
})
const range = z.object({ low: quantity.optional(), high: quantity.optional() })
const gender = z.enum(['male', 'female', 'other', 'unknown'])
const id = z
  .string()
  .regex(/^[A-Za-z0-9.-]{1,64}$/, 'expected an id')
  .optional()

const value = {
  valueQuantity: quantity.optional(),
  valueCodeableConcept: concept.optional(),
  valueString: z.string().optional(),
  valueBoolean: z.boolean().optional(),
  valueInteger: z.int().optional(),
  valueRange: range.optional(),
  // Not read, but counted.
  valueRatio: z.unknown().optional(),
  valueSampledData: z.unknown().optional(),
  valueTime: z.unknown().optional(),
  valueDateTime: z.unknown().optional(),
  valuePeriod: z.unknown().optional(),
  dataAbsentReason: concept.optional(),
}

const patient = z.object({
  resourceType: z.literal('Patient'),
  id,
  gender: gender.optional(),
  birthDate: dateTime.optional(),
  link: z.array(z.object({ other: reference })).default([]),
  extension: z.array(z.object({ url: z.string(), valueReference: reference.optional() })).default([]),
})

const relatedPerson = z.object({
  resourceType: z.literal('RelatedPerson'),
  id,
  patient: reference,
  relationship: z.array(concept).default([]),
  gender: gender.optional(),
  birthDate: dateTime.optional(),
})

const condition = z.object({
  resourceType: z.literal('Condition'),
  subject: reference,
  code: concept,
  clinicalStatus: concept.optional(),
  verificationStatus: concept.optional(),
  recordedDate: dateTime.optional(),
  onsetDateTime: dateTime.optional(),
  onsetPeriod: period.optional(),
})

const observation = z.object({
  resourceType: z.literal('Observation'),
  status: z.string(),
  subject: reference,
  code: concept,
  effectiveDateTime: dateTime.optional(),
  effectivePeriod: period.optional(),
  issued: dateTime.optional(),
  ...value,
  component: z.array(z.object({ code: concept, ...value })).default([]),
})

const procedure = z.object({
  resourceType: z.literal('Procedure'),
  status: z.string(),
  subject: reference,
  code: concept,
  performedDateTime: dateTime.optional(),
  performedPeriod: period.optional(),
})

const medicationStatement = z.object({
  resourceType: z.literal('MedicationStatement'),
  status: z.string(),
  subject: reference,
  medicationCodeableConcept: concept,
  effectiveDateTime: dateTime.optional(),
  effectivePeriod: period.optional(),
  dateAsserted: dateTime.optional(),
  dosage: z
    .array(
      z.object({
        doseAndRate: z
          .array(z.object({ doseQuantity: quantity.optional(), doseRange: z.unknown().optional() }))
          .default([]),
      }),
    )
    .default([]),
})

const activityDetail = z.object({
  code: concept,
  productCodeableConcept: concept.optional(),
  dailyAmount: quantity.optional(),
  quantity: quantity.optional(),
  description: z.string().optional(),
})

const carePlan = z.object({
  resourceType: z.literal('CarePlan'),
  id,
  status: z.string(),
  subject: reference,
  created: dateTime.optional(),
  period: period.optional(),
  /** One activity per decision layer; one that only refers to another resource is not read. */
  activity: z.array(z.object({ detail: activityDetail.optional() })).default([]),
})

/** Every resource that an import reads; others are counted and left aside. */
export const resourceSchemas = {
  Patient: patient,
  RelatedPerson: relatedPerson,
  Condition: condition,
  Observation: observation,
  Procedure: procedure,
  MedicationStatement: medicationStatement,
  CarePlan: carePlan,
} as const

/** Name of a resource that is read. */
export type ResourceType = keyof typeof resourceSchemas
/** A resource that is read, of any type. */
export type Resource = { [T in ResourceType]: z.output<(typeof resourceSchemas)[T]> }[ResourceType]
/** A resource of one type. */
export type ResourceOf<T extends ResourceType> = Extract<Resource, { resourceType: T }>
/** A coded concept. */
export type Concept = z.output<typeof concept>
/** An amount with its unit. */
export type Quantity = z.output<typeof quantity>
/** Two amounts between which another lies. */
export type Range = z.output<typeof range>
