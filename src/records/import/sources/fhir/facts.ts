/** @file What a FHIR resource says of a patient: columns such as `Observation.38476-8`, each with a cell and a date. */
import type { Concept, Quantity, Range, Resource, ResourceOf } from './resources.ts'

/** One thing that is known of a patient. */
export interface Fact {
  readonly column: string
  readonly cell: string
  /** Of an amount; stands in the column `<column>.unit`. */
  readonly unit?: string
  /** When it was known, as written in the resource; null = undated. */
  readonly date: string | null
}

type Valued = ResourceOf<'Observation'>['component'][number]

const WITHDRAWN = new Set(['entered-in-error', 'cancelled', 'not-done', 'not-taken', 'preparation'])
const NOT_ACTIVE = new Set(['inactive', 'resolved', 'remission'])
const NOT_TRUE = new Set(['refuted', 'entered-in-error'])

const codesOf = ({ coding }: Concept): string[] => [...new Set(coding.flatMap(({ code }) => code ?? []))]
const holds = (concept: Concept | undefined, codes: ReadonlySet<string>): boolean =>
  concept !== undefined && codesOf(concept).some(code => codes.has(code))

/** A diagnosis counts under its code and, for ICD-10, under its category: `N97.1` is also `N97`. */
function diagnosisCodes({ coding }: Concept): string[] {
  const codes = coding.flatMap(({ system, code }) => {
    if (code === undefined) return []
    const category = /icd-?10/i.test(system ?? '') ? /^[A-Z]\d\w(?=\.)/.exec(code)?.[0] : undefined
    return category === undefined ? [code] : [code, category]
  })
  return [...new Set(codes)]
}

const unitOf = ({ code, unit }: Quantity): string => code ?? unit ?? ''
const amountOf = ({ comparator, value }: Quantity): string => (value === undefined ? '' : `${comparator ?? ''}${value}`)

/** A range as the band `1-2`, or as one with one end. */
function bandOf({ low, high }: Range): string {
  if (low?.value === undefined) return high?.value === undefined ? '' : `<=${high.value}`
  return high?.value === undefined ? `>=${low.value}` : `${low.value}-${high.value}`
}

/** The unit of a range; none when its ends have two, so that no row is read in the wrong one. */
function rangeUnit({ low, high }: Range): string {
  const units = new Set([low, high].flatMap(end => (end?.value === undefined ? [] : unitOf(end))))
  return units.size === 1 ? [...units][0] : ''
}

/** The text of a value; `not-performed` when it is absent because nothing was examined, and empty when unknown. */
function cellOf(valued: Omit<Valued, 'code'>): string {
  const { valueQuantity, valueRange, valueCodeableConcept, valueString, valueBoolean, valueInteger } = valued
  if (valueQuantity) return amountOf(valueQuantity)
  if (valueRange) return bandOf(valueRange)
  if (valueCodeableConcept) return codesOf(valueCodeableConcept)[0] ?? ''
  const plain = valueString ?? valueBoolean ?? valueInteger
  if (plain !== undefined) return String(plain)
  return holds(valued.dataAbsentReason, new Set(['not-performed'])) ? 'not-performed' : ''
}

function observationFacts(observation: ResourceOf<'Observation'>): Fact[] {
  const { status, effectiveDateTime, effectivePeriod, issued, component } = observation
  if (WITHDRAWN.has(status)) return []
  const date = effectiveDateTime ?? effectivePeriod?.start ?? issued ?? null
  const valued: Valued[] = [observation, ...component]
  return valued.flatMap(each => {
    const cell = cellOf(each)
    if (cell === '') return []
    const { valueQuantity, valueRange } = each
    const unit = valueQuantity ? { unit: unitOf(valueQuantity) } : valueRange && { unit: rangeUnit(valueRange) }
    return codesOf(each.code).map(code => ({ column: `Observation.${code}`, cell, date, ...unit }))
  })
}

