/**
 * @file How a model is divided among processes, as Accelerate reads it from the environment. torchrun starts every job, so
 * this is the same on all launchers; `accelerate launch` would turn a file into these very variables. Values are those of
 * the files that TRL brings (`zero2.yaml`, `zero3.yaml`, `fsdp2.yaml`). Precision is not among them: `run.json` has it.
 */
import type { Sharding } from './config.ts'

const ZERO: Readonly<Record<string, string>> = {
  ACCELERATE_USE_DEEPSPEED: 'true',
  ACCELERATE_CONFIG_DS_FIELDS: '',
  ACCELERATE_DEEPSPEED_OFFLOAD_OPTIMIZER_DEVICE: 'none',
  ACCELERATE_DEEPSPEED_OFFLOAD_PARAM_DEVICE: 'none',
}

const VARIABLES: Readonly<Record<Sharding, Readonly<Record<string, string>>>> = {
  none: {},
  zero2: { ...ZERO, ACCELERATE_DEEPSPEED_ZERO_STAGE: '2', ACCELERATE_DEEPSPEED_ZERO3_INIT: 'false' },
  zero3: {
    ...ZERO,
    ACCELERATE_DEEPSPEED_ZERO_STAGE: '3',
    ACCELERATE_DEEPSPEED_ZERO3_INIT: 'true',
    // Without it a checkpoint would hold the shards of each process instead of weights that anybody can load.
    ACCELERATE_DEEPSPEED_ZERO3_SAVE_16BIT_MODEL: 'true',
  },
  fsdp: {
    ACCELERATE_USE_FSDP: 'true',
    FSDP_VERSION: '2',
    FSDP_SHARDING_STRATEGY: 'FULL_SHARD',
    FSDP_RESHARD_AFTER_FORWARD: 'true',
    FSDP_OFFLOAD_PARAMS: 'false',
    FSDP_MIN_NUM_PARAMS: '100000000',
    FSDP_AUTO_WRAP_POLICY: 'TRANSFORMER_BASED_WRAP',
    FSDP_STATE_DICT_TYPE: 'FULL_STATE_DICT',
    FSDP_FORWARD_PREFETCH: 'false',
    FSDP_USE_ORIG_PARAMS: 'true',
    FSDP_CPU_RAM_EFFICIENT_LOADING: 'true',
    FSDP_SYNC_MODULE_STATES: 'true',
    FSDP_ACTIVATION_CHECKPOINTING: 'false',
    FSDP_ACTIVATION_CHECKPOINTING_OFFLOAD: 'false',
  },
}

/** The variables that tell Accelerate how to divide the model; none for `none`. */
export function shardingEnvironment(sharding: Sharding): Readonly<Record<string, string>> {
  return VARIABLES[sharding]
}
