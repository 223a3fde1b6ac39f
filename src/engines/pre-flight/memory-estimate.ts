/**
 * @file How much memory one process of a training takes, by a formula that docs/pre-flight.md states and compares with
 * measurements. Bytes throughout. It errs upwards: caches, buckets of gradients and fragments are not counted one by one.
 */
import type { DecoderShape } from './decoder-shape.ts'
import { loraParameters, shapeParameters } from './decoder-shape.ts'

/** How weights, gradients and moments are shared out among processes (DeepSpeed ZeRO 1, 2 and 3; FSDP is `weights`). */
export type Sharding = 'none' | 'moments' | 'gradients' | 'weights'

/** What a training asks of the memory. */
export interface MemoryRequest {
  readonly shape: DecoderShape
  /** Sequences that a process computes at once; a pair is two. */
  readonly sequences: number
  /** Tokens of the longest sequence: shorter ones are padded to it. */
  readonly tokens: number
  /** Positions of a sequence for which logits are computed: all, or those of a completion. */
  readonly logitTokens: number
  readonly lora: { readonly rank: number; readonly targets: readonly string[] } | null
  /** Bytes of a weight as it is kept in training, and of an activation. */
  readonly weightBytes: 2 | 4
  readonly activationBytes: 2 | 4
  readonly gradientCheckpointing: boolean
  /** A second, frozen model is kept beside the trained one. */
  readonly referenceModel: boolean
  readonly processes: number
  readonly sharding: Sharding
}

/** The parts of an estimate. */
export interface MemoryEstimate {
  readonly weights: number
  readonly reference: number
  readonly gradients: number
  readonly moments: number
  readonly activations: number
  readonly logits: number
  readonly total: number
}

/** AdamW keeps two numbers of four bytes for each trained one. */
const MOMENT_BYTES = 8
/** Logits, their float32 copy or log-softmax, and their gradient live at once. */
const LOGIT_COPIES = 3

/**
 * Numbers that one block keeps for the way back, a token: its input, two norms with their inputs and outputs, q, k and v
 * before and after the rotation, the attention's output twice, and four of the width of the feed-forward part.
 */
function blockActivations({ hiddenSize, intermediateSize, numHeads, numKvHeads, headDim }: DecoderShape): number {
  return 6 * hiddenSize + 2 * (numHeads + 2 * numKvHeads) * headDim + 2 * numHeads * headDim + 4 * intermediateSize
}

/** A memory estimate for one process. */
export function estimateMemory(request: MemoryRequest): MemoryEstimate {
  const { shape, sequences, tokens, lora, weightBytes, activationBytes, processes, sharding } = request
  const adapter = lora === null ? 0 : loraParameters(shape, lora.rank, lora.targets)
  const base = shapeParameters(shape)
  const trained = lora === null ? base : adapter
  const among = (levels: readonly Sharding[]) => (levels.includes(sharding) ? processes : 1)
  const perToken = blockActivations(shape)
  const kept = request.gradientCheckpointing
    ? shape.numBlocks * shape.hiddenSize + perToken
    : shape.numBlocks * perToken
  const parts = {
    // An adapter is kept in float32 whatever the model is.
    weights: (base * weightBytes + adapter * 4) / among(['weights']),
    reference: request.referenceModel ? (base * weightBytes) / among(['weights']) : 0,
    gradients: (trained * (lora === null ? weightBytes : 4)) / among(['gradients', 'weights']),
    moments: (trained * MOMENT_BYTES) / among(['moments', 'gradients', 'weights']),
    activations: sequences * tokens * kept * activationBytes,
    logits: sequences * request.logitTokens * shape.vocabularySize * 4 * LOGIT_COPIES,
  }
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) }
}

/** Bytes as a person says them, in powers of 1000: `640 MB`, `12.4 GB`. */
export function formatBytes(bytes: number): string {
  const [size, unit] = bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB']
  return `${size < 100 ? size.toFixed(1) : Math.round(size)} ${unit}`
}
