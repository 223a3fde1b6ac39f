/** @file The worked cases that a model is shown before it writes: training records with reasons of gold-standard depth. */
import type { PatientRecord } from '../../records/index.ts'
import type { Specialty } from '../../specialty/index.ts'
import { InputError, randomStream } from '../../support/index.ts'
import { type Exemplar, studyExemplars } from '../exemplars/index.ts'
import { renderCompletion } from '../render.ts'
import { casePrompt } from './ask.ts'
import type { RationaleChecks } from './check-rationale.ts'
import type { RationaleModelConfig } from './config.ts'

/** A training record as a worked case; null when its text cannot stand before a plan. */
function workedCase(
  specialty: Specialty,
  { recordId, fields, decision, synthetic }: PatientRecord,
  text: string,
  units: 'conventional' | 'other',
): Exemplar | null {
  try {
    const completion = renderCompletion(specialty, decision, text)
    return {
      recordId,
      fields,
      prompt: casePrompt(specialty, { fields }, units),
      completion,
      referencePlan: decision,
      synthetic,
    }
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

/**
 * Chooses the worked cases by the study's rule, the same for every request, so that a server can reuse what they have in
 * common. The pool are training records whose own text passes the check; where there is none, training records with the
 * reasons that the specialty's rules give. Empty when there is neither.
 */
export function chooseWorkedCases(options: {
  readonly specialty: Specialty
  readonly training: readonly PatientRecord[]
  readonly checks: RationaleChecks
  readonly config: RationaleModelConfig
  readonly units: 'conventional' | 'other'
  readonly seed: number
}): Exemplar[] {
  const { specialty, training, checks, config, units, seed } = options
  const { shots, selection } = config
  if (shots === 0) return []
  const poolOf = (textOf: (record: PatientRecord) => string | null) =>
    training.flatMap(record => {
      const text = textOf(record)?.trim()
      if (!text || checks.text(record, text).length > 0) return []
      return workedCase(specialty, record, text, units) ?? []
    })
  const own = poolOf(({ reasoning }) => reasoning)
  const rendered = () =>
    poolOf(({ recordId, fields, decision }) => {
      const random = randomStream(seed, 'rationale exemplar', recordId)
      return specialty.explain?.(fields, decision, { depth: 'gold', random }) ?? null
    })
  return studyExemplars({ selection, per: 'study', shots }, specialty, own.length > 0 ? own : rendered(), seed)
}
