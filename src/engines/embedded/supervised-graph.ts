/** @file The graph of one forward and backward pass over a batch of sequences. */
import { decoderPass, type ModelConfig, parameterInputs, vocabularyLogits } from '../../model/index.ts'
import { gatherRows, input, mul, neg, selectedLogSoftmax, sumAll, type TensorNode } from '../../tensor/index.ts'
import { withGradients } from './graph-cache.ts'

/** The static shape of a batch: sequences, their padded length, and how many positions enter the loss at most. */
export interface SupervisedShape {
  readonly batch: number
  readonly length: number
  readonly targets: number
}

/**
 * Outputs `loss` = -sum of weight x log-probability, and with `gradients` one output per tensor of the checkpoint. Inputs:
 * int32 `ids`, `positions` [batch, length]; int32 `rows` [targets], flat positions whose next token is learnt; int32
 * `targets` and float `lossWeights` [targets], the token that follows each and its weight. The vocabulary's logits are
 * computed for these rows alone.
 */
export function supervisedGraph(
  config: ModelConfig,
  { batch, length, targets }: SupervisedShape,
  gradients: boolean,
): Record<string, TensorNode> {
  const parameters = parameterInputs(config)
  const ids = input('ids', [batch, length], 'int32')
  const positions = input('positions', [batch, length], 'int32')
  const { hidden } = decoderPass(config, parameters, ids, positions)
  const learnt = gatherRows(hidden, input('rows', [targets], 'int32'))
  const logits = vocabularyLogits(config, parameters, learnt)
  const logps = selectedLogSoftmax(logits, input('targets', [targets], 'int32'))
  const loss = neg(sumAll(mul(logps, input('lossWeights', [targets]))))
  return gradients ? withGradients({ loss }, parameters) : { loss }
}
