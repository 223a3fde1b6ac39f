/**
 * @file Direct preference optimisation (Rafailov et al. 2023), as TRL's DPOTrainer: log-probabilities summed over the
 * completion, a reference that is the policy before training. Every pair of a step weighs the same, also in a last step
 * that holds fewer; TRL averages over micro-batches.
 */
import type { JsonValue, Stage } from '../support/index.ts'
import type { ArmContext } from './arm-context.ts'
import type { DpoConfig } from './config.ts'
import { PREFERENCES, preferencesStage } from './preferences/index.ts'
import { REFERENCE_LOGPS, readPreferencePairs, referenceLogpsStage } from './reference-logps.ts'
import { trainPolicy } from './train-policy.ts'

const artifactOf = (from: DpoConfig['from']) => `policies/${from}`

/** The stage that makes the pairs. Unless they are sampled from a policy, it can be run before anything is trained. */
export function dpoPairsStage({ pairs, from }: DpoConfig, context: ArmContext): Stage {
  return preferencesStage({ ...context, config: pairs, from: artifactOf(from) })
}

/** The stages after the pairs: the reference log-probabilities, and the training. */
export function dpoStages(config: DpoConfig, { engine }: ArmContext): Stage[] {
  const { from: start, loss: lossType, beta, labelSmoothing, pairs: _, ...settings } = config
  const from = artifactOf(start)
  const preference = { lossType, beta, labelSmoothing }
  return [
    referenceLogpsStage({ from, engine }),
    {
      title: 'alignment dpo',
      artifact: 'policies/dpo',
      inputs: [PREFERENCES, REFERENCE_LOGPS, from],
      sources: [],
      settings: { engine: engine.settings, from, ...preference, ...settings } as JsonValue,
      module: import.meta.url,
      async run(context) {
        if (lossType === 'cdpo') context.progress.say('  note: the loss "cdpo" has no equivalent in TRL 1.x')
        return trainPolicy(context, {
          engine,
          from,
          material: {
            method: 'dpo',
            pairs: await readPreferencePairs(context.input, 'train'),
            validation: await readPreferencePairs(context.input, 'validation'),
            preference,
          },
          settings,
          policy: { arm: 'dpo', method: 'dpo', checkpoint: 'policies/dpo', exemplars: null },
        })
      },
    },
  ]
}
