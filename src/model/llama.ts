/**
 * @file The Llama decoder as tensor graphs: pre-norm blocks of grouped-query attention with rotary embedding and a
 * SwiGLU feed-forward (Touvron et al. 2023; names and layout as in Hugging Face Transformers).
 */
import {
  add,
  concat,
  constant,
  gatherRows,
  input,
  matMul,
  mul,
  reduceSum,
  reshape,
  rmsNorm,
  rope,
  scalar,
  silu,
  slice,
  softmax,
  type TensorNode,
  transpose,
} from '../tensor/index.ts'
import type { ModelConfig } from './config.ts'
import { weightShapes } from './weights.ts'

/** The weights of a decoder as graph inputs, under their checkpoint names. */
export type Parameters = ReadonlyMap<string, TensorNode>

/** Makes one graph input per tensor of the checkpoint. */
export function parameterInputs(config: ModelConfig): Parameters {
  return new Map([...weightShapes(config)].map(([name, shape]) => [name, input(name, shape)]))
}

/** Keys and values of one block, [batch, kvHeads, length, headDim]; keys are already rotated. */
export interface BlockCache {
  readonly keys: TensorNode
  readonly values: TensorNode
}

/** What attention looks back at besides the tokens of this pass. */
export interface Past {
  readonly blocks: readonly BlockCache[]
  /** Added to the scores over the past, [batch, 1, 1, 1, pastLength]: 0 where a key counts, MASKED where it does not. */
  readonly mask: TensorNode
}

/** Far below any score, yet finite: softmax gives exactly 0 and no infinity meets another. */
export const MASKED = -1e9

/** Scores of `queries` tokens that follow each other, seen from keys `0..keys-1`: MASKED above the diagonal. */
function causalMask(queries: number, keys: number): TensorNode {
  const values = new Float32Array(queries * keys)
  const offset = keys - queries
  for (let q = 0; q < queries; q++) values.fill(MASKED, q * keys + Math.min(keys, q + offset + 1), (q + 1) * keys)
  return constant(values, [queries, keys])
}

/** Queries per block of causal attention: keys that no query of a block may see are not computed at all. */
const QUERY_BLOCK = 128

/** softmax(q k' / sqrt(headDim) + mask) v with every query looking at keys up to its own place. */
function causalAttention(q: TensorNode, cache: BlockCache, config: ModelConfig): TensorNode {
  const { numKvHeads, headDim } = config
  const [batch, heads, length] = q.shape
  const group = heads / numKvHeads
  const parts: TensorNode[] = []
  for (let start = 0; start < length; start += QUERY_BLOCK) {
    const end = Math.min(start + QUERY_BLOCK, length)
    const whole = start === 0 && end === length
    const queries = reshape(whole ? q : slice(q, 2, start, end), [batch, numKvHeads, group * (end - start), headDim])
    const upTo = (x: TensorNode) => (end === length ? x : slice(x, 2, 0, end))
    const scores = matMul(queries, upTo(cache.keys), { transposeB: true, scale: 1 / Math.sqrt(headDim) })
    const masked = add(reshape(scores, [batch, numKvHeads, group, end - start, end]), causalMask(end - start, end))
    const weights = reshape(softmax(masked), [batch, numKvHeads, group * (end - start), end])
    parts.push(reshape(matMul(weights, upTo(cache.values)), [batch, heads, end - start, headDim]))
  }
  return parts.length === 1 ? parts[0] : concat(parts, 2)
}

