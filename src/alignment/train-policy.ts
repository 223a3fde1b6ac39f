/** @file One training run of a strategy: its material to the engine, `policy.json` beside the weights that come back. */
import { join } from 'node:path'
import type {
  EngineChoice,
  PreferenceRequest,
  RolloutRequest,
  SupervisedRequest,
  TrainSettings,
} from '../engines/index.ts'
import { type StageContext, type StageCounts, writeFileAtomically } from '../support/index.ts'
import type { AlignedPolicy } from './aligned-policy.ts'
import { readExamples } from './read-prompts.ts'

/** Writes `policy.json`, what later stages know of a policy. */
export function writePolicy(folder: string, policy: AlignedPolicy): void {
  writeFileAtomically(join(folder, 'policy.json'), `${JSON.stringify(policy, null, 2)}\n`)
}

/** What a method trains on, beside the policy to start from and the settings that all methods share. */
type Material =
  | Pick<SupervisedRequest, 'method' | 'examples' | 'validation'>
  | Pick<PreferenceRequest, 'method' | 'pairs' | 'validation' | 'preference'>
  | Pick<RolloutRequest, 'method' | 'prompts' | 'validation' | 'rollout' | 'rewards'>

/** Trains the policy of the artifact `from` on the material; returns what the manifest counts. */
export async function trainPolicy(
  context: StageContext,
  run: {
    readonly engine: EngineChoice
    readonly from: string
    readonly material: Material
    readonly settings: TrainSettings
    /** How later stages know the result; its checkpoint is the artifact that is being made. */
    readonly policy: AlignedPolicy
    /** Seed of the training, if not the study's. */
    readonly seed?: number
  },
): Promise<StageCounts> {
  const { input, output, progress, signal } = context
  const { from, material, settings, seed = context.seed } = run
  const request = { ...material, policy: input(from), settings, seed, output, progress, signal }
  const summary = await run.engine.open().train(request)
  writePolicy(output, run.policy)
  const { lora } = settings
  return { ...summary, ...(lora && { lora: `rank ${lora.rank}, alpha ${lora.alpha}: ${lora.targets.join(', ')}` }) }
}

/** The training and validation prompts with their recorded completions. */
export async function supervisedMaterial(method: 'lm' | 'sft', promptsFolder: string): Promise<Material> {
  return {
    method,
    examples: await readExamples(promptsFolder, 'train'),
    validation: await readExamples(promptsFolder, 'validation'),
  }
}
