import fc from 'fast-check'
import { expect, test } from 'vitest'
import { silentProgress } from '../../support/index.ts'
import type { PreferenceRequest, RolloutRequest, SupervisedRequest, TrainSettings } from '../engine.ts'
import { batchOfProcess, decidedArguments, type RunManner, totalSteps, trlArguments } from './arguments.ts'
import { trlDefaults } from './worker-package.ts'

const onCpu: RunManner = {
  device: 'cpu',
  precision: 'float32',
  processes: 1,
  gradientCheckpointing: false,
  vllm: false,
}
const onGpus: RunManner = {
  device: 'auto',
  precision: 'bfloat16',
  processes: 4,
  gradientCheckpointing: true,
  vllm: true,
}
const settings: TrainSettings = {
  epochs: 1.5,
  batchSize: 8,
  gradientAccumulation: 2,
  learningRate: 5e-4,
  schedule: 'cosine',
  warmup: 0.1,
  weightDecay: 0.01,
  maxGradNorm: 1,
  evaluateEvery: 3,
  checkpointEvery: 5,
}
const run = {
  policy: '/policy',
  settings,
  seed: 2 ** 32 + 5,
  output: '/out',
  progress: silentProgress,
  signal: new AbortController().signal,
}
const message = (content: string) => [{ role: 'user' as const, content }]
const examples = Array.from({ length: 100 }, (_, i) => ({
  id: `${i}`,
  prompt: message('q'),
  completion: [{ role: 'assistant' as const, content: 'a' }],
}))
const sft: SupervisedRequest = { ...run, method: 'sft', examples, validation: [] }
const dpo: PreferenceRequest = {
  ...run,
  method: 'dpo',
  pairs: examples.map(({ completion, ...rest }) => ({
    ...rest,
    chosen: completion,
    rejected: completion,
    referenceLogps: { chosen: -1, rejected: -2 },
  })),
  validation: [],
  preference: { lossType: 'robust', beta: 0.2, labelSmoothing: 0.1 },
}
const grpo: RolloutRequest = {
  ...run,
  method: 'grpo',
  prompts: examples.map(({ id, prompt }) => ({ id, messages: prompt })),
  validation: [],
  rewards: [
    { name: 'one', weight: 0.5, score: () => 1 },
    { name: 'two', weight: 2, score: () => 1 },
  ],
  rollout: {
    generations: 4,
    maxNewTokens: 32,
    temperature: 0.9,
    lossType: 'dr_grpo',
    beta: 0.04,
    biasCorrectedKl: false,
    epsilonLow: 0.1,
    epsilonHigh: 0.3,
    scaleRewards: 'none',
    iterations: 3,
    maskTruncated: true,
  },
}

test('the arguments of SFT on one CPU', () => {
  expect(decidedArguments(sft, onCpu, '../training')).toEqual({
    output_dir: '../training',
    per_device_train_batch_size: 8,
    per_device_eval_batch_size: 8,
    gradient_accumulation_steps: 2,
    num_train_epochs: 1.5,
    // 100 by 16 is 7 steps, and half of the second epoch is 4 (3.5, rounded).
    max_steps: 11,
    learning_rate: 5e-4,
    lr_scheduler_type: 'cosine',
    warmup_steps: 2,
    weight_decay: 0.01,
    max_grad_norm: 1,
    optim: 'adamw_torch_fused',
    seed: 5,
    data_seed: 5,
    train_sampling_strategy: 'random',
    bf16: false,
    fp16: false,
    model_init_kwargs: null,
    use_cpu: true,
    dataloader_pin_memory: false,
    ddp_backend: null,
    gradient_checkpointing: false,
    gradient_checkpointing_kwargs: null,
    logging_strategy: 'steps',
    logging_steps: 1,
    logging_nan_inf_filter: false,
    save_strategy: 'steps',
    save_steps: 5,
    save_total_limit: 2,
    eval_strategy: 'no',
    report_to: 'none',
    disable_tqdm: true,
    push_to_hub: false,
    trust_remote_code: false,
    max_length: null,
    packing: false,
    eval_packing: false,
    padding_free: false,
    completion_only_loss: true,
    assistant_only_loss: false,
    loss_type: 'chunked_nll',
  })
})

