/** @file The graph of language modelling: one forward and backward pass over a batch of sequences, every token predicted. */
import {
  decoderPass,
  type ModelConfig,
  parameterInputs,
  trainedParameters,
  vocabularyLogits,
} from '../../model/index.ts'
import { input, mul, neg, selectedLogSoftmax, sumAll, type TensorNode } from '../../tensor/index.ts'
import { withGradients } from './graph-cache.ts'

/**
 * Outputs `loss` = -sum of weight x log-probability over int32 `ids`, `positions` [batch, length] and, flat, int32
 * `targets` and float `lossWeights` [batch x length]; with `gradients` one output per tensor of the checkpoint.
 */
export function sequenceGraph(
  config: ModelConfig,
  batch: number,
  length: number,
  gradients: boolean,
): Record<string, TensorNode> {
  const parameters = parameterInputs(config)
  const ids = input('ids', [batch, length], 'int32')
  const positions = input('positions', [batch, length], 'int32')
  const { hidden } = decoderPass(config, parameters, ids, positions)
  const logits = vocabularyLogits(config, parameters, hidden)
  const logps = selectedLogSoftmax(logits, input('targets', [batch * length], 'int32'))
  const loss = neg(sumAll(mul(logps, input('lossWeights', [batch * length]))))
  return gradients ? withGradients({ loss }, trainedParameters(config, parameters)) : { loss }
}
