/** @file The analysis stage: the plan applied to the benchmark and, where there is one, to the review. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Specialty } from '../specialty/index.ts'
import {
  InterruptedError,
  type JsonValue,
  type Stage,
  type StageContext,
  writeFileAtomically,
} from '../support/index.ts'
import { analysisSteps } from './analyse.ts'
import { loadAnalysisInput, withoutPlan } from './load-input.ts'
import { registerFile } from './plan/registration.ts'
import type { AnalysisResults } from './results.ts'

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
    inputs: ['prompts', ...arms.map(arm => `predictions/${arm}`), 'benchmark', ...(hasReview ? ['review'] : [])],
    sources: [planFile, register].filter((file): file is string => file !== null && existsSync(file)),
    settings: { specialty, arms, planFile: planFile !== null, hasReview, withoutPlan } as unknown as JsonValue,
    module: import.meta.url,
    run: context => runAnalysis(options, context),
  }
}

async function runAnalysis(
  options: Parameters<typeof analysisStage>[0],
  { input, output, seed, progress, signal }: StageContext,
) {
  const given = await loadAnalysisInput({ ...options, seed, input })
  const task = progress.begin('analysis', 0)
  let results: AnalysisResults
  let done = 0
  const steps = analysisSteps(given)
  for (;;) {
    // Between two steps the signal of Ctrl-C is heard.
    await new Promise(resolve => setImmediate(resolve))
    if (signal.aborted) throw new InterruptedError('interrupted; run the same command again to continue')
    const step = steps.next()
    if (step.done) {
      results = step.value
      break
    }
    task.update(++done, step.value)
  }
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
