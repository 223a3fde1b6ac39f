/** @file The study file and the analysis plan that `bedside demo` writes. */

/** First line of a demo's study file: the sign that a folder is a demo's. */
export const DEMO_MARK = '# Bedside demo study'

/** Which demo. */
export interface DemoOptions {
  /** 8,000 couples instead of 2,000. */
  readonly full: boolean
  /** Of the invented cohort and of everything that is drawn after it. */
  readonly seed: number
}

/** The demo of `bedside demo` without options. */
export const defaultDemo: DemoOptions = { full: false, seed: 7 }

/** How large a demo is; numbers of the split are couples. */
export interface DemoSize {
  readonly couples: number
  readonly train: number
  readonly validation: number
  readonly test: number
  /** Training prompts that get a preference pair. */
  readonly pairs: number
  /** Cases of the review. */
  readonly cases: number
}

/** A demo that leaves no couple out: 2 % are held out while training, 15 % are tested on, the others train. */
export function wholeCohort(couples: number): DemoSize {
  const validation = Math.round(couples * 0.02)
  const test = Math.round(couples * 0.15)
  const pairs = Math.round(couples * 0.28)
  return { couples, train: couples - validation - test, validation, test, pairs, cases: Math.min(120, test) }
}

const small: DemoSize = { couples: 2000, train: 640, validation: 32, test: 160, pairs: 280, cases: 60 }

/** The size of a demo. */
export const demoSize = (options: DemoOptions): DemoSize => (options.full ? wholeCohort(8000) : small)

/** How long a demo takes, for a person who waits. */
export const demoLength = (options: DemoOptions): string =>
  options.full ? 'about fifty minutes' : 'about seven minutes'

const leftOut = ({ couples, train, validation, test }: DemoSize) =>
  train + validation + test < couples ? 'the others are left out, to save time' : 'none is left out'

/** The study file of a demo. */
export function demoStudy({ seed }: DemoOptions, size: DemoSize): string {
  const { couples, train, validation, test, pairs, cases } = size
  return `${DEMO_MARK}: everything in it is invented, no patient is in it.
# Change what you like and run it again: npx bedside run, with the path of this file
study: demo
title: Demo study of an invented cohort
specialty: infertility
seed: ${seed}

records:
  synthetic: { couples: ${couples}, seed: ${seed}, goldShare: 0.1 }   # records written by a generator
split: { train: ${train}, validation: ${validation}, test: ${test} }   # couples; ${leftOut(size)}

prompts: { values: notable, options: unlisted }   # short: what is usual goes unsaid, options are learnt from the plans

base: { model: bedside-base }   # the small model that comes with Bedside, trained on other invented clinics

arms:
  icl: { shots: 2, selection: selective, per: case }      # shown two worked cases before each question
  sft: { epochs: 1, batchSize: 8, learningRate: 0.001 }   # fine-tuned on the recorded decisions
  dpo: { from: sft, learningRate: 0.00005, pairs: { source: perturbed, prompts: ${pairs} } }   # the record before a plan with one change
  grpo: { from: sft, epochs: 0.14, batchSize: 64, learningRate: 0.0003 }   # rewarded for plans that agree with the record

review:   # three reviewers a case: each plan alone, then every two side by side, without their sources
  compare: [icl, sft, dpo, grpo, physician]   # physician: the recorded decision
  cases: ${cases}
  raters: 3
  tasks: { pairs: { perCase: all } }
  simulated: true   # SIMULATED REVIEWERS judge: programs that read the text, and say nothing of what clinicians would
plan: analysis-plan.yaml   # what is asked, registered before anything is seen

prediction: { maxNewTokens: 320 }   # room for reasons, which a model gives at times
out: out
`
}

/** The analysis plan of a demo: the claim of the published study is the primary one. */
export function demoPlan({ seed }: DemoOptions): string {
  return `plan: demo
title: Does agreement with the record carry over to what reviewers prefer?
seed: ${seed}
resamples: 2000
hypotheses:
  - { id: paradox, question: paradox, preferred: sft, accurate: grpo }   # as published: grpo agrees more, sft is preferred
  - { id: clarity, question: rating, first: sft, second: grpo, criterion: reasoningClarity }
  - { id: feasibility, question: rating, first: sft, second: grpo, criterion: feasibility }
  - { id: agreement, question: benchmark, first: grpo, second: sft, role: secondary }
  - { id: learnt, question: benchmark, first: sft, second: icl, role: secondary }
  - { id: sft-over-record, question: preference, first: sft, second: physician, role: secondary }
  - { id: grpo-over-record, question: preference, first: grpo, second: physician, role: secondary }
`
}

/** Name of the plan's file, as the study names it. */
export const DEMO_PLAN_FILE = 'analysis-plan.yaml'
