/** @file What every alignment strategy produces, so that nothing after it needs to know which one it was. */
import type { Message } from '../engines/index.ts'

/** One worked case shown to the model in its context. */
export interface Exemplar {
  readonly recordId: string
  readonly prompt: readonly Message[]
  readonly completion: readonly Message[]
}

/** `policies/<arm>/policy.json`: weights to run, and what to put before every prompt (nothing, except for ICL). */
export interface AlignedPolicy {
  readonly arm: string
  readonly method: 'base' | 'icl' | 'sft'
  /** Folder of the checkpoint, relative to the study's `out/`. */
  readonly checkpoint: string
  readonly exemplars: readonly Exemplar[]
}
