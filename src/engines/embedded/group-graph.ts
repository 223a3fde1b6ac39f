/**
 * @file Log-probabilities of several completions of the same prompts. The prompt is computed once for all of its
 * completions: they attend to its keys and values, and their gradients flow back into it.
 */
import { decoderPass, type ModelConfig, type Parameters, vocabularyLogits } from '../../model/index.ts'
import {
  concat,
  constant,
  expand,
  input,
  mul,
  reduceSum,
  reshape,
  selectedLogSoftmax,
  slice,
  softmax,
  sub,
  type TensorNode,
} from '../../tensor/index.ts'

/** The static shape of a batch of groups; lengths are padded. */
export interface GroupShape {
  readonly prompts: number
  /** Completions of each prompt. */
  readonly samples: number
  readonly promptLength: number
  readonly completionLength: number
}

/** What a policy makes of the completions; padding holds values that mean nothing. */
export interface CompletionLogps {
  /** Log-probability of every token, [prompts x samples, completionLength]. */
  readonly logps: TensorNode
  /** Entropy of the policy where the token was drawn, nats; same shape. */
  readonly entropies: TensorNode
}

/**
 * The graph over inputs `promptIds`, `promptPositions` [prompts, promptLength], `promptMask` [prompts, 1, 1, promptLength]
 * (0 on tokens, MASKED on padding), `lastRows` [prompts], `lastPositions` [prompts, 1] (flat place and position of each prompt's last token),
 * `completionIds`, `completionPositions` [prompts x samples, completionLength - 1] (all tokens but the last), `targets`
 * [prompts x samples x completionLength], and `inverseTemperature` [], by which logits are multiplied first.
 */
export function completionLogps(config: ModelConfig, parameters: Parameters, shape: GroupShape): CompletionLogps {
  const { prompts, samples, promptLength, completionLength } = shape
  const batch = prompts * samples
  const mask = input('promptMask', [prompts, 1, 1, promptLength])
  const prompt = decoderPass(
    config,
    parameters,
    input('promptIds', [prompts, promptLength], 'int32'),
    input('promptPositions', [prompts, promptLength], 'int32'),
    {
      lastTokens: {
        rows: input('lastRows', [prompts], 'int32'),
        positions: input('lastPositions', [prompts, 1], 'int32'),
        mask,
      },
    },
  )
  const { hidden } = decoderPass(
    config,
    parameters,
    input('completionIds', [batch, completionLength - 1], 'int32'),
    input('completionPositions', [batch, completionLength - 1], 'int32'),
    { past: { shared: { blocks: prompt.caches, mask } } },
  )
  // The first token of a completion is predicted where its prompt ends, each later one at the token before it.
  const perPrompt = reshape(prompt.hidden, [prompts, 1, config.hiddenSize])
  const first = reshape(expand(perPrompt, [prompts, samples, config.hiddenSize]), [batch, 1, config.hiddenSize])
  const later = reshape(hidden, [batch, completionLength - 1, config.hiddenSize])
  const states = reshape(concat([first, later], 1), [batch * completionLength, config.hiddenSize])
  const logits = mul(vocabularyLogits(config, parameters, states), input('inverseTemperature', []))
  const logps = selectedLogSoftmax(logits, input('targets', [batch * completionLength], 'int32'))
  return {
    logps: reshape(logps, [batch, completionLength]),
    entropies: reshape(rowEntropies(logits), [batch, completionLength]),
  }
}

/** Entropy of softmax(logits) per row: log sum exp z - sum p z. */
function rowEntropies(logits: TensorNode): TensorNode {
  const [rows] = logits.shape
  // log p of class 0 is z of class 0 less the logarithm of the sum.
  const logSum = sub(
    reshape(slice(logits, 1, 0, 1), [rows]),
    selectedLogSoftmax(logits, constant(new Int32Array(rows), [rows])),
  )
  return sub(logSum, reshape(reduceSum(mul(softmax(logits), logits), [1]), [rows]))
}
