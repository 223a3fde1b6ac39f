/** @file The report's figures as CSV files, one row an estimate, unrounded. */
import { type CsvCell, toCsv } from '../support/index.ts'
import type { BenchmarkResults } from '../benchmark/index.ts'
import { type Estimate, isEstimated } from '../statistics/index.ts'
import { armRows } from './sections/arms.ts'
import { flowRows } from './sections/flow.ts'
import type { StudyArtifacts } from './study-artifacts.ts'

const ESTIMATE_COLUMNS = ['n', 'value', 'low', 'high', 'level', 'method', 'not_estimable']

function estimateCells(estimate: Estimate): readonly CsvCell[] {
  if (!isEstimated(estimate)) return [estimate.n, null, null, null, null, null, estimate.notEstimable]
  const { n, value, interval, level, method } = estimate
  return [n, value, interval[0], interval[1], level, method, null]
}

function estimatesCsv({ estimates, predictors }: BenchmarkResults): string {
  const kindOf = new Map(predictors.map(({ name, kind }) => [name, kind]))
  return toCsv(
    ['predictor', 'kind', 'layer', 'stratum', 'metric', 'role', 'successes', ...ESTIMATE_COLUMNS],
    estimates.map(({ predictor, layer, stratum, metric, role, successes, estimate }) => [
      predictor,
      kindOf.get(predictor) ?? null,
      layer,
      stratum,
      metric,
      role,
      successes ?? null,
      ...estimateCells(estimate),
    ]),
  )
}

function differencesCsv({ differences }: BenchmarkResults): string {
  return toCsv(
    ['first', 'second', 'layer', 'metric', 'role', 'first_only', 'second_only', 'mcnemar_p', ...ESTIMATE_COLUMNS],
    differences.map(({ first, second, layer, metric, role, mcnemar, estimate }) => [
      first,
      second,
      layer,
      metric,
      role,
      mcnemar?.firstOnly ?? null,
      mcnemar?.secondOnly ?? null,
      mcnemar?.p ?? null,
      ...estimateCells(estimate),
    ]),
  )
}

function seenCsv({ seenInTraining }: BenchmarkResults): string {
  return toCsv(
    ['predictor', 'layer', 'metric', 'seen_in_training', 'successes', ...ESTIMATE_COLUMNS],
    seenInTraining.estimates.map(({ predictor, layer, metric, seen, successes, estimate }) => [
      predictor,
      layer,
      metric,
      seen,
      successes ?? null,
      ...estimateCells(estimate),
    ]),
  )
}

function readabilityCsv({ readability }: BenchmarkResults): string {
  return toCsv(
    ['arm', 'cases', 'what', 'count'],
    readability.flatMap(({ predictor, cases, missing, unreadable, cut, droppedExemplars, errorKinds }) => [
      [predictor, cases, 'missing', missing],
      [predictor, cases, 'unreadable', unreadable],
      [predictor, cases, 'cut at length limit', cut],
      [predictor, cases, 'exemplars dropped', droppedExemplars],
      ...errorKinds.map(({ kind, count }) => [predictor, cases, `fault: ${kind}`, count]),
    ]),
  )
}

/** The re-weighted figures in files of their own, so that nobody takes them for the ones as sampled. */
function reweightedTables(results: BenchmarkResults): readonly (readonly [string, string])[] {
  if (results.reweighted === null) return []
  const { estimates, differences } = results.reweighted
  return [
    ['reweighted-estimates.csv', estimatesCsv({ ...results, estimates })],
    ['reweighted-differences.csv', differencesCsv({ ...results, differences })],
  ]
}

function gapsCsv({ gaps }: BenchmarkResults): string {
  return toCsv(
    ['predictor', 'first', 'second', 'layer', 'metric', 'role', ...ESTIMATE_COLUMNS],
    gaps.map(({ predictor, first, second, layer, metric, role, estimate }) => [
      predictor,
      first,
      second,
      layer,
      metric,
      role,
      ...estimateCells(estimate),
    ]),
  )
}

function rareCsv({ rareSituations }: BenchmarkResults): string {
  return toCsv(
    ['situation', 'cases', 'training_cases', 'predictor', 'layer', 'metric', 'successes', ...ESTIMATE_COLUMNS],
    rareSituations.flatMap(({ name, cases, trainingCases, estimates }) =>
      estimates.map(({ predictor, layer, metric, successes, estimate }) => [
        name,
        cases,
        trainingCases,
        predictor,
        layer,
        metric,
        successes ?? null,
        ...estimateCells(estimate),
      ]),
    ),
  )
}

/** File name below `tables/` -> CSV text. */
export function reportTables(study: StudyArtifacts): ReadonlyMap<string, string> {
  return new Map([
    ['flow.csv', toCsv(['step', 'detail', 'rows', 'couples'], flowRows(study))],
    ['arms.csv', toCsv(['artifact', 'what', 'value'], armRows(study))],
    ['estimates.csv', estimatesCsv(study.results)],
    ['differences.csv', differencesCsv(study.results)],
    ['gaps-head-tail.csv', gapsCsv(study.results)],
    ['rare-situations.csv', rareCsv(study.results)],
    ...reweightedTables(study.results),
    ['seen-in-training.csv', seenCsv(study.results)],
    ['readability.csv', readabilityCsv(study.results)],
  ])
}
