/** @file Reads a plan beside its record. */
import type { Field, PlanCase, Specialty } from '../../specialty/index.ts'
import type { CaseSheet, DecisionRow, PlanSheet } from '../api/index.ts'
import { citedNumbers } from './cited-numbers.ts'
import { planCaseOf } from './plan-case.ts'
import type { CitedNumber, KeyField, ReadDecision, Reading } from './reading.ts'
import { givesGround, names, sentencesOf } from './sentences.ts'

/** Whether some sentence names a part of a decision, by its value or its heading, and gives a ground for it. */
function isReasoned(rows: readonly DecisionRow[], sentences: readonly string[]): boolean {
  return rows.some(({ label, value }) =>
    sentences.some(sentence => {
      const named = [value, label].filter(name => name !== null).some(name => names(sentence, name))
      return named && givesGround(sentence)
    }),
  )
}

/** One entry a heading. A decision that does not apply is none; a heading of such ones alone, neither. */
function readDecisions({ reasoning, decisions }: PlanSheet): ReadDecision[] {
  const sentences = sentencesOf(reasoning)
  const byGroup = new Map<string, DecisionRow[]>()
  for (const row of decisions.filter(({ applies }) => applies !== false)) {
    byGroup.set(row.group, [...(byGroup.get(row.group) ?? []), row])
  }
  return [...byGroup].map(([group, rows]) => {
    const stated = rows.filter(({ value }) => value !== null)
    return { group, stated: stated.length > 0, reasoned: isReasoned(stated, sentences) }
  })
}

/** Whether the reasons speak of a field: by its label, by a number that is its own, or by the word for its value. */
function isUsed(field: Field, { fields, reasoning }: PlanCase, numbers: readonly CitedNumber[]): boolean {
  const { label, type, valueLabels = {}, name } = field
  const value = fields[name]
  if (reasoning === null) return false
  if (names(reasoning, label) || numbers.some(number => number.origin === 'record' && number.label === label))
    return true
  return type === 'category' && typeof value === 'string' && names(reasoning, valueLabels[value] ?? value)
}

/** The recorded fields that a reader looks for: those whose absence a prompt would mention, and the most informative ones. */
function keyFields(planCase: PlanCase, numbers: readonly CitedNumber[], specialty: Specialty): KeyField[] {
  return specialty.fields
    .filter(({ name, expected }) => expected || specialty.baselineFields.includes(name))
    .filter(({ name }) => planCase.fields[name] !== null && planCase.fields[name] !== undefined)
    .map(field => ({ field: field.name, label: field.label, used: isUsed(field, planCase, numbers) }))
}

/** Words between blanks; two Chinese signs count as one. */
function wordsOf(text: string): number {
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const others = text
    .replace(/\p{Script=Han}/gu, ' ')
    .split(/\s+/)
    .filter(word => /[\p{L}\p{N}]/u.test(word)).length
  return others + Math.ceil(chinese / 2)
}

/**
 * Reads a plan as a careful reader would: which cited numbers are in the record, which decisions have a ground, which plan
 * checks fire, which key fields the reasons use. Pure; knows nothing but the two sheets and the specialty, which must be in
 * their language. Any text can be read; an empty one cites and grounds nothing.
 */
export function readPlan(record: CaseSheet, plan: PlanSheet, specialty: Specialty): Reading {
  const planCase = planCaseOf(record, plan, specialty)
  const numbers = citedNumbers(planCase, specialty)
  return {
    numbers,
    decisions: readDecisions(plan),
    checks: (specialty.planChecks ?? [])
      .filter(check => check.fires(planCase))
      .map(({ id, severity, says }) => ({ id, severity, says })),
    keyFields: keyFields(planCase, numbers, specialty),
    words: wordsOf(plan.reasoning),
  }
}
