/** @file The report stage: one page, its tables and its figures, from the artifacts of a finished study. */
import { join } from 'node:path'
import type { Specialty } from '../specialty/index.ts'
import { type JsonValue, type Stage, type StageContext, writeFileAtomically } from '../support/index.ts'
import { forestPlot, trainingCurve } from './figures.ts'
import { formatLevel } from './format.ts'
import { reportPage } from './page.ts'
import { forestRows } from './sections/agreement.ts'
import { loadStudyArtifacts, type ReportedStudy } from './study-artifacts.ts'
import { reportTables } from './tables.ts'

/** The stage that writes report.html, tables/*.csv and figures/*.svg. */
export function reportStage(options: {
  readonly study: ReportedStudy
  readonly specialty: Specialty
  readonly arms: readonly string[]
}): Stage {
  const { study, specialty, arms } = options
  const inputs = [
    'records',
    'split',
    'prompts',
    ...new Set(['policies/base', ...arms.map(arm => `policies/${arm}`)]),
    ...(arms.includes('dpo') ? ['preferences'] : []),
    ...arms.map(arm => `predictions/${arm}`),
    'benchmark',
  ]
  return {
    title: 'report',
    artifact: 'report',
    inputs,
    sources: [],
    settings: { study, specialty, arms } as unknown as JsonValue,
    module: import.meta.url,
    run: context => writeReport(options, inputs, context),
  }
}

async function writeReport(
  options: Parameters<typeof reportStage>[0],
  inputs: readonly string[],
  context: StageContext,
) {
  const artifacts = await loadStudyArtifacts(options, inputs, context)
  const { results } = artifacts
  const forest = await forestPlot({
    rows: forestRows(results),
    predictors: results.predictors,
    axisTitle: `share of test cases that agree with the record, ${formatLevel(results.level)} interval`,
    description: 'Agreement with the record per decision layer, arms beside baselines, with intervals',
  })
  const curves = new Map<string, string>()
  for (const [policy, curve] of artifacts.curves) {
    if (curve.points.length === 0) continue
    curves.set(policy, await trainingCurve(policy, curve, `Training of ${policy}: ${curve.quantity} by step`))
  }
  const write = (file: string, text: string) => writeFileAtomically(join(context.output, file), text)
  write('figures/agreement.svg', forest)
  for (const [policy, svg] of curves) write(`figures/training-${policy}.svg`, svg)
  const tables = reportTables(artifacts)
  for (const [file, text] of tables) write(`tables/${file}`, text)
  write('report.html', reportPage(artifacts, { forest, curves }))
  return { tables: tables.size, figures: curves.size + 1 }
}
