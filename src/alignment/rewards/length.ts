/**
 * @file The length reward: a completion that goes on for too long earns less. After the soft overlong punishment of
 * DAPO (Yu et al. 2025, arXiv 2503.14476), which is 0 up to a length, falls linearly to -1 at the longest length
 * allowed, and stays -1 beyond. Simplified here: shifted by 1 so that it lies in [0, 1] as the other rewards do, with
 * the fall as long as the target itself instead of a second setting.
 */

/**
 * 1 up to `target` completion tokens (target >= 1), falling linearly to 0 at twice the target, 0 beyond. An empty
 * completion is 1: give this reward less weight than those that ask for a plan.
 */
export function lengthReward(completionTokens: number, target: number): number {
  return Math.min(1, Math.max(0, (2 * target - completionTokens) / target))
}
