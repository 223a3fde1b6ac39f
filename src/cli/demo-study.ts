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

base: { model: bedside-base }   # the small model that comes with Bedside, trained on other invented clinics

arms:
  base: {}                                                # as it is
  icl: { shots: 2, selection: selective, per: case }      # shown two worked cases before each question
  sft: { epochs: 1, batchSize: 8, learningRate: 0.001 }   # fine-tuned on the recorded decisions

prediction: { maxNewTokens: 320 }   # room for reasons, which a model gives at times
out: out
`
