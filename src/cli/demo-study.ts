/** @file The study file and the analysis plan that `bedside demo` writes. */

/** First line of a demo's study file: the sign that a folder is a demo's. */
export const DEMO_MARK = '# Bedside demo study'

/** A small study of invented couples, sized to finish in a few minutes on two cores. */
export const demoStudy = `${DEMO_MARK}: everything in it is invented, no patient is in it.
# Change what you like and run it again, from the clone: npx bedside run bedside-demo/study.yaml
study: demo
title: Demo study of an invented cohort
specialty: infertility
seed: 7

records:
  synthetic: { couples: 2000, seed: 7, goldShare: 0.1 }   # records written by a generator
split: { train: 900, validation: 60, test: 240 }   # couples; the others are left out, to save time

prompts: { values: notable, options: unlisted }   # short: what is usual goes unsaid, options are learnt from the plans

base: { model: bedside-base }   # the small model that comes with Bedside, trained on other invented clinics

arms:
  base: {}                                                # as it is
  icl: { shots: 2, selection: selective, per: case }      # shown two worked cases before each question
  sft: { epochs: 1, batchSize: 8, learningRate: 0.001 }   # fine-tuned on the recorded decisions

review:   # 60 cases, three reviewers each: two plans alone, then side by side, without their sources
  compare: [sft, icl, physician]
  cases: 60
  raters: 3
  simulated: true   # SIMULATED REVIEWERS judge: programs that read the text, and say nothing of what clinicians would
plan: analysis-plan.yaml   # what is asked, registered before anything is seen

prediction: { maxNewTokens: 320 }   # room for reasons, which a model gives at times
out: out
`

/** The demo's analysis plan. */
export const demoPlan = `plan: demo
title: Do reviewers prefer the arm that agrees more with the record?
seed: 7
resamples: 2000
hypotheses:
  - { id: paradox, question: paradox, preferred: icl, accurate: sft }
  - { id: clarity, question: rating, first: icl, second: sft, criterion: reasoningClarity }
  - { id: feasibility, question: rating, first: icl, second: sft, criterion: feasibility }
  - { id: over-record, question: preference, first: sft, second: physician, role: secondary }
`

/** Name of the plan's file, as the study names it. */
export const DEMO_PLAN_FILE = 'analysis-plan.yaml'
