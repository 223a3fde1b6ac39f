/** @file The analysis plan from the command line: what it says, and its registration. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import {
  describePlan,
  loadPlan,
  type PlannedPower,
  type PlanVersion,
  plannedPower,
  registerPlan,
  type Seen,
} from '../analysis/index.ts'
import { InputError, readManifest, timestamp } from '../support/index.ts'
import { loadStudy } from './study-config.ts'

/** A plan in words, and whether it is registered. */
export interface CheckedPlan {
  readonly lines: readonly string[]
  /** Of the sample size that it states; empty when it states none. */
  readonly power: readonly PlannedPower[]
  readonly hash: string
  /** The last version; null when nothing is registered. */
  readonly registered: Pick<PlanVersion, 'version' | 'registeredAt' | 'signer' | 'planHash'> | null
  /** Whether the file is that version. */
  readonly isRegistered: boolean
}

/** Reads a plan and says what it claims. Throws InputError with line and column for whatever is wrong in it. */
export function checkPlan(file: string): CheckedPlan {
  const { plan, hash, versions } = loadPlan(file)
  const last = versions.at(-1) ?? null
  return {
    lines: describePlan(plan),
    power: plannedPower(plan),
    hash,
    registered: last,
    isRegistered: last?.planHash === hash,
  }
}

/** What of the study that the plan belongs to could be seen by now. */
function whatIsSeen(planFile: string, studyFile: string | undefined): Seen {
  const beside = join(dirname(resolve(planFile)), 'study.yaml')
  const file = studyFile ?? (existsSync(beside) ? beside : undefined)
  if (file === undefined) return { benchmark: null, review: null }
  const { out, config, folder } = loadStudy(file)
  const { ratings, preferences, guesses } = config.review ?? {}
  const files = [ratings, preferences, guesses].filter(name => name !== undefined)
  return {
    benchmark: readManifest(join(out, 'benchmark')) !== null,
    review: files.some(name => existsSync(resolve(folder, name))),
  }
}

/**
 * Signs the plan as it is now, with what could be seen of the study (by default the `study.yaml` beside it). Throws
 * InputError when it is registered already, when it was changed and no reason is given, and without a signer.
 */
export function registerPlanFile(
  file: string,
  signing: {
    readonly signer: string | undefined
    readonly reason: string | undefined
    readonly study: string | undefined
  },
): PlanVersion {
  const { plan } = loadPlan(file)
  const signer = signing.signer?.trim()
  if (!signer) throw new InputError('expected who signs, got nobody', { field: '--signer' }, 'give a name')
  const reason = signing.reason?.trim() || null
  const seen = whatIsSeen(file, signing.study)
  const power = plannedPower(plan).map(({ line }) => line)
  return registerPlan(file, plan, { signer, registeredAt: timestamp(), reason, seen, power })
}
