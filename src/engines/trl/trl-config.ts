/** @file The settings of `trl:` in a study file: with which Python, on what, and how the TRL engine runs. */
import { z } from 'zod'
import { launcherConfig, shardingConfig } from './launchers/index.ts'

/** Where the reward functions of GRPO are asked for. */
const rewardServerConfig = z.strictObject({
  /** Address to listen on, and by which the nodes reach it. */
  host: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'expected a host name or an address without a port')
    .default('127.0.0.1'),
  /** 0: one that is free. */
  port: z.int().min(0).max(65535).default(0),
  /** Seconds that one request may take. */
  requestTimeout: z.int().min(1).max(86_400).default(600),
  /** Seconds without rewards after which the run ends at its last checkpoint. */
  giveUpAfter: z.int().min(1).max(604_800).default(1800),
})

/** `trl:`; every key may be left out. */
export const trlConfig = z.strictObject({
  /** Path of a Python interpreter with TRL, as the nodes find it; absent: what `bedside engine install trl` made. */
  python: z.string().min(1).optional(),
  device: z.enum(['auto', 'cpu']).default('auto'),
  precision: z.enum(['auto', 'float32', 'bfloat16']).default('auto'),
  /** Processes that train together, one a GPU. */
  processes: z.int().min(1).max(4096).default(1),
  launcher: launcherConfig,
  sharding: shardingConfig,
  /** Activations are computed a second time instead of kept; absent: on a GPU. */
  gradientCheckpointing: z.boolean().optional(),
  vllm: z.enum(['auto', 'always', 'never']).default('auto'),
  /** Prompts that are answered, or completions that are scored, at a time. */
  generationBatch: z.int().min(1).max(4096).default(16),
  rewards: rewardServerConfig.prefault({}),
  /** Writes a row as the trainer sees it beside the policy; absent: of synthetic records only. */
  maskSample: z.boolean().optional(),
})

export type TrlConfig = z.output<typeof trlConfig>
