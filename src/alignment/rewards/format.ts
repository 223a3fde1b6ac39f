/** @file The format reward: whether a completion is one that the study can read. */
import type { Sample } from '../../engines/index.ts'
import type { ParsedCompletion } from '../../prompts/index.ts'

/**
 * 1 when the model ended its turn and the completion reads as a complete plan, else 0. A completion that was cut at the
 * limit counts 0 even when its plan is complete: it has not learnt to stop. An empty completion is 0.
 */
export function formatReward(finish: Sample['finish'], parsed: ParsedCompletion): 0 | 1 {
  return finish === 'end' && 'plan' in parsed ? 1 : 0
}
