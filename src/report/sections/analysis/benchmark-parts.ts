/** @file Sections of the benchmark that the analysis adds: adherence to the rules, and arms by stratum. */
import type { AnalysisResults } from '../../../analysis/index.ts'
import { isEstimated } from '../../../statistics/index.ts'
import { html } from '../../html.ts'
import { armColumn, columnsFor, estimateCsv } from './columns.ts'
import { type AnalysisContext, benchmarkTable, nameOf, noSection, pairName, type Section } from './context.ts'

/** How often each arm and the recorded decision stay within the rules; nothing for a specialty without rules. */
export function ruleAdherenceSection(context: AnalysisContext): Section {
  const { analysis, words, format } = context
  if (analysis.ruleAdherence.length === 0) return noSection
  const column = columnsFor<AnalysisResults['ruleAdherence'][number]>(context)
  const table = benchmarkTable(context, {
    file: 'rule-adherence.csv',
    caption: words.rules.caption,
    columns: [
      column.file({ layer: ({ layer }) => layer }),
      armColumn(context),
      column.count(words.rules.within, 'within', ({ within }) => within),
      column.count('n', 'cases', ({ estimate }) => estimate.n),
      column.estimate(words.rules.share(format.level(analysis.level)), ({ estimate }) => estimate, {
        scale: 'share',
      }),
    ],
    rows: analysis.ruleAdherence,
    groupOf: ({ layer }) => nameOf(context, layer),
  })
  return { markup: html`<h2>${words.rules.title}</h2><p>${words.rules.intro}</p>${table.markup}`, tables: [table] }
}

type StratumRow = AnalysisResults['strata'][number]

/** Differences of arms in head, mid and tail, and whether they are others in the tail than in the head. */
export function strataDifferencesSection(context: AnalysisContext): Section {
  const { analysis, words, format } = context
  if (analysis.strata.length === 0) return noSection
  const names = [...new Set(analysis.strata.flatMap(({ strata }) => strata.map(({ stratum }) => stratum)))]
  const of = (row: StratumRow, name: string) => row.strata.find(({ stratum }) => stratum === name)
  const column = columnsFor<StratumRow>(context)
  const table = benchmarkTable(context, {
    file: 'strata-differences.csv',
    caption: words.strata.caption(format.level(analysis.level)),
    columns: [
      column.file({ layer: ({ layer }) => layer, first: ({ first }) => first, second: ({ second }) => second }),
      {
        label: words.comparisons.comparison,
        noWrap: true,
        show: ({ first, second }) => pairName(context, first, second),
        csv: {},
      },
      ...names.map(name => ({
        label: words.terms.stratum(name),
        align: 'right' as const,
        show: (row: StratumRow) => {
          const found = of(row, name)
          if (!found) return format.none('no cases')
          const text = format.estimate(found.difference, 'share', true)
          return isEstimated(found.difference)
            ? `${text}, n = ${format.count(found.cases)}`
            : `${text} (n = ${format.count(found.cases)})`
        },
        csv: {
          [`${name}_cases`]: (row: StratumRow) => of(row, name)?.cases ?? null,
          ...estimateCsv<StratumRow>(row => of(row, name)?.difference ?? null, `${name}_`),
        },
      })),
      column.test(words.strata.interaction, ({ interaction }) => interaction, 'interaction_'),
    ],
    rows: analysis.strata,
    groupOf: ({ layer }) => nameOf(context, layer),
  })
  return { markup: html`<h2>${words.strata.title}</h2><p>${words.strata.intro}</p>${table.markup}`, tables: [table] }
}
