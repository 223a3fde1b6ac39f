/** @file A plan with its register, as the analysis and the command line read it. */
import { existsSync } from 'node:fs'
import { InputError, type Place, readSettingsFile } from '../../support/index.ts'
import { type AnalysisPlan, analysisPlanConfig } from './analysis-plan.ts'
import { type PlanVersion, planHash, readRegister } from './registration.ts'

/** A plan, and the versions of it that were signed. */
export interface LoadedPlan {
  readonly file: string
  readonly plan: AnalysisPlan
  readonly hash: string
  /** Oldest first; empty when nothing is registered. */
  readonly versions: readonly PlanVersion[]
  /** The place of a path in the file, for faults that are found later. */
  placeOf(path: readonly PropertyKey[]): Place
}

/** Reads a plan and its register. Throws InputError with line and column for whatever is wrong in either. */
export function loadPlan(file: string): LoadedPlan {
  if (!existsSync(file)) {
    throw new InputError('expected an analysis plan, got nothing at this path', { file }, 'give the path of one')
  }
  const { value: plan, placeOf } = readSettingsFile(file, analysisPlanConfig)
  return { file, plan, placeOf, hash: planHash(plan), versions: readRegister(file) }
}

/** The plan when it is the last version of its register, or when nothing is registered. Throws InputError otherwise. */
export function loadCurrentPlan(file: string): LoadedPlan {
  const loaded = loadPlan(file)
  const last = loaded.versions.at(-1)
  if (last && last.planHash !== loaded.hash) {
    throw new InputError(
      `the plan is not version ${last.version}, the last one that is registered`,
      { file },
      'restore it, or register the change with `bedside plan register --reason`',
    )
  }
  return loaded
}
