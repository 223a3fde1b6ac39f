/** @file What a training by TRL asks of the memory: which sequences stand in it at once, and what is kept beside the model. */
import type { TrainRequest } from '../../engine.ts'
import type { DecoderShape } from '../../pre-flight/decoder-shape.ts'
import type { MemoryRequest } from '../../pre-flight/memory-estimate.ts'
import type { TokenCensus } from '../../pre-flight/token-census.ts'
import type { PreFlightManner } from './pre-flight-manner.ts'

const isHalf = (dtype: unknown) => dtype === 'bfloat16' || dtype === 'float16'

/** TRL's `chunked_nll` has logits for so many learnt tokens at a time, whatever the batch. */
const CHUNK_OF_LOSS = 256

type Sequences = Pick<MemoryRequest, 'sequences' | 'tokens' | 'logitTokens' | 'referenceModel'>

/** Which sequences a process of `batch` rows computes at once. */
function sequencesOf(request: TrainRequest, batch: number, { prompt, whole }: TokenCensus): Sequences {
  if (request.method === 'grpo') {
    const { maxNewTokens, beta } = request.rollout
    return {
      sequences: batch,
      tokens: prompt.max + maxNewTokens,
      logitTokens: maxNewTokens,
      // Without its adapter a model is its own reference.
      referenceModel: beta !== 0 && request.settings.lora === undefined,
    }
  }
  const tokens = whole?.max ?? prompt.max
  // Both completions of a pair at once; the reference's log-probabilities come with the pairs.
  const sequences = request.method === 'dpo' ? 2 * batch : batch
  const logitTokens = request.method === 'dpo' ? tokens : Math.min(tokens, CHUNK_OF_LOSS / sequences)
  return { sequences, tokens, logitTokens, referenceModel: false }
}

/** The request of a memory estimate for one process. Every sequence is taken to be as long as the longest. */
export function memoryRequest(
  request: TrainRequest,
  manner: Pick<PreFlightManner, 'precision' | 'processes' | 'gradientCheckpointing' | 'sharding' | 'arguments'>,
  shape: DecoderShape,
  census: TokenCensus,
): MemoryRequest {
  const { settings } = request
  const { precision, processes, gradientCheckpointing, sharding } = manner
  const given = manner.arguments['per_device_train_batch_size']
  const batch = typeof given === 'number' ? given : Math.ceil(settings.batchSize / processes)
  const lora = settings.lora ?? null
  return {
    ...sequencesOf(request, batch, census),
    shape,
    lora,
    // TRL loads a folder in float32, whatever the precision of the computation, unless it is told otherwise: for LoRA it is.
    weightBytes: isHalf((manner.arguments['model_init_kwargs'] as { dtype?: unknown } | null | undefined)?.dtype)
      ? 2
      : 4,
    activationBytes: precision === 'bfloat16' ? 2 : 4,
    gradientCheckpointing,
    processes,
    sharding,
  }
}
