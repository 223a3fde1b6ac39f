/**
 * @file From a training request to the arguments of TRL's config classes. All of them are given: what the request does not
 * decide has TRL's value of the pinned version, so that another version of TRL changes nothing unseen.
 */
import { InputError } from '../../support/index.ts'
import { trainingOrder } from '../embedded/training-order.ts'
import type { PreferenceRequest, RolloutRequest, SupervisedRequest, TrainRequest } from '../engine.ts'
import { trlDefaults } from './worker-package.ts'

/** How a run is carried out, as far as TRL's arguments say it. */
export interface RunManner {
  readonly device: 'auto' | 'cpu'
  readonly precision: 'float32' | 'bfloat16'
  readonly processes: number
  readonly gradientCheckpointing: boolean
  /** Whether GRPO draws its completions by vLLM, in the training process. */
  readonly vllm: boolean
}

type Arguments = Readonly<Record<string, unknown>>

/** Seeds of numpy end here; a larger one is taken modulo. */
export const SEEDS = 2 ** 32

const SCHEDULES = { linear: 'linear', cosine: 'cosine', constant: 'constant_with_warmup' } as const

/**
 * Optimiser steps of a whole run, as the embedded engine counts them; null where only packing tells. Throws InputError on
 * fewer prompts than a step of GRPO needs.
 */
export function totalSteps(request: TrainRequest): number | null {
  const { batchSize, gradientAccumulation, epochs } = request.settings
  const windowSize = batchSize * gradientAccumulation
  if (request.method === 'lm') return null
  if (request.method !== 'grpo') {
    const items: readonly unknown[] = request.method === 'dpo' ? request.pairs : request.examples
    return trainingOrder<unknown>(() => items, { epochs, windowSize }).totalSteps
  }
  const { generations, iterations } = request.rollout
  const chunk = windowSize / generations
  const { length } = request.prompts
  if (batchSize % generations !== 0 || length < chunk) {
    throw new InputError(
      `expected a batch of whole groups and at least ${Math.ceil(chunk)} prompts a step, got batches of ` +
        `${batchSize}, groups of ${generations} and ${length} prompts`,
    )
  }
  // As many rounds as all passes have whole chunks together, as in the embedded engine. TRL drops an incomplete last chunk of
  // each pass, so its passes are shorter, and with `max_steps` Trainer begins a further one for the steps that are left (of 10
  // prompts in chunks of 4, two epochs are 5 rounds: 2, 2, and 1 of a third pass).
  return Math.max(1, Math.floor((epochs * length) / chunk + 1e-9)) * iterations
}

/** Sequences of one process in one pass. Throws InputError when the batch cannot be shared out evenly. */
export function batchOfProcess(batchSize: number, processes: number): number {
  if (batchSize % processes === 0) return batchSize / processes
  const next = Math.ceil(batchSize / processes) * processes
  throw new InputError(
    `expected a batchSize that ${processes} processes share evenly, got ${batchSize}`,
    { field: 'trl.processes' },
    `use batchSize ${next}, or another number of processes`,
  )
}

/** What all methods share. `training` is the folder of checkpoints, as the run's file says it. */
function commonArguments(request: TrainRequest, manner: RunManner, training: string): Arguments {
  const { settings, seed } = request
  const { device, precision, processes, gradientCheckpointing } = manner
  const steps = totalSteps(request)
  const batch = batchOfProcess(settings.batchSize, processes)
  const onCpu = device === 'cpu'
  return {
    output_dir: training,
    per_device_train_batch_size: batch,
    per_device_eval_batch_size: batch,
    gradient_accumulation_steps: settings.gradientAccumulation,
    num_train_epochs: settings.epochs,
    max_steps: steps ?? -1,
    learning_rate: settings.learningRate,
    lr_scheduler_type: SCHEDULES[settings.schedule],
    // A number below 1 is a share of the steps.
    warmup_steps: steps === null ? Math.min(settings.warmup, 0.999999) : Math.ceil(settings.warmup * steps),
    weight_decay: settings.weightDecay,
    max_grad_norm: settings.maxGradNorm,
    optim: 'adamw_torch_fused',
    seed: seed % SEEDS,
    data_seed: seed % SEEDS,
    train_sampling_strategy: settings.sampling ?? 'random',
    bf16: precision === 'bfloat16',
    fp16: false,
    // A frozen base in half the bytes; PEFT keeps the adapter in float32. Weights that are trained stay in float32.
    model_init_kwargs: precision === 'bfloat16' && settings.lora ? { dtype: 'bfloat16' } : null,
    use_cpu: onCpu,
    dataloader_pin_memory: !onCpu,
    ddp_backend: onCpu && processes > 1 ? 'gloo' : null,
    gradient_checkpointing: gradientCheckpointing,
    gradient_checkpointing_kwargs: gradientCheckpointing ? { use_reentrant: false } : null,
    logging_strategy: 'steps',
    logging_steps: 1,
    // A loss that is not a number must be seen.
    logging_nan_inf_filter: false,
    save_strategy: 'steps',
    save_steps: settings.checkpointEvery,
    save_total_limit: 2,
    eval_strategy: 'no',
    report_to: 'none',
    disable_tqdm: true,
    push_to_hub: false,
    trust_remote_code: false,
  }
}

