/**
 * @file Grouped-query attention (Ainslie et al. 2023) as tensor graphs: over the tokens of one pass, and over a past
 * that each sequence has of its own or shares with others.
 */
import {
  add,
  concat,
  constant,
  expand,
  matMul,
  mul,
  pad,
  reduceSum,
  reshape,
  scalar,
  slice,
  softmax,
  type TensorNode,
  transpose,
} from '../tensor/index.ts'
import type { ModelConfig } from './config.ts'

/** Keys and values of one block, [batch, kvHeads, length, headDim]; keys are already rotated. */
export interface BlockCache {
  readonly keys: TensorNode
  readonly values: TensorNode
}

/** Keys and values of every block, and a mask that is added to the scores over them. */
export interface CachedPast {
  readonly blocks: readonly BlockCache[]
  /** 0 where a key counts, MASKED where it does not. */
  readonly mask: TensorNode
}

/** What attention looks back at besides the tokens of this pass. */
export interface Past {
  /**
   * The beginning that runs of `batch / prompts` neighbouring sequences have in common: keys and values
   * [prompts, kvHeads, length, headDim], mask [prompts, 1, 1, length].
   */
  readonly shared?: CachedPast
  /** What each sequence has of its own, for passes of one token: [batch, ...], mask [batch, 1, 1, 1, length]. */
  readonly own?: CachedPast
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
export function causalAttention(q: TensorNode, cache: BlockCache, config: ModelConfig): TensorNode {
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

/** Some keys: the scores of all queries over them, and what those queries see of their values. */
interface Part {
  /** [batch, kvHeads, group, length, keys], masked. */
  readonly scores: TensorNode
  /** Softmax weights of the shape of `scores` -> [batch, kvHeads, group, length, headDim]. */
  see(weights: TensorNode): TensorNode
}

/** Keys that several sequences share, for one query a sequence: one product a prompt serves all of them. */
function sharedPart(queries: TensorNode, { keys, values }: BlockCache, mask: TensorNode): Part {
  const [batch, kvHeads, group, length] = queries.shape
  const [prompts] = keys.shape
  const samples = batch / prompts
  const rows = group * length
  // [batch, kvHeads, group, length, n] <-> [prompts, kvHeads, samples x group x length, n]
  const join = (x: TensorNode) => {
    const split = reshape(x, [prompts, samples, kvHeads, rows, x.shape[4]])
    return reshape(transpose(split, [0, 2, 1, 3, 4]), [prompts, kvHeads, samples * rows, x.shape[4]])
  }
  const part = (x: TensorNode) => {
    const split = transpose(reshape(x, [prompts, kvHeads, samples, rows, x.shape[3]]), [0, 2, 1, 3, 4])
    return reshape(split, [batch, kvHeads, group, length, x.shape[3]])
  }
  return {
    scores: part(add(matMul(join(queries), keys, { transposeB: true }), mask)),
    see: weights => part(matMul(join(weights), values)),
  }
}

/** A past of each sequence's own, for one query a sequence. */
function ownPart(queries: TensorNode, { keys, values }: BlockCache, mask: TensorNode): Part {
  // ONNX Runtime reads a matrix in place only for a product of one row with scale 1; otherwise it copies all keys and
  // values first. So every head is a product of its own, with keys and values shared by broadcasting.
  const [batch, kvHeads] = queries.shape
  const perHead = (x: TensorNode) => reshape(x, [batch, kvHeads, 1, ...x.shape.slice(2)])
  return {
    scores: add(matMul(queries, perHead(keys), { transposeB: true }), mask),
    see: weights => matMul(weights, perHead(values)),
  }
}

/** The one token of the pass itself. */
function presentPart(queries: TensorNode, { keys, values }: BlockCache): Part {
  const [batch, kvHeads, , , headDim] = queries.shape
  const perHead = (x: TensorNode) => reshape(x, [batch, kvHeads, 1, 1, headDim])
  return {
    scores: reduceSum(mul(queries, perHead(keys)), [4]),
    see: weights => mul(weights, perHead(values)),
  }
}

const scaledQueries = (q: TensorNode, { numKvHeads, headDim }: ModelConfig) => {
  const [batch, heads, length] = q.shape
  return mul(reshape(q, [batch, numKvHeads, heads / numKvHeads, length, headDim]), scalar(1 / Math.sqrt(headDim)))
}

/** Attention of one query a sequence, [batch, heads, 1, headDim], over the keys of a pass; mask [batch, 1, 1, length]. */
export function attentionOfLastToken(
  q: TensorNode,
  cache: BlockCache,
  mask: TensorNode,
  config: ModelConfig,
): TensorNode {
  const [batch, , , length] = mask.shape
  const { scores, see } = ownPart(scaledQueries(q, config), cache, reshape(mask, [batch, 1, 1, 1, length]))
  return reshape(see(softmax(scores)), q.shape)
}

/**
 * Attention of one query a sequence, [batch, heads, 1, headDim], over block `block` of a past and over its own token: one
 * softmax over all of them.
 */
export function attentionOverPast(
  q: TensorNode,
  now: BlockCache,
  past: Past,
  block: number,
  config: ModelConfig,
): TensorNode {
  const queries = scaledQueries(q, config)
  const parts: Part[] = []
  if (past.shared) parts.push(sharedPart(queries, past.shared.blocks[block], past.shared.mask))
  if (past.own) parts.push(ownPart(queries, past.own.blocks[block], past.own.mask))
  parts.push(presentPart(queries, now))

  const scores = concat(
    parts.map(part => part.scores),
    4,
  )
  const weights = softmax(scores)
  let start = 0
  const seen = parts.map(part => {
    const end = start + part.scores.shape[4]
    const share = part.see(slice(weights, 4, start, end))
    start = end
    return share
  })
  return reshape(seen.reduce(add), q.shape)
}

/** What each of `length` tokens that go on from a shared beginning sees of it and of each other, for every block. */
export function continuationMask({ mask }: CachedPast, batch: number, length: number): TensorNode {
  const [prompts, , , past] = mask.shape
  const beginning = expand(reshape(mask, [prompts, 1, 1, past]), [prompts, batch / prompts, 1, past])
  const rows = pad(reshape(beginning, [batch, 1, 1, 1, past]), 4, 0, length)
  return add(rows, reshape(pad(causalMask(length, length), 1, past, 0), [1, 1, 1, length, past + length]))
}

/**
 * Attention of several tokens a sequence, [batch, heads, length, headDim], over block `block` of the beginning that runs of
 * sequences share, and over each other. The shared keys are joined with each sequence's own: they are small beside the
 * scores, which are then computed at once. `mask` is that of `continuationMask`.
 */
export function attentionOfContinuation(
  q: TensorNode,
  now: BlockCache,
  shared: BlockCache,
  mask: TensorNode,
  config: ModelConfig,
): TensorNode {
  const { numKvHeads, headDim } = config
  const [batch, heads, length] = q.shape
  const group = heads / numKvHeads
  const join = (beginning: TensorNode, own: TensorNode) => {
    const [prompts, , past] = beginning.shape
    const each = expand(reshape(beginning, [prompts, 1, numKvHeads, past, headDim]), [
      prompts,
      batch / prompts,
      numKvHeads,
      past,
      headDim,
    ])
    return concat([reshape(each, [batch, numKvHeads, past, headDim]), own], 2)
  }
  const keys = join(shared.keys, now.keys)
  const total = keys.shape[2]
  const queries = reshape(q, [batch, numKvHeads, group * length, headDim])
  const scores = matMul(queries, keys, { transposeB: true, scale: 1 / Math.sqrt(headDim) })
  const weights = softmax(add(reshape(scores, [batch, numKvHeads, group, length, total]), mask))
  const rows = reshape(weights, [batch, numKvHeads, group * length, total])
  return reshape(matMul(rows, join(shared.values, now.values)), q.shape)
}
