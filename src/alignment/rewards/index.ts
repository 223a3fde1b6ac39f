/** @file Rewards of GRPO: what a sampled completion earns. Training signals on the training split, never a metric. */
export type { OwnReward, RewardInput } from './own-reward.ts'
export { loadOwnReward, readOwnReward } from './own-reward.ts'
export { checkRewards, ownRewardFile, type RewardContext, rewardsOf } from './reward-set.ts'
export { type RewardsConfig, rewardsConfig } from './rewards-config.ts'