/** Attention of one new token per sequence over a past and itself; the past is read in place, never joined or copied. */
function cachedAttention(
  q: TensorNode,
  now: BlockCache,
  past: BlockCache,
  mask: TensorNode,
  config: ModelConfig,
): TensorNode {
  const { numKvHeads, headDim } = config
  const [batch, heads] = q.shape
  const group = heads / numKvHeads
  const pastLength = past.values.shape[2]
  // ONNX Runtime reads a matrix in place only for a product of one row with scale 1; otherwise it copies all keys and
  // values first. So every head is a product of its own, with keys and values shared by broadcasting, and the scale goes
  // into the query.
  const queries = mul(reshape(q, [batch, numKvHeads, group, 1, headDim]), scalar(1 / Math.sqrt(headDim)))
  const shared = (x: TensorNode) => reshape(x, [batch, numKvHeads, 1, ...x.shape.slice(2)])
  const pastScores = add(matMul(queries, shared(past.keys), { transposeB: true }), mask)
  const scores = concat([pastScores, reduceSum(mul(queries, shared(now.keys)), [4])], 4)
  const weights = softmax(scores)
  const seen = matMul(slice(weights, 4, 0, pastLength), shared(past.values))
  const self = mul(slice(weights, 4, pastLength, pastLength + 1), shared(now.values))
  return reshape(add(seen, self), [batch, heads, 1, headDim])
}

/** Result of a pass through the decoder: hidden states after the last norm, [batch x length, hidden], and the keys and
 * values that each block made. */
export interface DecoderPass {
  readonly hidden: TensorNode
  readonly caches: readonly BlockCache[]
}

/**
 * The decoder over token ids [batch, length] at positions [batch, length] (both int32). Without a past, attention is
 * causal within the pass (pad on the right: real tokens never see padding); with a past, length must be 1.
 */
export function decoderPass(
  config: ModelConfig,
  parameters: Parameters,
  ids: TensorNode,
  positions: TensorNode,
  past?: Past,
): DecoderPass {
  const { hiddenSize, numHeads, numKvHeads, headDim, rmsNormEps, ropeTheta, contextLength } = config
  const [batch, length] = ids.shape
  const weight = (name: string) => parameters.get(name)!
  const linear = (x: TensorNode, name: string) => matMul(x, weight(name), { transposeB: true })
  const heads = (x: TensorNode, count: number) => transpose(reshape(x, [batch, length, count, headDim]), [0, 2, 1, 3])
  const rotate = (x: TensorNode) => rope(x, positions, { theta: ropeTheta, maxPosition: contextLength })

  let hidden = reshape(gatherRows(weight('model.embed_tokens.weight'), ids), [batch * length, hiddenSize])
  const caches: BlockCache[] = []
  for (let block = 0; block < config.numBlocks; block++) {
    const prefix = `model.layers.${block}`
    const normed = rmsNorm(hidden, weight(`${prefix}.input_layernorm.weight`), rmsNormEps)
    const q = rotate(heads(linear(normed, `${prefix}.self_attn.q_proj.weight`), numHeads))
    const cache = {
      keys: rotate(heads(linear(normed, `${prefix}.self_attn.k_proj.weight`), numKvHeads)),
      values: heads(linear(normed, `${prefix}.self_attn.v_proj.weight`), numKvHeads),
    }
    caches.push(cache)
    const attended = past
      ? cachedAttention(q, cache, past.blocks[block], past.mask, config)
      : causalAttention(q, cache, config)
    const joined = reshape(transpose(attended, [0, 2, 1, 3]), [batch * length, numHeads * headDim])
    hidden = add(hidden, linear(joined, `${prefix}.self_attn.o_proj.weight`))
    const normedAgain = rmsNorm(hidden, weight(`${prefix}.post_attention_layernorm.weight`), rmsNormEps)
    const gate = silu(linear(normedAgain, `${prefix}.mlp.gate_proj.weight`))
    const up = linear(normedAgain, `${prefix}.mlp.up_proj.weight`)
    hidden = add(hidden, linear(mul(gate, up), `${prefix}.mlp.down_proj.weight`))
  }
  return { hidden: rmsNorm(hidden, weight('model.norm.weight'), rmsNormEps), caches }
}

/** Logits [n, vocabulary] of hidden states [n, hidden], by the embedding itself when it is tied. */
export function vocabularyLogits(config: ModelConfig, parameters: Parameters, hidden: TensorNode): TensorNode {
  const name = config.tieWordEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight'
  return matMul(hidden, parameters.get(name)!, { transposeB: true })
}