test('four processes share the batch of DPO, and LoRA keeps its dropout', () => {
  const lora = { rank: 8, alpha: 16, dropout: 0.05, targets: ['q_proj'] }
  expect(decidedArguments({ ...dpo, settings: { ...settings, lora } }, onGpus, 't')).toMatchObject({
    per_device_train_batch_size: 2,
    gradient_accumulation_steps: 2,
    bf16: true,
    use_cpu: false,
    gradient_checkpointing: true,
    gradient_checkpointing_kwargs: { use_reentrant: false },
    loss_type: ['robust'],
    beta: 0.2,
    label_smoothing: 0.1,
    precompute_ref_log_probs: true,
    max_length: null,
    disable_dropout: false,
  })
})

test('a frozen base is loaded in bfloat16 where the run computes so, and weights that are trained never', () => {
  const settingsOfLora = { ...settings, lora: { rank: 8, alpha: 16, dropout: 0, targets: ['q_proj'] } }
  for (const request of [sft, dpo, grpo]) {
    const adapted = { ...request, settings: settingsOfLora }
    expect(decidedArguments(adapted, onGpus, 't')).toMatchObject({ model_init_kwargs: { dtype: 'bfloat16' } })
    expect(decidedArguments(adapted, onCpu, 't')).toMatchObject({ model_init_kwargs: null })
    expect(decidedArguments(request, onGpus, 't')).toMatchObject({ bf16: true, model_init_kwargs: null })
  }
})

test('GRPO draws once for a step, saves where it draws anew, and weighs its rewards', () => {
  const sequential = { ...grpo, settings: { ...settings, sampling: 'sequential', schedule: 'constant' } as const }
  expect(decidedArguments(sequential, onGpus, 't')).toMatchObject({
    per_device_train_batch_size: 2,
    gradient_accumulation_steps: 2,
    steps_per_generation: 2,
    generation_batch_size: null,
    // Chunks of 4 prompts: 37 of them in one and a half passes, three steps on each.
    max_steps: 111,
    lr_scheduler_type: 'constant_with_warmup',
    train_sampling_strategy: 'sequential',
    shuffle_dataset: false,
    save_steps: 6,
    num_iterations: 3,
    num_generations: 4,
    max_completion_length: 32,
    temperature: 0.9,
    top_p: 1,
    top_k: 0,
    loss_type: 'dr_grpo',
    beta: 0.04,
    use_bias_correction_kl: false,
    epsilon: 0.1,
    epsilon_high: 0.3,
    scale_rewards: 'none',
    reward_weights: [0.5, 2],
    mask_truncated_completions: true,
    disable_dropout: true,
    use_vllm: true,
    vllm_mode: 'colocate',
  })
})

test('language modelling counts its steps itself, and learns what it is told to', () => {
  const lm: SupervisedRequest = { ...sft, method: 'lm' }
  expect(decidedArguments(lm, onCpu, 't')).toMatchObject({
    max_steps: -1,
    num_train_epochs: 1.5,
    warmup_steps: 0.1,
    completion_only_loss: false,
  })
  expect(decidedArguments({ ...lm, learn: 'completions' }, onCpu, 't')).toMatchObject({ completion_only_loss: true })
})

test.each([sft, dpo, grpo])('every argument that TRL knows is given, and none that it does not know', request => {
  const given = trlArguments(request, onCpu, 't')
  expect(Object.keys(given).sort()).toEqual(Object.keys(trlDefaults(request.method as 'sft')).sort())
  // A number that JSON cannot hold would reach the worker as null.
  expect(JSON.parse(JSON.stringify(given))).toEqual(given)
})

test('what TRL cannot do is refused with a remedy', () => {
  const cdpo = { ...dpo, preference: { ...dpo.preference, lossType: 'cdpo' } as const }
  expect(() => trlArguments(cdpo, onCpu, 't')).toThrow('expected a loss that TRL 1.x has, got "cdpo"; use "robust"')
  expect(() => trlArguments(sft, { ...onCpu, processes: 3 }, 't')).toThrow(
    'field "trl.processes": expected a batchSize that 3 processes share evenly, got 8; use batchSize 9',
  )
  expect(() => totalSteps({ ...grpo, prompts: grpo.prompts.slice(0, 3) })).toThrow('at least 4 prompts a step')
})

test('batchSize times gradientAccumulation is a step, whatever the number of processes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 16 }), (processes, each) => {
      expect(batchOfProcess(processes * each, processes) * processes).toBe(processes * each)
      const shared = { ...sft, settings: { ...settings, batchSize: processes * each } }
      const decided = decidedArguments(shared, { ...onCpu, processes }, 't')
      expect(decided['max_steps']).toBe(decidedArguments(shared, onCpu, 't')['max_steps'])
    }),
    { numRuns: 50 },
  )
})
