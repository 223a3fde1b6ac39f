/** @file The rewards of a study, bound to its specialty and its recorded plans, as the engine takes them. */
import { resolve } from 'node:path'
import type { Reward, Sample } from '../../engines/index.ts'
import type { FieldValue, Plan, Specialty } from '../../specialty/index.ts'
import { didYouMean, InputError } from '../../support/index.ts'
import { agreementReward } from './agreement.ts'
import { checksReward } from './checks.ts'
import { formatReward } from './format.ts'
import { lengthReward } from './length.ts'
import { loadOwnReward } from './own-reward.ts'
import type { RewardsConfig } from './rewards-config.ts'
import { sampleParser } from './sample-parser.ts'

const LAYERS = 'arms.grpo.rewards.agreement.layers'

/** What a reward may know of a record. */
export interface RecordedCase {
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly plan: Plan
}

/** What rewards are bound to. */
export interface RewardContext {
  readonly specialty: Specialty
  /** Fields and recorded plan of every record whose prompt is sampled. */
  readonly cases: ReadonlyMap<string, RecordedCase>
  /** Folder of the study file, absolute. */
  readonly studyFolder: string
}

/**
 * Checks what the schema cannot know: throws InputError when `agreement.layers` names a layer that the specialty does
 * not have, or leaves no layer a weight above 0 while agreement has one, or when `checks` has a weight and the specialty
 * no plan checks. Cheap: no file is read.
 */
export function checkRewards({ agreement, checks }: RewardsConfig, specialty: Specialty): void {
  if (checks.weight > 0 && (specialty.planChecks ?? []).length === 0) {
    throw new InputError(
      `expected a specialty with plan checks, got ${specialty.name}, which has none`,
      { field: 'arms.grpo.rewards.checks' },
      'set its weight to 0',
    )
  }
  const weights = new Map(Object.entries(agreement.layers ?? {}))
  const known = specialty.decisionLayers.map(({ name }) => name)
  for (const name of weights.keys()) {
    if (known.includes(name)) continue
    throw new InputError(
      `expected a decision layer of specialty ${specialty.name}, got "${name}"`,
      { field: `${LAYERS}.${name}` },
      didYouMean(name, known),
    )
  }
  if (agreement.weight > 0 && known.every(name => weights.get(name) === 0)) {
    throw new InputError(
      'expected at least one layer with a weight above 0, got none',
      { field: LAYERS },
      'raise one, or set arms.grpo.rewards.agreement.weight to 0',
    )
  }
}

/** The path of the user's own reward, absolute: a source of the stage; null when there is none or its weight is 0. */
export function ownRewardFile({ own }: RewardsConfig, studyFolder: string): string | null {
  return own === undefined || own.weight === 0 ? null : resolve(studyFolder, own.file)
}

/**
 * The rewards with a weight above 0, in the order `format`, `agreement`, `checks`, `length`, `own`; all but `own` lie in [0, 1].
 * An own reward is loaded, which **executes the user's file**. Throws InputError as `checkRewards` and `loadOwnReward`
 * do. `score` throws RangeError for a sample whose record is not among the cases. What the user's function returns or throws is
 * passed on as it is: the engine stops at a throw and at anything but a finite number or null.
 */
export async function rewardsOf(config: RewardsConfig, context: RewardContext): Promise<Reward[]> {
  const { specialty, cases, studyFolder } = context
  checkRewards(config, specialty)
  const { format, agreement, checks, length } = config
  const parsedOf = sampleParser(specialty)
  const planOf = (sample: Sample): Plan | null => {
    const parsed = parsedOf(sample)
    return 'plan' in parsed ? parsed.plan : null
  }
  const reasoningOf = (sample: Sample): string | null => {
    const parsed = parsedOf(sample)
    return 'plan' in parsed ? parsed.reasoning : null
  }
  const caseOf = ({ id }: Sample): RecordedCase => {
    const recorded = cases.get(id)
    if (!recorded) throw new RangeError('expected fields and a plan for every prompt, got none')
    return recorded
  }
  const rewards: Reward[] = [
    { name: 'format', weight: format.weight, score: sample => formatReward(sample.finish, parsedOf(sample)) },
    {
      name: 'agreement',
      weight: agreement.weight,
      score: sample => agreementReward(specialty, caseOf(sample).plan, planOf(sample), agreement),
    },
    {
      name: 'checks',
      weight: checks.weight,
      score: sample =>
        checksReward(specialty.planChecks ?? [], caseOf(sample).fields, planOf(sample), reasoningOf(sample)),
    },
    { name: 'length', weight: length.weight, score: sample => lengthReward(sample.completionTokens, length.target) },
  ]
  const file = ownRewardFile(config, studyFolder)
  if (file !== null) {
    const own = await loadOwnReward(file)
    const score = (sample: Sample) => {
      const { id: recordId, text, finish, completionTokens } = sample
      const parsed = parsedOf(sample)
      const plan = 'plan' in parsed ? { ...parsed.plan } : null
      const parseErrors = 'errors' in parsed ? [...parsed.errors] : []
      const reference = { ...caseOf(sample).plan }
      return own({ recordId, text, plan, parseErrors, reference, finish, completionTokens })
    }
    rewards.push({ name: 'own', weight: config.own?.weight ?? 0, score })
  }
  return rewards.filter(({ weight }) => weight > 0)
}
