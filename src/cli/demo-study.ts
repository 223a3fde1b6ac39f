/** @file The study file that `bedside demo` writes. */

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

base:                      # a small language model, trained from nothing on the training records
  hiddenSize: 128
  numBlocks: 4
  numHeads: 4
  contextLength: 896       # two cases in a row
  epochs: 2
  batchSize: 3             # small batches: in so short a run, the number of steps decides what is learnt
  learningRate: 0.003

arms:
  icl: { shots: 1, selection: selective }   # the base model, shown a worked case before each question
  sft: { epochs: 1, batchSize: 4, learningRate: 0.002 }   # the base model, fine-tuned on the recorded decisions

prediction: { maxNewTokens: 208 }
out: out
`
