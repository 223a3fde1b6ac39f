/** @file One training run of a strategy: training and validation prompts to the engine, `policy.json` beside its weights. */
import { join } from 'node:path'
import { engineNamed, type TrainRequest, type TrainSettings } from '../engines/index.ts'
import { type StageContext, type StageCounts, writeFileAtomically } from '../support/index.ts'
import type { AlignedPolicy } from './aligned-policy.ts'
import { readExamples } from './read-prompts.ts'

/** Writes `policy.json`, what later stages know of a policy. */
export function writePolicy(folder: string, policy: AlignedPolicy): void {
  writeFileAtomically(join(folder, 'policy.json'), `${JSON.stringify(policy, null, 2)}\n`)
}

/** Trains the policy of the artifact `from` by a method on the prompts artifact; returns what the manifest counts. */
export async function trainPolicy(
  context: StageContext,
  run: {
    readonly engine: 'embedded'
    readonly method: TrainRequest['method']
    readonly from: string
    readonly settings: TrainSettings
    /** How later stages know the result; its checkpoint is the artifact that is being made. */
    readonly policy: AlignedPolicy
  },
): Promise<StageCounts> {
  const { input, output, seed, progress, signal } = context
  const summary = await engineNamed(run.engine).train({
    method: run.method,
    policy: input(run.from),
    examples: await readExamples(input('prompts'), 'train'),
    validation: await readExamples(input('prompts'), 'validation'),
    settings: run.settings,
    seed,
    output,
    progress,
    signal,
  })
  writePolicy(output, run.policy)
  return { ...summary }
}