function medicationFacts(statement: ResourceOf<'MedicationStatement'>): Fact[] {
  const { status, medicationCodeableConcept, effectiveDateTime, effectivePeriod, dateAsserted, dosage } = statement
  if (WITHDRAWN.has(status)) return []
  const date = effectiveDateTime ?? effectivePeriod?.start ?? dateAsserted ?? null
  const dose = dosage[0]?.doseAndRate[0]?.doseQuantity
  return codesOf(medicationCodeableConcept).flatMap(code => {
    const column = `MedicationStatement.${code}`
    const amount = dose === undefined ? '' : amountOf(dose)
    if (dose === undefined || amount === '') return [{ column, cell: 'true', date }]
    return [
      { column, cell: 'true', date },
      { column: `${column}.dose`, cell: amount, unit: unitOf(dose), date },
    ]
  })
}

/** What a resource says of its subject; nothing when it was withdrawn, or is a condition that is over or was refuted. */
export function factsOf(resource: Resource): Fact[] {
  switch (resource.resourceType) {
    case 'Observation':
      return observationFacts(resource)
    case 'MedicationStatement':
      return medicationFacts(resource)
    case 'Condition': {
      const { code, clinicalStatus, verificationStatus, recordedDate, onsetDateTime, onsetPeriod } = resource
      if (holds(clinicalStatus, NOT_ACTIVE) || holds(verificationStatus, NOT_TRUE)) return []
      // Known from when it was written down; an onset may have been learnt long afterwards.
      const date = recordedDate ?? onsetDateTime ?? onsetPeriod?.start ?? null
      return diagnosisCodes(code).map(each => ({ column: `Condition.${each}`, cell: 'true', date }))
    }
    case 'Procedure': {
      const { status, code, performedDateTime, performedPeriod } = resource
      if (WITHDRAWN.has(status)) return []
      const date = performedDateTime ?? performedPeriod?.start ?? null
      return codesOf(code).map(each => ({ column: `Procedure.${each}`, cell: 'true', date }))
    }
    default:
      return []
  }
}

const UNREAD = ['valueRatio', 'valueSampledData', 'valueTime', 'valueDateTime', 'valuePeriod'] as const

/** The names of the values that a resource has in a form that is not read; none when it was withdrawn. */
export function unreadValues(resource: Resource): string[] {
  if (resource.resourceType === 'Observation' && !WITHDRAWN.has(resource.status)) {
    return [resource, ...resource.component].flatMap(valued => UNREAD.filter(name => valued[name] !== undefined))
  }
  if (resource.resourceType === 'MedicationStatement' && !WITHDRAWN.has(resource.status)) {
    const doses = resource.dosage.flatMap(({ doseAndRate }) => doseAndRate)
    return doses.flatMap(({ doseRange }) => (doseRange === undefined ? [] : 'doseRange'))
  }
  return []
}

/** What a plan decides: a column per activity, its product's code, else its amount, else its description. */
export function planCells(plan: ResourceOf<'CarePlan'>): ReadonlyMap<string, string> {
  const cells = new Map<string, string>()
  for (const { detail } of plan.activity) {
    if (detail === undefined) continue
    const { code, productCodeableConcept, dailyAmount, quantity, description } = detail
    const amount = dailyAmount ?? quantity
    const product = productCodeableConcept && codesOf(productCodeableConcept)[0]
    const cell = product ?? (amount ? amountOf(amount) : undefined) ?? description ?? ''
    for (const each of codesOf(code)) {
      cells.set(`CarePlan.${each}`, cell)
      if (product === undefined && amount) cells.set(`CarePlan.${each}.unit`, unitOf(amount))
    }
  }
  return cells
}

/** When a plan was made: from then on, what is recorded may be a consequence of it. */
export const planDate = ({ created, period }: ResourceOf<'CarePlan'>): string | null => created ?? period?.start ?? null

/** True when a plan was withdrawn or is no plan. */
export const isWithdrawn = ({ status }: ResourceOf<'CarePlan'>): boolean =>
  WITHDRAWN.has(status) || status === 'revoked' || status === 'unknown'
