/** @file What is prepared for a review, as the artifact `review-material/` holds it: sheets, leaks, and how they were made. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadJsonl } from '../../support/index.ts'
import type { CaseSheet, PlanSheet } from '../api/index.ts'
import type { ArmLengths, Distinguishability, Finding, PlanText, Resolution } from '../leaks/index.ts'
import type { ReviewSettings } from '../store/index.ts'
import { shownText } from './plan-sheet.ts'
import type { Reshaping } from './reshape-reasoning.ts'
import type { TrainingCase } from './training-cases.ts'

/** Name of the artifact. */
export const MATERIAL = 'review-material'

/** A line of `cases.jsonl`. */
export interface PreparedCase {
  readonly caseId: string
  readonly coupleId: string
  readonly stratum: string
  readonly sheet: CaseSheet
}

/** A line of `plans.jsonl`: leaks taken out as decided. */
export interface PreparedPlan {
  /** Names the text in findings and in `reshaping.jsonl`. */
  readonly textId: string
  readonly caseId: string
  readonly arm: string
  readonly sheet: PlanSheet
}

/** A line of `reshaping.jsonl`. */
export interface ReshapingLine {
  readonly textId: string
  readonly done: readonly Reshaping[]
}

/** A line of `findings.jsonl`. */
export type FindingLine = Finding & { readonly open: boolean; readonly decision: Resolution | null }

/** `distinguishability.json`: the machine's baseline. */
export interface MachineBaseline extends Distinguishability {
  readonly lengths: { readonly limits: readonly number[]; readonly arms: readonly ArmLengths[] }
  /** Plans by arm with a decision that could not be read. */
  readonly unreadable: Readonly<Record<string, number>>
}

/** `material.json`: what the report prints of the preparation. */
export interface MaterialSummary {
  readonly arms: readonly string[]
  readonly cases: number
  readonly couples: number
  readonly strata: Readonly<Record<string, number>>
  readonly training: number
  readonly texts: number
  /** Texts that were reshaped, and how often each thing was done. */
  readonly reshaped: number
  readonly reshaping: Readonly<Partial<Record<Reshaping, number>>>
  /** Clinician who looked at the reshaping; null: nobody did. */
  readonly reshapingCheckedBy: string | null
  /** Cases in which two arms have the same sheet. */
  readonly casesWithEqualPlans: number
  readonly leaks: {
    readonly found: number
    readonly hints: number
    readonly redacted: number
    readonly accepted: number
    readonly open: number
    /** Decisions about nothing that was found. */
    readonly unused: number
  }
  readonly simulated: boolean
}

/** Everything that an allocation is made from. */
export interface ReviewMaterial {
  readonly seed: number
  readonly settings: ReviewSettings
  readonly cases: readonly PreparedCase[]
  readonly plans: readonly PreparedPlan[]
  readonly training: readonly TrainingCase[]
  readonly findings: readonly FindingLine[]
  readonly summary: MaterialSummary
}

/** The name of the text of an arm for a case. */
export const textIdOf = (caseId: string, arm: string): string => `${caseId}/${arm}`

/** Reads the artifact from its folder. */
export async function loadMaterial(folder: string): Promise<ReviewMaterial> {
  const lines = <Line>(file: string) => loadJsonl<Line>(join(folder, file))
  const json = <T>(file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T
  const { seed, settings } = json<Pick<ReviewMaterial, 'seed' | 'settings'>>('asked.json')
  return {
    seed,
    settings,
    cases: await lines('cases.jsonl'),
    plans: await lines('plans.jsonl'),
    training: await lines('training.jsonl'),
    findings: await lines('findings.jsonl'),
    summary: json('material.json'),
  }
}

/** The texts that were scanned: for the draft of decisions about leaks. */
export function scannedTexts({ cases, plans }: Pick<ReviewMaterial, 'cases' | 'plans'>): readonly PlanText[] {
  const coupleOf = new Map(cases.map(({ caseId, coupleId }) => [caseId, coupleId]))
  return plans.map(({ textId, caseId, arm, sheet }) => ({
    id: textId,
    caseId,
    coupleId: coupleOf.get(caseId) ?? '',
    arm,
    text: sheet.reasoning,
  }))
}

/** The texts as a rater sees them, decisions included: for the classifier. */
export function visibleTexts(material: Pick<ReviewMaterial, 'cases' | 'plans'>): readonly PlanText[] {
  const sheetOf = new Map(material.plans.map(({ textId, sheet }) => [textId, sheet]))
  return scannedTexts(material).map(text => ({ ...text, text: shownText(sheetOf.get(text.id)!) }))
}
