/** @file How a training by TRL will be carried out, as far as the checks before it ask. */
import type { Sharding } from '../../pre-flight/memory-estimate.ts'

/** How the training will be carried out. */
export interface PreFlightManner {
  readonly device: 'auto' | 'cpu'
  readonly precision: 'float32' | 'bfloat16'
  readonly processes: number
  readonly gradientCheckpointing: boolean
  readonly sharding: Sharding
  /** Whether the processes run on this machine, so that its memory is the one that counts. */
  readonly here: boolean
  /** Arguments of TRL's config class as they will be written to `run.json`. */
  readonly arguments: Readonly<Record<string, unknown>>
  /** Writes a row with its mask to `mask-sample.txt` beside the policy: of a synthetic study, or when it is asked for. */
  readonly showMask: boolean
}