/** Dropout of the policy itself is off, as in the embedded engine; LoRA's own would be switched off with it. */
const disablesDropout = ({ settings: { lora } }: TrainRequest) => !lora || lora.dropout === 0

function supervisedArguments({ method, learn }: SupervisedRequest): Arguments {
  const isLm = method === 'lm'
  return {
    // Nothing is ever cut, and the worker packs the rows of language modelling itself, whole cases in a row.
    max_length: null,
    packing: false,
    eval_packing: false,
    padding_free: false,
    completion_only_loss: !isLm || learn === 'completions',
    assistant_only_loss: false,
    // The sum of `nll`, with logits for learnt tokens alone and for 256 of them at a time.
    loss_type: 'chunked_nll',
  }
}

function preferenceArguments(request: PreferenceRequest): Arguments {
  const { lossType, beta, labelSmoothing } = request.preference
  if (lossType === 'cdpo') {
    throw new InputError(
      'expected a loss that TRL 1.x has, got "cdpo"',
      { field: 'arms.dpo.loss' },
      'use "robust", which takes label noise into account too, or the embedded engine',
    )
  }
  return {
    max_length: null,
    beta,
    loss_type: [lossType],
    loss_weights: null,
    label_smoothing: labelSmoothing,
    f_divergence_type: 'reverse_kl',
    precompute_ref_log_probs: true,
    disable_dropout: disablesDropout(request),
    sync_ref_model: false,
  }
}

function rolloutArguments(request: RolloutRequest, { vllm }: RunManner): Arguments {
  const { settings, rollout, rewards } = request
  const { iterations } = rollout
  return {
    num_generations: rollout.generations,
    num_generations_eval: rollout.generations,
    max_completion_length: rollout.maxNewTokens,
    temperature: rollout.temperature,
    top_p: 1,
    top_k: 0,
    min_p: null,
    repetition_penalty: 1,
    // Completions are drawn once for an optimiser step, whatever it is divided into.
    steps_per_generation: settings.gradientAccumulation,
    generation_batch_size: null,
    num_iterations: iterations,
    // A run goes on only from where completions are drawn anew.
    save_steps: Math.ceil(settings.checkpointEvery / iterations) * iterations,
    shuffle_dataset: settings.sampling !== 'sequential',
    beta: rollout.beta,
    use_bias_correction_kl: rollout.biasCorrectedKl,
    epsilon: rollout.epsilonLow,
    epsilon_high: rollout.epsilonHigh,
    delta: null,
    loss_type: rollout.lossType,
    importance_sampling_level: 'token',
    scale_rewards: rollout.scaleRewards,
    multi_objective_aggregation: 'sum_then_normalize',
    reward_weights: rewards.map(({ weight }) => weight),
    mask_truncated_completions: rollout.maskTruncated,
    disable_dropout: disablesDropout(request),
    sync_ref_model: false,
    remove_unused_columns: false,
    use_vllm: vllm,
    vllm_mode: 'colocate',
    log_completions: false,
  }
}

function methodArguments(request: TrainRequest, manner: RunManner): Arguments {
  switch (request.method) {
    case 'dpo':
      return preferenceArguments(request)
    case 'grpo':
      return rolloutArguments(request, manner)
    default:
      return supervisedArguments(request)
  }
}

/** What a request decides of TRL's arguments; the rest has TRL's values. */
export function decidedArguments(request: TrainRequest, manner: RunManner, training: string): Arguments {
  return { ...commonArguments(request, manner, training), ...methodArguments(request, manner) }
}

/**
 * Every argument of TRL's config class for a request. Throws InputError for what TRL has not or cannot share out, and an
 * Error when TRL knows no argument of a name that is given here.
 */
export function trlArguments(request: TrainRequest, manner: RunManner, training: string): Arguments {
  const defaults = trlDefaults(request.method === 'lm' ? 'sft' : request.method)
  const decided = decidedArguments(request, manner, training)
  const unknown = Object.keys(decided).filter(name => !(name in defaults))
  if (unknown.length > 0) throw new Error(`trlArguments: TRL has no ${unknown.join(', ')}`)
  return { ...defaults, ...decided }
}
