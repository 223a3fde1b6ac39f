/** @file Training cases from the validation split: the recorded plan and one with planted faults, and what there was to see. */
import { type PromptRow, type PromptsConfig, readableParts } from '../../prompts/index.ts'
import type { Specialty } from '../../specialty/index.ts'
import { InputError, randomStream } from '../../support/index.ts'
import type { CaseSheet, PlanSheet } from '../api/index.ts'
import { caseSheet } from './case-sheet.ts'
import { decisionRows, planSheet } from './plan-sheet.ts'
import { type Fault, plantFaults } from './plant-faults.ts'

/** Names of the two plans of a training case in the key. */
export const TRAINING_PLANS = ['recorded', 'faulty'] as const
export type TrainingPlan = (typeof TRAINING_PLANS)[number]

/** A case to learn the page with. */
export interface TrainingCase {
  readonly caseId: string
  readonly coupleId: string
  readonly stratum: string
  readonly sheet: CaseSheet
  readonly plans: Readonly<Record<TrainingPlan, PlanSheet>>
  /** What there was to see in each plan, as sentences in the language of the case. */
  readonly points: Readonly<Record<TrainingPlan, readonly string[]>>
}

/** Faults that a training case should have; one with fewer is taken only where there are no others. */
const ENOUGH = 2

function pointOf(fault: Fault, isChinese: boolean): string {
  switch (fault.kind) {
    case 'number':
      return isChinese
        ? `方案引用“${fault.label} ${fault.said}”，而病历记录为 ${fault.recorded}。`
        : `It cites ${fault.label} ${fault.said}; the record has ${fault.recorded}.`
    case 'decision':
      return isChinese
        ? `“${fault.label}：${fault.value}”存在问题：${fault.says}。`
        : `${fault.label}: ${fault.value} is wrong here: ${fault.says}.`
    case 'no reason':
      return isChinese
        ? `“${fault.label}”（${fault.value}）没有说明理由。`
        : `${fault.label} (${fault.value}) has no stated reason.`
  }
}

/** Says nothing of who wrote the plan: a rater who learnt the recorded hand would no longer be blind. */
const faultless = (isChinese: boolean) =>
  isChinese
    ? '该方案没有植入错误，请按其本身的优劣评分。'
    : 'No fault was planted in this plan; it is to be judged on its merits.'

function trainingCase(
  specialty: Specialty,
  row: PromptRow,
  units: PromptsConfig['units'],
  seed: number,
): TrainingCase & { readonly faults: number } {
  const text = row.completion[0].content
  const { sheet } = planSheet(specialty, text)
  const { plan } = readableParts(specialty, text)
  const random = randomStream(seed, 'training case', row.record_id)
  const planted = plantFaults(specialty, { fields: row.fields, plan, reasoning: sheet.reasoning }, units, random)
  const isChinese = specialty.language === 'zh'
  return {
    caseId: row.record_id,
    coupleId: row.couple_id,
    stratum: row.stratum,
    sheet: caseSheet(specialty, row.fields, units),
    plans: {
      recorded: sheet,
      faulty: { reasoning: planted.reasoning, decisions: decisionRows(specialty, planted.plan) },
    },
    points: {
      recorded: [faultless(isChinese)],
      faulty: planted.faults.map(fault => pointOf(fault, isChinese)),
    },
    faults: planted.faults.length,
  }
}

/**
 * Makes the training cases: those that each rater gets, and as many again where the split has them, for raters who know
 * some. Drawn by seed, one case a couple, those with more faults to see first. Throws InputError when the validation
 * split has too few.
 */
export function trainingCases(
  rows: readonly PromptRow[],
  perRater: number,
  {
    specialty,
    units,
    seed,
  }: { readonly specialty: Specialty; readonly units: PromptsConfig['units']; readonly seed: number },
): readonly TrainingCase[] {
  if (perRater === 0) return []
  const sorted = rows.toSorted((a, b) => (a.record_id < b.record_id ? -1 : 1))
  const couples = new Set<string>()
  const drawn = randomStream(seed, 'training cases')
    .shuffle(sorted)
    .filter(({ couple_id }) => couples.size < couples.add(couple_id).size)
  const wanted = perRater * 2
  const made: (TrainingCase & { readonly faults: number })[] = []
  for (const row of drawn) {
    if (made.filter(({ faults }) => faults >= ENOUGH).length >= wanted) break
    const one = trainingCase(specialty, row, units, seed)
    if (one.faults > 0) made.push(one)
  }
  if (made.length < perRater) {
    throw new InputError(
      `expected ${perRater} training cases from the validation split, got ${made.length}`,
      { field: 'review.training' },
      'make the validation split larger, or set training to fewer',
    )
  }
  return made
    .toSorted((a, b) => Number(b.faults >= ENOUGH) - Number(a.faults >= ENOUGH))
    .slice(0, wanted)
    .map(({ faults: _, ...rest }) => rest)
}
