/**
 * @file In-context learning (Brown et al. 2020): no weights change; worked cases from the training split stand before a
 * prompt as earlier turns. They are the same for every prompt of the study, or chosen for each case when predictions are
 * made; either way the artifact holds what they are chosen from, and nothing but training cases. With an endpoint the
 * prompts go to the model of a server instead of the base; the exemplars are chosen in the same way.
 */
import { join } from 'node:path'
import { studyExemplars } from '../prompts/index.ts'
import { type JsonValue, type Stage, writeJsonl } from '../support/index.ts'
import type { ArmContext } from './arm-context.ts'
import { BASE_POLICY } from './base-policy-stages.ts'
import type { IclConfig } from './config.ts'
import { readExemplars } from './read-prompts.ts'
import { writePolicy } from './train-policy.ts'

/**
 * The stage that writes `policy.json` and `exemplars.jsonl`: with `per: study` the exemplars chosen, in their order and
 * fewer than asked for when the training split is smaller; with `per: case` the whole training split.
 */
export function iclStage({ endpoint, ...rule }: IclConfig, { specialty }: ArmContext): Stage {
  const model = endpoint && { endpoint: { model: endpoint.model, server: new URL(endpoint.baseUrl).host } }
  return {
    title: 'alignment icl',
    artifact: 'policies/icl',
    inputs: ['prompts', ...(model ? [] : [BASE_POLICY])],
    sources: [],
    settings: { ...rule, ...model, specialty: specialty as unknown as JsonValue },
    module: import.meta.url,
    async run({ input, output, seed }) {
      const pool = await readExemplars(input('prompts'))
      const { selection, per } = rule
      const kept = per === 'study' ? studyExemplars(rule, specialty, pool, seed) : pool
      const count = await writeJsonl(join(output, 'exemplars.jsonl'), kept)
      const checkpoint = model ? null : BASE_POLICY
      writePolicy(output, { arm: 'icl', method: 'icl', checkpoint, ...model, exemplars: rule })
      return { selection, per, ...(per === 'study' ? { exemplars: count } : { pool: count }) }
    },
  }
}
