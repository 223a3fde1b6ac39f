/** @file Loss and gradients of GRPO over one step's rollouts, and what is logged of them. */
import { type ModelConfig, parameterInputs, trainedParameters, type Weights } from '../../model/index.ts'
import { input, mul, sumAll, type TensorNode } from '../../tensor/index.ts'
import type { RolloutSettings } from '../engine.ts'
import type { EncodedGroup } from './encoding.ts'
import { addGradients, type GraphCache, withGradients } from './graph-cache.ts'
import { type GroupBatch, type GroupLimits, runGroups, tokenValues } from './group-batch.ts'
import { completionLogps, type GroupShape } from './group-graph.ts'
import { tokenLosses, tokenWeights } from './rollout-loss.ts'

/** Values per token, [group][sample][token]. */
export type PerToken = readonly (readonly Float32Array[])[]

/** What a step learns from: completions, and what is known of them. */
export interface ScoredRollouts {
  readonly groups: readonly EncodedGroup[]
  /** Per completion, in the order of groups and samples. */
  readonly advantages: readonly number[]
  /** Per completion: whether it enters the loss. */
  readonly counts: readonly boolean[]
  /** Under the policy that drew them; null while the policy still is that one. */
  readonly oldLogps: PerToken | null
  /** Under the reference policy; null when beta is 0. */
  readonly referenceLogps: PerToken | null
}

/** Result of a step; means are over the tokens in the loss. */
export interface RolloutPass {
  readonly loss: number
  readonly lossTokens: number
  readonly gradients: ReadonlyMap<string, Float32Array>
  /** Under the weights of this pass. */
  readonly logps: PerToken
  readonly entropy: number
  readonly kl: number | null
  readonly clipped: number
}

/** Outputs `loss`, `logps` and `entropies` [prompts x samples, completionLength]. */
function rolloutGraph(
  config: ModelConfig,
  shape: GroupShape,
  settings: RolloutSettings,
  { isOnPolicy }: { readonly isOnPolicy: boolean },
) {
  const parameters = parameterInputs(config)
  const rows = shape.prompts * shape.samples
  const tokens = [rows, shape.completionLength]
  const { logps, entropies } = completionLogps(config, parameters, shape)
  const perToken = tokenLosses(
    {
      logps,
      oldLogps: isOnPolicy ? null : input('oldLogps', tokens),
      referenceLogps: settings.beta === 0 ? null : input('referenceLogps', tokens),
      mask: settings.beta === 0 ? null : input('mask', tokens),
      advantages: input('advantages', [rows, 1]),
    },
    settings,
  )
  const outputs: { loss: TensorNode; logps: TensorNode; entropies: TensorNode } = {
    loss: sumAll(mul(perToken, input('tokenWeights', tokens))),
    logps,
    entropies,
  }
  return { parameters, outputs }
}

/**
 * Runs a step in micro-batches of `prompts` groups. With no token in the loss, loss and gradients are 0. A token counts
 * as clipped where the clipped side of the minimum is the smaller one, as in TRL's clip_ratio.
 */
export async function rolloutPass(
  config: ModelConfig,
  weights: Weights,
  graphs: GraphCache,
  scored: ScoredRollouts,
  settings: RolloutSettings,
  { prompts, limits }: { readonly prompts: number; readonly limits: GroupLimits },
): Promise<RolloutPass> {
  const { groups, advantages, counts, oldLogps, referenceLogps } = scored
  const samples = groups[0].completions.length
  const at = (group: number, sample: number) => group * samples + sample
  const lengths = groups.flatMap(({ completions }, g) =>
    completions.map(({ length }, s) => (counts[at(g, s)] ? length : 0)),
  )
  const factors = tokenWeights(settings.lossType, lengths, settings.maxNewTokens)
  const perToken = (batch: GroupBatch, values: PerToken) => tokenValues(batch, groups, (g, s, t) => values[g][s][t])

  const gradients = new Map<string, Float32Array>()
  const logps: Float32Array[][] = groups.map(() => [])
  let loss = 0
  let entropy = 0
  let kl = 0
  let clipped = 0
  const pass = runGroups(config, weights, graphs, groups, {
    prompts,
    limits,
    temperature: settings.temperature,
    key: `rollout ${JSON.stringify(settings)} ${oldLogps === null}`,
    build(shape) {
      const { parameters, outputs } = rolloutGraph(config, shape, settings, { isOnPolicy: oldLogps === null })
      return withGradients(outputs, trainedParameters(config, parameters))
    },
    feeds(batch) {
      const perRow = new Float32Array(batch.shape.prompts * samples)
      batch.members.forEach((member, place) => {
        for (let s = 0; s < samples; s++) perRow[place * samples + s] = advantages[at(member, s)]
      })
      return {
        advantages: perRow,
        tokenWeights: tokenValues(batch, groups, (g, s) => (counts[at(g, s)] ? factors[at(g, s)] : 0)),
        ...(oldLogps && { oldLogps: perToken(batch, oldLogps) }),
        ...(referenceLogps && {
          referenceLogps: perToken(batch, referenceLogps),
          mask: tokenValues(batch, groups, () => 1),
        }),
      }
    },
  })
  for await (const { batch, outputs } of pass) {
    loss += outputs.loss[0]
    addGradients(gradients, outputs)
    batch.members.forEach((member, place) => {
      logps[member] = groups[member].completions.map(({ length }, s) => {
        const start = (place * samples + s) * batch.shape.completionLength
        const row = outputs.logps.slice(start, start + length)
        if (!counts[at(member, s)]) return row
        const advantage = advantages[at(member, s)]
        for (let t = 0; t < length; t++) {
          entropy += outputs.entropies[start + t]
          if (referenceLogps) {
            const distance = referenceLogps[member][s][t] - row[t]
            kl += Math.exp(distance) - distance - 1
          }
          if (oldLogps) {
            const ratio = Math.exp(row[t] - oldLogps[member][s][t])
            if (ratio < 1 - settings.epsilonLow ? advantage < 0 : ratio > 1 + settings.epsilonHigh && advantage > 0)
              clipped++
          }
        }
        return row
      })
    })
  }
  const lossTokens = lengths.reduce((sum, length) => sum + length, 0)
  const share = 1 / Math.max(1, lossTokens)
  return {
    loss,
    lossTokens,
    gradients,
    logps,
    entropy: entropy * share,
    kl: referenceLogps ? kl * share : null,
    clipped: clipped * share,
  }
}
