/** @file Everything that the analysis reads, from the artifacts of a study. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchmarkResults, Score } from '../benchmark/index.ts'
import type { Prediction } from '../predictions/index.ts'
import type { PromptRow } from '../prompts/index.ts'
import {
  type Guess,
  PHYSICIAN,
  type Preference,
  type RaterRemark,
  type Rating,
  type ReviewSummary,
} from '../review/index.ts'
import type { Specialty } from '../specialty/index.ts'
import { loadJsonl } from '../support/index.ts'
import type { AnalysisInput } from './analyse.ts'
import { type ArmText, recordedTexts } from './arm-text.ts'
import { type Outcomes, outcomesOf } from './outcomes.ts'
import { physicianScores } from './physician-outcomes.ts'
import { type SignedPlan, loadCurrentPlan } from './plan/load-plan.ts'

/** Settings of an analysis without a plan: everything is exploratory. */
export const withoutPlan = { alpha: 0.05, level: 0.95, resamples: 2000 }

/** Where the pieces lie; `planFile` is absolute, null without a plan; `hasReview` adds the review. */
export interface InputPlaces {
  readonly specialty: Specialty
  readonly arms: readonly string[]
  readonly planFile: string | null
  readonly hasReview: boolean
  readonly seed: number
  /** Folder of a finished artifact. */
  input(artifact: string): string
}

/** Reads them. Throws InputError for a plan that is not the registered one, StudyError for an artifact without its files. */
export async function loadAnalysisInput(places: InputPlaces): Promise<AnalysisInput> {
  const { specialty, arms, planFile, hasReview, seed, input } = places
  const plan: SignedPlan | null = planFile === null ? null : loadCurrentPlan(planFile)
  const lines = <Line>(artifact: string, file: string) => loadJsonl<Line>(join(input(artifact), file))
  const json = <T>(artifact: string, file: string) => JSON.parse(readFileSync(join(input(artifact), file), 'utf8')) as T
  const review = hasReview
    ? {
        summary: json<ReviewSummary>('review', 'review.json'),
        ratings: await lines<Rating>('review', 'ratings.jsonl'),
        preferences: await lines<Preference>('review', 'preferences.jsonl'),
        guesses: await lines<Guess>('review', 'guesses.jsonl'),
        remarks: existsSync(join(input('review'), 'remarks.jsonl'))
          ? await lines<RaterRemark>('review', 'remarks.jsonl')
          : null,
      }
    : null
  const rows = await lines<PromptRow>('prompts', 'test.jsonl')
  const predicted: ArmText[][] = []
  for (const arm of arms) {
    const own = await lines<Prediction>(`predictions/${arm}`, 'predictions.jsonl')
    predicted.push(own.map(({ recordId, plan, text }) => ({ arm, caseId: recordId, plan, text })))
  }
  return {
    specialty,
    arms,
    plan,
    settings: plan?.plan ?? { ...withoutPlan, seed },
    scores: await lines<Score>('benchmark', 'scores.jsonl'),
    layers: json<BenchmarkResults>('benchmark', 'results.json').layers,
    rows,
    texts: [...recordedTexts(rows), ...predicted.flat()],
    review,
  }
}

/** What every arm and the recorded decision came to on every test case, as the analysis sees it. */
export function studyOutcomes({ specialty, arms, scores, rows }: AnalysisInput): Outcomes {
  return outcomesOf([...scores, ...physicianScores(specialty, rows)], [...arms, PHYSICIAN])
}
