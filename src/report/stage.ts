/** @file The report stage: one page, its tables and its figures, from the artifacts of a finished study. */
import { join } from 'node:path'
import { JUDGE_AGREEMENT } from '../judges/index.ts'
import { MATERIAL } from '../review/index.ts'
import type { Specialty } from '../specialty/index.ts'
import { type JsonValue, type Stage, type StageContext, writeFileAtomically } from '../support/index.ts'
import { analysisFigures } from './analysis-figures.ts'
import { checklistTables } from './checklists/index.ts'
import { curveCsv, forestCsv, forestPlot, trainingCurve } from './figures.ts'
import { formatsOf } from './formats.ts'
import { reportPage } from './page.ts'
import { forestRows } from './sections/agreement.ts'
import type { AnalysisContext } from './sections/analysis/context.ts'
import { analysisSections } from './sections/analysis/index.ts'
import { comparatorsSection } from './sections/comparators.ts'
import { loadStudyArtifacts, type ReportedStudy, type StudyArtifacts } from './study-artifacts.ts'
import { reportTables } from './tables.ts'
import { type Language, wordsOf } from './words/words.ts'

/** What a report is made for. */
export interface ReportOptions {
  readonly study: ReportedStudy
  readonly specialty: Specialty
  readonly arms: readonly string[]
  readonly hasReview: boolean
  /** Whether the study prepares a review that Bedside serves. */
  readonly hasMaterial?: boolean
  /** Whether language models were asked what its raters are asked. */
  readonly hasJudges?: boolean
  /** Whether the study has a base policy of its own; true when left out. */
  readonly hasBase?: boolean
  /** English by default; another language goes to an artifact of its own. */
  readonly language?: Language
}

/** Name of the artifact of a report in a language. */
export function reportArtifact(language: Language): string {
  return language === 'en' ? 'report' : `report-${language}`
}

/** The stage that writes report.html, tables/*.csv, figures/*.svg and the numbers of each figure as CSV. */
export function reportStage(options: ReportOptions): Stage {
  const {
    study,
    specialty,
    arms,
    hasReview,
    hasMaterial = false,
    hasJudges = false,
    hasBase = true,
    language = 'en',
  } = options
  const inputs = [
    'records',
    'split',
    'prompts',
    ...new Set([...(hasBase ? ['policies/base'] : []), ...arms.map(arm => `policies/${arm}`)]),
    ...(arms.includes('dpo') ? ['preferences'] : []),
    ...arms.map(arm => `predictions/${arm}`),
    'benchmark',
    ...(hasMaterial ? [MATERIAL] : []),
    ...(hasReview ? ['review'] : []),
    ...(hasJudges ? [JUDGE_AGREEMENT] : []),
    'analysis',
  ]
  return {
    title: language === 'en' ? 'report' : `report (${language})`,
    artifact: reportArtifact(language),
    inputs,
    sources: [],
    settings: { study, specialty, arms, hasReview, hasMaterial, hasJudges, language } as unknown as JsonValue,
    module: import.meta.url,
    run: context => writeReport(options, inputs, context),
  }
}

/** The analysis with the words of the language. */
function analysisContext({ analysis, review, material, results }: StudyArtifacts, language: Language): AnalysisContext {
  const words = wordsOf(language)
  const layers = new Map(results.layers.map(({ name, label }) => [name, label]))
  return { analysis, review, material, words, format: formatsOf(words), layers }
}

async function writeReport(options: ReportOptions, inputs: readonly string[], context: StageContext) {
  const artifacts = await loadStudyArtifacts(options, inputs, context)
  const { results } = artifacts
  const write = (file: string, text: string) => writeFileAtomically(join(context.output, file), text)
  const analysis = analysisContext(artifacts, options.language ?? 'en')
  const { words, format } = analysis
  const rows = forestRows({ results, words, format })
  const forest = await forestPlot({
    rows,
    predictors: results.predictors,
    axisTitle: words.figure.axis(format.level(results.level)),
    description: words.figure.description,
  })
  write('figures/agreement.svg', forest)
  write('figures/agreement.csv', forestCsv(rows))
  const curves = new Map<string, string>()
  for (const [policy, curve] of artifacts.curves) {
    if (curve.points.length === 0) continue
    const svg = await trainingCurve(policy, curve, words)
    curves.set(policy, svg)
    write(`figures/training-${policy}.svg`, svg)
    write(`figures/training-${policy}.csv`, curveCsv(curve))
  }
  const drawn = await analysisFigures(analysis)
  for (const [name, { svg, csv }] of drawn) {
    write(`figures/${name}.svg`, svg)
    write(`figures/${name}.csv`, csv)
  }
  const sections = analysisSections(analysis, drawn)
  const comparators = comparatorsSection(analysis, artifacts.judges)
  const tables = new Map([
    ...reportTables(artifacts),
    ...[...sections.question, comparators, ...sections.benchmark].flatMap(section =>
      section.tables.map(({ file, csv }) => [file, csv] as const),
    ),
  ])
  for (const [file, text] of tables) write(`tables/${file}`, text)
  for (const [file, text] of checklistTables(artifacts)) write(`checklists/${file}`, text)
  write('report.html', reportPage(artifacts, { forest, curves }, analysis, { ...sections, comparators }))
  return { tables: tables.size, figures: curves.size + 1 + drawn.size }
}
