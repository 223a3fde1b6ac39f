/** @file The study that `npm run bench:study` runs at each size: invented couples, all four arms, a simulated review. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The study file. Four fifths of the couples train, 15 % are tested on, as by default: every stage but the review meets work
 * that grows with the couples. The review has 60 cases at every size that has as many: people's time decides it, not the cohort.
 */
const studyOf = (couples: number, pairs: 'sampled' | 'perturbed'): string => `study: bench-${couples}
title: Bench of the whole study
specialty: infertility
seed: 7
records: { synthetic: { couples: ${couples}, seed: 7, goldShare: 0.1 } }
prompts: { values: notable, options: unlisted }
base: { model: bedside-base }
arms:
  icl: { shots: 2, selection: selective, per: case }
  sft: { epochs: 1, batchSize: 8, learningRate: 0.001 }
  dpo: { from: sft, pairs: { source: ${pairs} } }
  grpo: { from: sft, generations: 8, batchSize: 64, epochs: 0.2 }
prediction: { maxNewTokens: 320 }
review: { compare: [sft, grpo, physician], cases: ${Math.min(60, Math.floor(couples * 0.15))}, raters: 3, simulated: true }
plan: analysis-plan.yaml
`

const PLAN = `plan: bench
title: Bench of the whole study
seed: 7
resamples: 2000
hypotheses:
  - { id: paradox, question: paradox, preferred: sft, accurate: grpo }
  - { id: clarity, question: rating, first: sft, second: grpo, criterion: reasoningClarity }
  - { id: feasibility, question: rating, first: sft, second: grpo, criterion: feasibility }
  - { id: over-record, question: preference, first: sft, second: physician, role: secondary }
`

/**
 * Writes study and plan of a size into a folder; files that are there stay, so that a bench that was cut off goes on. Pairs that are
 * `perturbed` need no model that samples them.
 */
export function writeBenchStudy(folder: string, couples: number, pairs: 'sampled' | 'perturbed'): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of [
    ['analysis-plan.yaml', PLAN],
    ['study.yaml', studyOf(couples, pairs)],
  ]) {
    if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), text)
  }
}
