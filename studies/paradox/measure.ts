/** @file What a finished run found, in the figures of the table. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnalysisResults } from '../../src/analysis/index.ts'
import { type Score, wholePlan } from '../../src/benchmark/index.ts'
import { loadMaterial } from '../../src/review/preparation/index.ts'
import { readPlan } from '../../src/review/reading/index.ts'
import { qualitiesOf } from '../../src/review/simulated/qualities.ts'
import { clusterBootstrap, type Estimate, notEstimable } from '../../src/statistics/index.ts'
import type { Study } from '../../src/study/index.ts'
import { studySpecialty } from '../../src/study/study-specialty.ts'
import { loadJsonl } from '../../src/support/index.ts'

/** What was found of one arm; null where the arm has no such figure (the recorded decision agrees with itself). */
export interface ArmFigures {
  readonly arm: string
  /** Shares of whole plans, and of all parts of all plans, that agree with the record; clusters are couples. */
  readonly wholePlans: Estimate | null
  readonly allParts: Estimate | null
  /** Mean points from 1 to 5. */
  readonly clarity: Estimate
  readonly feasibility: Estimate
  /** Wins of its own comparisons, a tie as half, and share of all wins of the review. */
  readonly preferred: Estimate
  readonly shareOfWins: Estimate
  /** Means over the plans of the review: words of the reasons, and what a simulated reviewer reads, from 0 to 1. */
  readonly words: number
  readonly reasons: number
  readonly citation: number
  readonly keyFields: number
  readonly checks: number
}

/** What was found in one run. */
export interface RunFigures {
  readonly arms: readonly ArmFigures[]
  /** Of the planned paradox. */
  readonly paradox: AnalysisResults['paradoxes'][number]
}

const RESAMPLES = 2000

/** Share of right answers over these scores, with a BCa interval over couples. */
function shareRight(scores: readonly Score[], seed: number, name: string): Estimate {
  const rows = scores.map(({ coupleId, correct }) => ({
    cluster: coupleId,
    adds: [
      [0, Number(correct)],
      [1, 1],
    ] as const,
  }))
  const statistics = [{ name, n: rows.length, compute: ([right, all]: Float64Array) => (all > 0 ? right / all : null) }]
  const request = { rows, columns: 2, statistics, seed, stream: ['paradox', name], resamples: RESAMPLES, level: 0.95 }
  return clusterBootstrap(request).get(name) ?? notEstimable('no scores', 0)
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** What simulated reviewers read in the plans of each arm. */
async function readings(study: Study) {
  const specialty = studySpecialty(study)
  const { cases, plans } = await loadMaterial(join(study.out, 'review-material'))
  const recordOf = new Map(cases.map(({ caseId, sheet }) => [caseId, sheet]))
  const read = plans.flatMap(({ caseId, arm, sheet }) => {
    const record = recordOf.get(caseId)
    return record === undefined ? [] : [{ arm, reading: readPlan(record, sheet, specialty) }]
  })
  return (arm: string) => {
    const own = read.filter(one => one.arm === arm).map(({ reading }) => reading)
    const qualities = own.map(qualitiesOf)
    return {
      words: mean(own.map(({ words }) => words)),
      reasons: mean(qualities.map(({ reasons }) => reasons)),
      citation: mean(qualities.map(({ citation }) => citation)),
      keyFields: mean(qualities.map(({ keyFields }) => keyFields)),
      checks: mean(qualities.map(({ checks }) => checks)),
    }
  }
}

/** The figures of a run that is complete: benchmark, review and analysis are there. */
export async function measureRun(study: Study): Promise<RunFigures> {
  const analysis = JSON.parse(readFileSync(join(study.out, 'analysis', 'results.json'), 'utf8')) as AnalysisResults
  const scores = await loadJsonl<Score>(join(study.out, 'benchmark', 'scores.jsonl'))
  const parts = new Set(studySpecialty(study).decisionLayers.map(({ name }) => name))
  const { seed } = study.config
  const readingsOf = await readings(study)
  const rated = (criterion: string, arm: string): Estimate =>
    analysis.ratings.find(one => one.criterion === criterion)?.arms.find(one => one.arm === arm)?.mean ??
    notEstimable('no ratings', 0)
  const rates = analysis.preferences.find(({ criterion }) => criterion === 'overall')?.rates.arms ?? []
  const arms = (analysis.review?.arms ?? []).map((arm): ArmFigures => {
    const own = scores.filter(score => score.arm === arm)
    const rate = rates.find(one => one.arm === arm)
    const share = (chosen: readonly Score[], what: string) =>
      chosen.length === 0 ? null : shareRight(chosen, seed, `${arm} ${what}`)
    return {
      arm,
      wholePlans: share(
        own.filter(({ layer }) => layer === wholePlan),
        'whole plans',
      ),
      allParts: share(
        own.filter(({ layer }) => parts.has(layer)),
        'all parts',
      ),
      clarity: rated('reasoningClarity', arm),
      feasibility: rated('feasibility', arm),
      preferred: rate?.ownComparisonsTiesHalf.estimate ?? notEstimable('no votes', 0),
      shareOfWins: rate?.shareOfAllWins.estimate ?? notEstimable('no votes', 0),
      ...readingsOf(arm),
    }
  })
  const paradox = analysis.paradoxes.find(({ hypothesis }) => hypothesis === 'paradox')
  if (paradox === undefined) throw new Error(`study:paradox: expected the planned paradox in ${study.out}, got none`)
  return { arms, paradox }
}
