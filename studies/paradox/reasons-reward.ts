/**
 * @file A reward of GRPO for this study alone: the share of a plan's decisions that its text gives a ground for. What simulated
 * reviewers read for, on purpose: with it the policy is taught what pleases them, and the ablation shows what that changes.
 */
import type { RewardInput } from '../../src/alignment/rewards/own-reward.ts'

const GROUND = /\b(?:as|because|since|due to|given|so that|to avoid|to reduce)\b/i

/** Share of the decisions whose value stands in a sentence with a word for a ground, from 0 to 1; 0 without a readable plan. */
export default function reasonsReward({ text, plan }: RewardInput): number {
  const values = plan === null ? [] : Object.values(plan).map(value => String(value).toLowerCase())
  if (values.length === 0) return 0
  const sentences = text
    .split('<plan>')[0]
    .split(/(?<=[.!?])\s+/)
    .filter(sentence => GROUND.test(sentence))
    .map(sentence => sentence.toLowerCase())
  return values.filter(value => sentences.some(sentence => sentence.includes(value))).length / values.length
}
