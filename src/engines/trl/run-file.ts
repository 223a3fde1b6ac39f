/**
 * @file `run.json`: what the Python worker (`python/bedside_trl/`) is asked to do. Paths in it are relative to its own
 * folder, so that a job means the same wherever the folder is mounted; nothing is left to a default of a library.
 */
import type { GenerateSettings, LoraSettings } from '../engine.ts'

/** Version of this contract; the worker refuses another one. */
export const RUN_VERSION = 1

/** What every run states. */
interface Run {
  readonly version: typeof RUN_VERSION
  /** Package -> exact version that the worker must find, such as `trl`: `1.13.0`. */
  readonly packages: Readonly<Record<string, string>>
  /** Folder of the checkpoint to start from. */
  readonly policy: string
  /** `auto`: a GPU where there is one. */
  readonly device: 'auto' | 'cpu'
  readonly precision: 'float32' | 'bfloat16'
  readonly seed: number
}

/**
 * A training run. The worker reads `train.jsonl` and `validation.jsonl` beside this file, in the conversational form that
 * TRL takes unchanged (SFT: record_id, prompt, completion; DPO: record_id, prompt, chosen, rejected,
 * ref_chosen_logps, ref_rejected_logps; GRPO: record_id, prompt). It writes to `output`: `events.jsonl` (TrainEvent of
 * the seam), checkpoints below `training/`, in the end the checkpoint itself, `adapter/` beside it for LoRA, and
 * `held-out.jsonl`; and last, beside this file, `result.json`.
 */
export interface TrainRun extends Run {
  readonly task: 'train'
  readonly method: 'lm' | 'sft' | 'dpo' | 'grpo'
  /** Folder of the policy that results. */
  readonly output: string
  /** Every argument of TRL's SFTConfig, DPOConfig or GRPOConfig under its own name; the worker refuses a missing or an unknown one. */
  readonly arguments: Readonly<Record<string, unknown>>
  /** Null: all weights are trained. */
  readonly lora: LoraSettings | null
  /** Optimiser steps between two evaluations; 0 = only at the end. */
  readonly evaluateEvery: number
  /** Rewards of GRPO in the order of `reward_weights`; null for another method. */
  readonly rewards: RewardsOfRun | null
}

/** Where the rewards of a GRPO run are asked for. */
export interface RewardsOfRun {
  readonly names: readonly string[]
  /**
   * A file that holds `{url, token}` and is readable by its owner alone. It is written anew when whoever scores starts
   * anew, so the worker reads it again before each further try.
   */
  readonly access: string
  /** Seconds that one request may take, and seconds after which a run without rewards gives up at its last checkpoint. */
  readonly requestTimeout: number
  readonly giveUpAfter: number
}

/**
 * Completions of `prompts.jsonl` beside this file ({id, messages}); the worker appends a Completion of the seam a line to
 * `completions.jsonl`, and goes on after what is there.
 */
export interface GenerateRun extends Run {
  readonly task: 'generate'
  readonly settings: Required<GenerateSettings>
  /** `auto`: vLLM where it is installed and there is a GPU. */
  readonly backend: 'auto' | 'transformers' | 'vllm'
  readonly batchSize: number
}

/** Log-probabilities of `examples.jsonl` beside this file ({id, prompt, completion}); one ScoredCompletion a line goes to `scores.jsonl`. */
export interface ScoreRun extends Run {
  readonly task: 'score'
  readonly batchSize: number
}

/** One job of the worker. */
export type RunFile = TrainRun | GenerateRun | ScoreRun

/** A line of `progress.jsonl` beside `run.json`: what the worker does, for the progress bar. */
export interface ProgressLine {
  /** Such as `loading the model` or `training`. */
  readonly doing: string
  readonly done: number
  /** 0 when it is not known. */
  readonly of: number
  /** What is under way within a unit, such as `token 40 of each`. */
  readonly note?: string
}

/** `result.json`, written last and atomically: the run is finished, well or not. */
export type RunResult =
  | {
      readonly ok: true
      /** Package -> version, Python, device, driver. */
      readonly versions: Readonly<Record<string, string>>
      readonly counts: Readonly<Record<string, unknown>>
    }
  | {
      readonly ok: false
      /** Whose mistake: the input's or settings' (exit code 2), or the study failed (1). */
      readonly kind: 'input' | 'study'
      /** One line in the form of our errors, without text of a record. */
      readonly problem: string
      readonly record: string | null
      readonly remedy: string | null
    }
