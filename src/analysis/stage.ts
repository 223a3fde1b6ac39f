/** @file The analysis stage: the plan applied to the benchmark and, where there is one, to the review. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchmarkResults, Score } from '../benchmark/index.ts'
import type { PromptRow } from '../prompts/index.ts'
import type { Guess, Preference, Rating, ReviewSummary } from '../review/index.ts'
import type { Specialty } from '../specialty/index.ts'
import {
  InterruptedError,
  type JsonValue,
  loadJsonl,
  type Stage,
  type StageContext,
  writeFileAtomically,
} from '../support/index.ts'
import { analyse } from './analyse.ts'
import { type LoadedPlan, loadCurrentPlan } from './plan/load-plan.ts'
import { registerFile } from './plan/registration.ts'

/** Settings of an analysis without a plan: everything is exploratory. */
const withoutPlan = { alpha: 0.05, level: 0.95, resamples: 2000 }

/** The stage that writes results.json; `planFile` is absolute, null without a plan; `hasReview` adds the review. */
export function analysisStage(options: {
  readonly specialty: Specialty
  readonly arms: readonly string[]
  readonly planFile: string | null
  readonly hasReview: boolean
}): Stage {
  const { specialty, arms, planFile, hasReview } = options
  const register = planFile === null ? null : registerFile(planFile)
  return {
    title: 'analysis',
    artifact: 'analysis',
    inputs: ['prompts', 'benchmark', ...(hasReview ? ['review'] : [])],
    sources: [planFile, register].filter((file): file is string => file !== null && existsSync(file)),
    settings: { specialty, arms, planFile: planFile !== null, hasReview, withoutPlan } as unknown as JsonValue,
    module: import.meta.url,
    run: context => runAnalysis(options, context),
  }
}

async function runAnalysis(
  { specialty, arms, planFile, hasReview }: Parameters<typeof analysisStage>[0],
  { input, output, seed, progress, signal }: StageContext,
) {
  const plan: LoadedPlan | null = planFile === null ? null : loadCurrentPlan(planFile)
  const lines = <Line>(artifact: string, file: string) => loadJsonl<Line>(join(input(artifact), file))
  const json = <T>(artifact: string, file: string) => JSON.parse(readFileSync(join(input(artifact), file), 'utf8')) as T
  const review = hasReview
    ? {
        summary: json<ReviewSummary>('review', 'review.json'),
        ratings: await lines<Rating>('review', 'ratings.jsonl'),
        preferences: await lines<Preference>('review', 'preferences.jsonl'),
        guesses: await lines<Guess>('review', 'guesses.jsonl'),
      }
    : null
  const task = progress.begin('analysis', 0)
  const results = analyse({
    specialty,
    arms,
    plan,
    settings: plan?.plan ?? { ...withoutPlan, seed },
    scores: await lines<Score>('benchmark', 'scores.jsonl'),
    layers: json<BenchmarkResults>('benchmark', 'results.json').layers,
    rows: await lines<PromptRow>('prompts', 'test.jsonl'),
    review,
    onStep: step => {
      if (signal.aborted) throw new InterruptedError('interrupted; run the same command again to continue')
      task.update(0, step)
    },
  })
  task.finish()
  writeFileAtomically(join(output, 'results.json'), `${JSON.stringify(results, null, 1)}\n`)
  const { findings, paradoxes } = results
  return {
    findings: findings.length,
    planned: findings.filter(({ hypothesis }) => hypothesis !== null).length,
    paradoxes: paradoxes.map(({ preferred, accurate, label }) => `${preferred} over ${accurate}: ${label}`),
    simulated: results.simulated,
  }
}
