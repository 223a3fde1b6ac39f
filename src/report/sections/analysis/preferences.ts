/** @file Section: preferences by pair, the strengths of all arms, and the checks of their model. */
import type { AnalysisResults } from '../../../analysis/index.ts'
import { type Estimate, isEstimated } from '../../../statistics/index.ts'
import type { DataTable } from '../../data-table.ts'
import { html, type Markup } from '../../html.ts'
import type { IntervalRow } from '../../interval-figure.ts'
import { columnsFor } from './columns.ts'
import { type AnalysisContext, nameOf, noSection, pairName, reviewTable, type Section } from './context.ts'

type Criterion = AnalysisResults['preferences'][number]
type Contrast = Criterion['contrasts'][number] & { readonly criterion: string }

const groupOf = (context: AnalysisContext, all: readonly Criterion[], name: string) => {
  const votes = all.find(({ criterion }) => criterion === name)?.votes ?? 0
  return context.words.preferences.group(nameOf(context, name), context.format.count(votes))
}

function contrastsTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const { preferences } = words
  const rows = analysis.preferences.flatMap(({ criterion, contrasts }) => contrasts.map(row => ({ ...row, criterion })))
  const column = columnsFor<Contrast>(context)
  return reviewTable(context, {
    file: 'preferences.csv',
    caption: preferences.contrasts(format.level(analysis.level)),
    columns: [
      column.file({
        criterion: ({ criterion }) => criterion,
        first: ({ first }) => first,
        second: ({ second }) => second,
      }),
      {
        label: words.comparisons.comparison,
        noWrap: true,
        show: row => pairName(context, row.first, row.second),
        csv: {},
      },
      column.estimate(preferences.netBenefit(format.level(analysis.level)), row => row.netBenefit, {
        scale: 'index',
        isDifference: true,
      }),
      column.count(preferences.forFirst, 'votes_for_first', row => row.forFirst),
      column.count(preferences.forSecond, 'votes_for_second', row => row.forSecond),
      column.count(preferences.ties, 'ties', row => row.ties),
      column.count(preferences.bothBad, 'both_bad', row => row.bothBad),
      column.count(words.common.cases, 'cases', row => row.cases),
      column.estimate(preferences.cliniciansLikeThem, row => row.cliniciansLikeThem, {
        scale: 'index',
        isDifference: true,
        prefix: 'two_way_',
      }),
      column.test(preferences.binomial, row => row.binomial, 'binomial_'),
    ],
    rows,
    groupOf: ({ criterion }) => groupOf(context, analysis.preferences, criterion),
  })
}

/** Each rater's own net benefit, for the file alone. */
function ratersTable(context: AnalysisContext): DataTable {
  const rows = context.analysis.preferences.flatMap(({ criterion, contrasts }) =>
    contrasts.flatMap(({ first, second, raters }) => raters.map(rater => ({ criterion, first, second, ...rater }))),
  )
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'preferences-by-rater.csv',
    caption: context.words.preferences.title,
    columns: [
      column.file({
        criterion: row => row.criterion,
        first: row => row.first,
        second: row => row.second,
        rater: row => row.raterId,
        net_benefit: row => row.netBenefit,
        votes: row => row.votes,
      }),
    ],
    rows,
  })
}

/** One line for each arm: its strength by both models. */
interface StrengthRow {
  readonly criterion: string
  readonly arm: string
  readonly bradleyTerry: Estimate
  readonly davidson: Estimate
}

function strengthRows({ preferences }: AnalysisResults): readonly StrengthRow[] {
  return preferences.flatMap(({ criterion, arms, bradleyTerry, davidson }) =>
    arms.map(arm => {
      const of = (fit: Criterion['bradleyTerry'] | Criterion['davidson']): Estimate =>
        'pairs' in fit
          ? (fit.arms.find(one => one.arm === arm)?.clustered ?? { notEstimable: 'not compared', n: 0 })
          : { notEstimable: fit.notEstimable, n: fit.n }
      return { criterion, arm, bradleyTerry: of(bradleyTerry), davidson: of(davidson) }
    }),
  )
}

function strengthsTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const { preferences } = words
  const look = { scale: 'index' as const, isDifference: true }
  const column = columnsFor<StrengthRow>(context)
  return reviewTable(context, {
    file: 'strengths.csv',
    caption: preferences.strengths(format.level(analysis.level)),
    columns: [
      column.file({ criterion: ({ criterion }) => criterion }),
      column.text(
        words.common.arm,
        'arm',
        ({ arm }) => arm,
        ({ arm }) => words.terms.arm(arm),
      ),
      column.estimate(preferences.strength, row => row.bradleyTerry, { ...look, prefix: 'bradley_terry_' }),
      column.estimate(preferences.davidson, row => row.davidson, { ...look, prefix: 'davidson_' }),
    ],
    rows: strengthRows(analysis),
    groupOf: ({ criterion }) => groupOf(context, analysis.preferences, criterion),
  })
}

/** Figures that say whether the model holds: side, ties, fit. */
function modelTable(context: AnalysisContext): DataTable {
  const { analysis, words } = context
  const { preferences } = words
  const rows = analysis.preferences.flatMap(({ criterion, bradleyTerry, davidson }) => {
    const none = (fit: { readonly notEstimable: string; readonly n: number }): Estimate => fit
    const position: Estimate =
      'pairs' in bradleyTerry
        ? (bradleyTerry.position?.clustered ?? { notEstimable: 'not in the model', n: bradleyTerry.n })
        : none(bradleyTerry)
    const logTie: Estimate = 'pairs' in davidson ? davidson.logTie.clustered : none(davidson)
    return [
      { criterion, check: 'position' as const, estimate: position },
      { criterion, check: 'logTie' as const, estimate: logTie },
    ]
  })
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'preference-model.csv',
    caption: preferences.model,
    columns: [
      column.file({ criterion: ({ criterion }) => criterion }),
      column.text(
        preferences.check,
        'check',
        ({ check }) => check,
        ({ check }) => preferences[check],
      ),
      column.estimate(preferences.value, ({ estimate }) => estimate, { scale: 'index', isDifference: true }),
    ],
    rows,
    groupOf: ({ criterion }) => groupOf(context, analysis.preferences, criterion),
  })
}

/** Net benefit by pair, strengths and checks; nothing without preferences. */
export function preferencesSection(context: AnalysisContext, figure: Markup | false): Section {
  const { analysis, words } = context
  if (analysis.preferences.length === 0) return noSection
  const tables = [contrastsTable(context), strengthsTable(context), modelTable(context)]
  return {
    markup: html`<h2>${words.preferences.title}</h2>
<p>${words.preferences.intro}</p>
${tables[0].markup}
${figure}
${tables.slice(1).map(({ markup }) => markup)}`,
    tables: [...tables, ratersTable(context)],
  }
}

/** Lines of the figure: strength of each arm by criterion. */
export function preferenceRows(context: AnalysisContext): readonly IntervalRow[] {
  const { analysis, words, format } = context
  return strengthRows(analysis).map(({ criterion, arm, bradleyTerry: found }) => ({
    panel: nameOf(context, criterion),
    label: words.terms.arm(arm),
    mark: 'filled',
    value: isEstimated(found) ? found.value : null,
    low: isEstimated(found) ? found.interval[0] : null,
    high: isEstimated(found) ? found.interval[1] : null,
    text: format.estimate(found, 'index', true),
  }))
}
