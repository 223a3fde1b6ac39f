/** @file The sample-size planner of a review: the power of a size, and writing a size into the plan. */
import { resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { type AnalysisPlan, loadCurrentPlan, loadPlan, plannedPowerAside, planWithSize } from '../analysis/index.ts'
import type { Planner, PlannerAnswer } from '../review/api/index.ts'
import { InputError, type JsonValue, readTextFile, writeFileAtomically } from '../support/index.ts'
import { shownShares } from './plan-and-review.ts'
import { registerPlanFile } from './plan-file.ts'
import type { Study } from './study-config.ts'

/** The plan's file of a study. Throws InputError when the study names none. */
export function planFileOf({ config, folder, file }: Study): string {
  if (config.plan !== undefined) return resolve(folder, config.plan)
  throw new InputError('expected a study with an analysis plan, got one without', { file, field: 'plan' }, 'name one')
}

type SampleSize = NonNullable<AnalysisPlan['sampleSize']>

/** What the planner asks, as the plan has it; what it assumes of the benchmark is not the planner's. */
function sampleSizeOf(
  { cases, raters, power, preference, rating }: Planner,
  before: SampleSize | undefined,
): SampleSize {
  return {
    cases,
    raters,
    power,
    ...(preference === null ? {} : { preference }),
    ...(rating === null ? {} : { rating }),
    ...(before?.benchmark === undefined ? {} : { benchmark: before.benchmark }),
  }
}

const powerOf = (study: Study, plan: AnalysisPlan, planner: Planner) =>
  plannedPowerAside(planWithSize(plan, sampleSizeOf(planner, plan.sampleSize)), shownShares(plan, study.config.review))

/** The power of a size with the plan of the study. Throws InputError when the plan cannot be read or it takes too long. */
export async function powerOfSize(study: Study, planner: Planner): Promise<PlannerAnswer> {
  const { plan } = loadPlan(planFileOf(study))
  const found = await powerOf(study, plan, planner)
  return {
    lines: found.map(({ question, power, standardError, needed, line }) => ({
      question,
      power,
      standardError,
      needed,
      line,
    })),
  }
}

/**
 * Writes a size into the plan's file, whose comments and order stay, and registers that version with who signs and why.
 * Returns the new plan. Throws InputError, and leaves the file as it was, when the plan is not the last registered version,
 * the size is not one, or nothing changes.
 */
export async function writeSize(study: Study, planner: Planner, by: string, reason: string): Promise<JsonValue> {
  const file = planFileOf(study)
  const { plan, versions } = loadCurrentPlan(file)
  if (versions.length === 0) {
    throw new InputError(
      'expected a registered plan, got one that is not',
      { file },
      'register it: bedside plan register',
    )
  }
  const power = (await powerOf(study, plan, planner)).map(({ line }) => line)
  const before = readTextFile(file)
  const document = parseDocument(before)
  document.set('sampleSize', document.createNode(sampleSizeOf(planner, plan.sampleSize), { flow: true }))
  writeFileAtomically(file, document.toString({ lineWidth: 0 }))
  try {
    return registerPlanFile(file, { signer: by, reason, study: study.file, power }).plan as unknown as JsonValue
  } catch (error) {
    writeFileAtomically(file, before)
    throw error
  }
}
