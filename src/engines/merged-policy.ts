/** @file A policy made of another and a LoRA adapter, for whoever comes with an adapter that was trained elsewhere. */
import { loadAdapter, loadCheckpoint, mergeAdapter, saveCheckpoint } from '../model/index.ts'

/**
 * Writes the checkpoint of `policy` with the adapter in the folder `adapter` merged into its weights. Throws InputError
 * naming file and field when either is not what it should be or the two do not fit; a policy must be a Llama.
 */
export function mergePolicy({
  policy,
  adapter,
  output,
}: {
  readonly policy: string
  readonly adapter: string
  readonly output: string
}): void {
  const checkpoint = loadCheckpoint(policy)
  const { scale, weights } = loadAdapter(adapter, checkpoint.config)
  const merged = mergeAdapter(new Map([...checkpoint.weights, ...weights]), scale)
  saveCheckpoint(output, { ...checkpoint, weights: merged })
}
