/**
 * @file Group relative policy optimisation (Shao et al. 2024), as TRL's GRPOTrainer: completions are sampled in groups,
 * scored by reward functions that know the recorded plan, and compared within their group. What differs from TRL stands
 * in engines/embedded/rollout-method.ts.
 */
import { join } from 'node:path'
import type { Prompt } from '../engines/index.ts'
import type { PromptRow } from '../prompts/index.ts'
import { type JsonValue, loadJsonl, type Stage } from '../support/index.ts'
import type { ArmContext } from './arm-context.ts'
import type { GrpoConfig } from './config.ts'
import { checkRewards, ownRewardFile, readOwnReward, rewardsOf } from './rewards/index.ts'
import { trainPolicy } from './train-policy.ts'

const ROLLOUT_KEYS = [
  'generations',
  'maxNewTokens',
  'temperature',
  'beta',
  'biasCorrectedKl',
  'epsilonLow',
  'epsilonHigh',
  'scaleRewards',
  'iterations',
  'maskTruncated',
] as const

/** The user's own reward counts by the name and content of its file, as a source, and not by where it lies. */
function withoutPath({ own, ...rewards }: GrpoConfig['rewards']) {
  return own === undefined ? rewards : { ...rewards, own: { weight: own.weight } }
}

/**
 * The stage that trains by sampling. Throws InputError when the rewards name a layer that the specialty does not have,
 * and when the user's own reward is not there or has a mistake in its syntax: here, not hours later. Runs nothing of it.
 */
export function grpoStage(config: GrpoConfig, { engine, specialty, studyFolder }: ArmContext): Stage {
  checkRewards(config.rewards, specialty)
  const ownReward = ownRewardFile(config.rewards, studyFolder)
  if (ownReward !== null) readOwnReward(ownReward)
  const from = `policies/${config.from}`
  return {
    title: 'alignment grpo',
    artifact: 'policies/grpo',
    inputs: ['prompts', 'census', from],
    sources: ownReward === null ? [] : [ownReward],
    settings: {
      engine: engine.settings,
      ...config,
      rewards: withoutPath(config.rewards),
      specialty,
    } as unknown as JsonValue,
    module: import.meta.url,
    async run(context) {
      const rowsOf = (part: string) => loadJsonl<PromptRow>(join(context.input('prompts'), `${part}.jsonl`))
      const [training, validation] = [await rowsOf('train'), await rowsOf('validation')]
      const promptsOf = (rows: readonly PromptRow[]): Prompt[] =>
        rows.map(({ record_id: id, prompt }) => ({ id, messages: prompt }))
      const cases = new Map(
        [...training, ...validation].map(({ record_id, fields, reference_plan }) => [
          record_id,
          { fields, plan: reference_plan },
        ]),
      )
      const { loss: lossType, rewards, seed, ...settings } = config
      const rollout = Object.fromEntries(ROLLOUT_KEYS.map(key => [key, config[key]])) as Pick<
        GrpoConfig,
        (typeof ROLLOUT_KEYS)[number]
      >
      return trainPolicy(context, {
        engine,
        from,
        material: {
          method: 'grpo',
          prompts: promptsOf(training),
          validation: promptsOf(validation),
          rollout: { ...rollout, lossType },
          rewards: await rewardsOf(rewards, { specialty, cases, studyFolder }),
        },
        settings,
        seed,
        policy: { arm: 'grpo', method: 'grpo', checkpoint: 'policies/grpo', exemplars: null },
      })
    },
  }
}
