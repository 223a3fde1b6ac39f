/** @file What every alignment strategy produces, so that nothing after it needs to know which one it was. */
import type { ExemplarRule } from '../prompts/index.ts'

/** `policies/<arm>/policy.json`: weights to run, and how worked cases are put before a prompt. */
export interface AlignedPolicy {
  readonly arm: string
  readonly method: 'base' | 'icl' | 'sft' | 'dpo' | 'grpo'
  /** Folder of the checkpoint, relative to the study's `out/`; null when the model is behind a server. */
  readonly checkpoint: string | null
  /** The model that is asked instead of a checkpoint, and host and port of its server. */
  readonly endpoint?: { readonly model: string; readonly server: string }
  /** How exemplars are chosen from `exemplars.jsonl` beside this file; null = none are shown. */
  readonly exemplars: ExemplarRule | null
}
