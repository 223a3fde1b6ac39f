/**
 * @file Group relative policy optimisation (Shao et al. 2024) as a tensor graph, as in TRL 1.13
 * (trl/trainer/grpo_trainer.py): a clipped ratio per token, a k3 estimate of the divergence from a reference, and four
 * ways of weighing tokens.
 */
import { add, exp, maximum, minimum, mul, neg, scalar, stopGradient, sub, type TensorNode } from '../../tensor/index.ts'
import type { RolloutLoss, RolloutSettings } from '../engine.ts'

/**
 * The weight of each token of a completion, from the tokens that each completion of the step has in its loss (0 when it
 * is masked). It is taken over the whole step, so that dividing a step into micro-batches changes nothing; TRL takes
 * `bnpo` over each micro-batch instead.
 */
export function tokenWeights(lossType: RolloutLoss, lengths: readonly number[], maxNewTokens: number): number[] {
  const tokens = Math.max(
    1,
    lengths.reduce((sum, length) => sum + length, 0),
  )
  const rules: { readonly [Name in RolloutLoss]: (length: number) => number } = {
    // Mean over completions of the mean over their tokens; a masked completion counts as 0.
    grpo: length => 1 / (lengths.length * Math.max(1, length)),
    // Mean over tokens (Yu et al. 2025).
    bnpo: () => 1 / tokens,
    dapo: () => 1 / tokens,
    // A constant, so that long completions are not favoured (Liu et al. 2025).
    dr_grpo: () => 1 / (lengths.length * maxNewTokens),
  }
  return lengths.map(rules[lossType])
}

/** What the loss of a token is made of; all of one shape, but for advantages, which broadcast to it. */
export interface TokenTerms {
  readonly logps: TensorNode
  /** Of the policy that drew the tokens; null on policy, where they are `logps` held constant. */
  readonly oldLogps: TensorNode | null
  /** Of the reference policy; null when beta is 0. */
  readonly referenceLogps: TensorNode | null
  readonly advantages: TensorNode
  /** 1 on tokens, 0 on padding; read when there is a reference. */
  readonly mask: TensorNode | null
}

/** -min(ratio A, clip(ratio) A) + beta KL per token. */
export function tokenLosses(
  { logps, oldLogps, referenceLogps, advantages, mask }: TokenTerms,
  { epsilonLow, epsilonHigh, beta, biasCorrectedKl }: RolloutSettings,
): TensorNode {
  const ratio = exp(sub(logps, oldLogps ?? stopGradient(logps)))
  const clipped = maximum(minimum(ratio, scalar(1 + epsilonHigh)), scalar(1 - epsilonLow))
  const policyLoss = neg(minimum(mul(ratio, advantages), mul(clipped, advantages)))
  if (referenceLogps === null || mask === null) return policyLoss
  // On padding the two have nothing in common, and e to their distance may be infinite: 0 x infinity is not a number.
  const distance = mul(sub(referenceLogps, logps), mask)
  const k3 = sub(sub(exp(distance), distance), scalar(1))
  return add(policyLoss, mul(biasCorrectedKl ? mul(k3, ratio) : k3, scalar(beta)))
}
