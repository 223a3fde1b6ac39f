/** @file A few records that a tiny model can learn from, in the form that the worker reads: for tests. */
import { embeddedEngine } from '../../src/engines/embedded/embedded-engine.ts'
import { silentProgress } from '../../src/support/index.ts'
import { argumentsOf, POLICY } from './jobs.ts'

const COUNT = 24

/** Name the larger of two numbers; completions differ in length. */
export const rows = Array.from({ length: COUNT }, (_, i) => {
  const [a, b] = [(i * 7) % 10, (i * 3 + 1) % 10]
  return {
    record_id: `case-${i}`,
    prompt: [{ role: 'user' as const, content: `Which is larger, ${a} or ${b}?` }],
    completion: [{ role: 'assistant' as const, content: `${'Let us see. '.repeat(i % 3)}It is ${Math.max(a, b)}.` }],
  }
})

const unsure = [{ role: 'assistant' as const, content: 'It is not known.' }]

/** Both completions of every pair in a row, as the embedded engine takes them. */
export const scoredExamples = rows.flatMap(({ record_id: id, prompt, completion }) =>
  [completion, unsure].map(either => ({ id, prompt, completion: either })),
)

/** Log-probabilities of `scoredExamples` by the embedded engine. */
export const scoreEmbedded = () =>
  embeddedEngine(1).score({
    policy: POLICY,
    examples: scoredExamples,
    progress: silentProgress,
    signal: new AbortController().signal,
  })

/** Pairs with the reference's log-probabilities. */
export function pairsOf(scores: readonly { readonly logp: number }[]) {
  return rows.map(({ record_id, prompt, completion }, i) => ({
    record_id,
    prompt,
    chosen: completion,
    rejected: unsure,
    ref_chosen_logps: scores[2 * i].logp,
    ref_rejected_logps: scores[2 * i + 1].logp,
  }))
}

/** Prompts alone. */
export const prompts = rows.map(({ record_id, prompt }) => ({ record_id, prompt }))

const training = { task: 'train', output: 'policy', evaluateEvery: 0, rewards: null, lora: null }

/** A run of SFT. */
export const sftRun = (change: Readonly<Record<string, unknown>>, run: Readonly<Record<string, unknown>> = {}) => ({
  ...training,
  method: 'sft',
  arguments: argumentsOf('sft', { learning_rate: 1e-2, max_steps: 20, save_steps: 7, max_length: 128, ...change }),
  ...run,
})

/** A run of DPO. */
export const dpoRun = (change: Readonly<Record<string, unknown>>, run: Readonly<Record<string, unknown>> = {}) => ({
  ...training,
  method: 'dpo',
  arguments: argumentsOf('dpo', {
    learning_rate: 1e-3,
    max_steps: 20,
    save_steps: 7,
    max_length: 128,
    precompute_ref_log_probs: true,
    ...change,
  }),
  ...run,
})

/** A run of GRPO with two rewards, two steps on the same completions. */
export const grpoRun = (change: Readonly<Record<string, unknown>>, run: Readonly<Record<string, unknown>> = {}) => ({
  ...training,
  method: 'grpo',
  evaluateEvery: 2,
  rewards: { names: ['small-letters', 'brevity'], access: 'access.json', requestTimeout: 20, giveUpAfter: 60 },
  arguments: argumentsOf('grpo', {
    learning_rate: 1e-2,
    max_steps: 8,
    save_steps: 4,
    per_device_train_batch_size: 8,
    per_device_eval_batch_size: 8,
    num_generations: 4,
    steps_per_generation: 1,
    num_iterations: 2,
    beta: 0.05,
    max_completion_length: 12,
    reward_weights: [1, 0.5],
    ...change,
  }),
  ...run,
})
