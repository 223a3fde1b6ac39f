/** @file The files of a job: `run.json` and the rows beside it, as the worker reads them. */
import { join, relative } from 'node:path'
import { hashJson, writeFileAtomically } from '../../support/index.ts'
import type { GenerateRequest, ScoreRequest, TrainRequest } from '../engine.ts'
import { type RunManner, SEEDS, trlArguments } from './arguments.ts'
import type { Sharding } from './launchers/config.ts'
import { RUN_VERSION, type TrainRun, type RunFile } from './run-file.ts'
import { demandedPackages } from './worker-package.ts'

/** A job as files: what is run, and rows by the name of their file. */
export interface JobFiles<Run extends RunFile = RunFile> {
  readonly run: Run
  readonly rows: Readonly<Record<string, readonly unknown[]>>
}

/** The part of the engine's settings that a job states. */
export interface JobManner extends RunManner {
  readonly sharding: Sharding
  readonly backend: 'auto' | 'transformers' | 'vllm'
  readonly generationBatch: number
  readonly rewards: { readonly requestTimeout: number; readonly giveUpAfter: number }
}

/** Where the address and token of the reward server are written, beside `run.json`. */
export const REWARD_ACCESS = 'rewards-access.json'

/** This module, whose code and imports decide what a request becomes. */
export const jobFilesModule = import.meta.url

const commonRun = (policy: string, folder: string, seed: number, { device, precision }: RunManner) => ({
  version: RUN_VERSION as typeof RUN_VERSION,
  packages: demandedPackages(),
  policy: relative(folder, policy),
  device,
  precision,
  seed,
})

function trainRows(request: TrainRequest): JobFiles['rows'] {
  switch (request.method) {
    case 'dpo': {
      const row = ({ id, prompt, chosen, rejected, referenceLogps }: (typeof request.pairs)[number]) => ({
        record_id: id,
        prompt,
        chosen,
        rejected,
        ref_chosen_logps: referenceLogps.chosen,
        ref_rejected_logps: referenceLogps.rejected,
      })
      return { 'train.jsonl': request.pairs.map(row), 'validation.jsonl': request.validation.map(row) }
    }
    case 'grpo': {
      const row = ({ id, messages }: (typeof request.prompts)[number]) => ({ record_id: id, prompt: messages })
      return { 'train.jsonl': request.prompts.map(row), 'validation.jsonl': request.validation.map(row) }
    }
    default: {
      const row = ({ id, prompt, completion, episode }: (typeof request.examples)[number]) => ({
        record_id: id,
        prompt,
        completion,
        ...(episode !== undefined && { episode }),
      })
      return { 'train.jsonl': request.examples.map(row), 'validation.jsonl': request.validation.map(row) }
    }
  }
}

/** The files of a training job in `folder`. Throws InputError for a request that TRL cannot carry out. */
export function trainFiles(request: TrainRequest, folder: string, manner: JobManner): JobFiles<TrainRun> {
  const { policy, settings, seed, output, method } = request
  const target = relative(folder, output)
  return {
    run: {
      // The worker hands it to libraries that take no larger one.
      ...commonRun(policy, folder, seed % SEEDS, manner),
      task: 'train',
      method,
      output: target,
      arguments: trlArguments(request, manner, join(target, 'training')),
      lora: settings.lora ?? null,
      evaluateEvery: settings.evaluateEvery,
      rewards:
        method === 'grpo'
          ? { names: request.rewards.map(({ name }) => name), access: REWARD_ACCESS, ...manner.rewards }
          : null,
    },
    rows: trainRows(request),
  }
}

/** The files of a job that completes prompts. */
export function generateFiles(request: GenerateRequest, folder: string, manner: JobManner): JobFiles {
  const { policy, prompts, settings } = request
  const { maxNewTokens, temperature, topP, seed, samples = 1 } = settings
  return {
    run: {
      ...commonRun(policy, folder, seed, manner),
      task: 'generate',
      settings: { maxNewTokens, temperature, topP, seed, samples },
      backend: manner.backend,
      batchSize: manner.generationBatch,
    },
    rows: { 'prompts.jsonl': prompts.map(({ id, messages }) => ({ id, messages })) },
  }
}

/** The files of a job that scores completions. Ids are places, since the completions of a pair have the id of one record. */
export function scoreFiles(request: ScoreRequest, folder: string, manner: JobManner): JobFiles {
  const { policy, examples } = request
  return {
    run: { ...commonRun(policy, folder, 0, manner), task: 'score', batchSize: manner.generationBatch },
    rows: {
      'examples.jsonl': examples.map(({ prompt, completion }, place) => ({ id: `${place}`, prompt, completion })),
    },
  }
}

/** Writes the files of a job, `run.json` last; rows of patients are for their owner alone. */
export function writeJobFiles({ run, rows }: JobFiles, folder: string): void {
  for (const [name, items] of Object.entries(rows)) {
    writeFileAtomically(join(folder, name), items.map(item => `${JSON.stringify(item)}\n`).join(''), 0o600)
  }
  writeFileAtomically(join(folder, 'run.json'), `${JSON.stringify(run, null, 2)}\n`)
}

/** What a job is known by: two of one key do the same work. */
export function jobKey({ run, rows }: JobFiles): string {
  return hashJson({ run: JSON.stringify(run), rows: JSON.stringify(rows) })
}
