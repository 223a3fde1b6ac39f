/**
 * @file Direct preference optimisation (Rafailov et al. 2023) and its relatives as tensor graphs, each as in TRL 1.13
 * (trl/trainer/dpo_trainer.py): log-probabilities are summed over a completion, and rewards are their distance from the
 * reference policy's.
 */
import { add, maximum, mul, neg, scalar, softplus, sub, type TensorNode } from '../../tensor/index.ts'
import type { PreferenceLoss, PreferenceSettings } from '../engine.ts'

/** log pi - log pi_ref of each pair's completions, and their lengths in tokens; all [pairs]. */
export interface PairTerms {
  readonly chosen: TensorNode
  readonly rejected: TensorNode
  /** 1 / tokens of the completion. */
  readonly chosenInverseLength: TensorNode
  readonly rejectedInverseLength: TensorNode
}

const logSigmoid = (x: TensorNode) => neg(softplus(neg(x)))
const times = (x: TensorNode, factor: number) => mul(x, scalar(factor))

/** The two ways of being wrong about a label, weighted: -(1 - e) log sigmoid(x) + sign e log sigmoid(-x). */
const smoothed = (x: TensorNode, e: number, sign: 1 | -1) =>
  add(times(logSigmoid(x), e - 1), times(logSigmoid(neg(x)), sign * e))

type Loss = (
  pair: { readonly difference: TensorNode; readonly meanDifference: TensorNode },
  settings: PreferenceSettings,
) => TensorNode

/** One row a loss: per pair, from the difference of summed and of token-averaged log-ratios. */
const losses: { readonly [Name in PreferenceLoss]: Loss } = {
  sigmoid: ({ difference }, { beta }) => neg(logSigmoid(times(difference, beta))),
  // Azar et al. 2023, equation 17, on token averages.
  ipo: ({ meanDifference }, { beta }) => {
    const distance = sub(meanDifference, scalar(1 / (2 * beta)))
    return mul(distance, distance)
  },
  // Zhao et al. 2023 (SLiC).
  hinge: ({ difference }, { beta }) => maximum(sub(scalar(1), times(difference, beta)), scalar(0)),
  // Chowdhury et al. 2024: unbiased when a share of the labels is flipped.
  robust: ({ difference }, { beta, labelSmoothing: e }) =>
    times(smoothed(times(difference, beta), e, 1), 1 / (1 - 2 * e)),
  sigmoid_norm: ({ meanDifference }, { beta }) => neg(logSigmoid(times(meanDifference, beta))),
  // Mitchell 2023, conservative DPO. TRL has it up to 0.28 only: no TRL 1.x equivalent.
  cdpo: ({ difference }, { beta, labelSmoothing: e }) => smoothed(times(difference, beta), e, -1),
}

/** The loss of each pair, [pairs]. */
export function pairLosses(terms: PairTerms, settings: PreferenceSettings): TensorNode {
  const { chosen, rejected, chosenInverseLength, rejectedInverseLength } = terms
  return losses[settings.lossType](
    {
      difference: sub(chosen, rejected),
      meanDifference: sub(mul(chosen, chosenInverseLength), mul(rejected, rejectedInverseLength)),
    },
    settings,
  )
}

/**
 * The loss of a pair while the policy still equals the reference: ln 2, but 1 for `hinge` and 1 / (2 beta)^2 for `ipo`.
 * A first step with another loss means that the reference belongs to other weights or another template.
 */
export function lossAtReference({ lossType, beta }: PreferenceSettings): number {
  if (lossType === 'hinge') return 1
  return lossType === 'ipo' ? (1 / (2 * beta)) ** 2 : Math.LN2
}
