/** @file Section: the order of the arms by agreement with the record, and by preference. */
import type { DataTable } from '../../data-table.ts'
import { html, type Markup } from '../../html.ts'
import { armColumn, columnsFor } from './columns.ts'
import { type AnalysisContext, nameOf, noSection, reviewTable, type Section } from './context.ts'

type Ordering = AnalysisContext['analysis']['orderings'][number]

function placesTable(context: AnalysisContext, { layer, criterion, orderings }: Ordering): DataTable {
  const { words, format } = context
  const rows = 'arms' in orderings ? orderings.arms : []
  const number = (label: string, key: 'agreement' | 'preference', show: (value: number) => string) => ({
    label,
    align: 'right' as const,
    show: (row: (typeof rows)[number]) => show(row[key]),
    csv: { [key]: (row: (typeof rows)[number]) => row[key] },
  })
  const place = (label: string, key: 'agreementPlace' | 'preferencePlace', name: string) => ({
    label,
    align: 'right' as const,
    // Ties share their mean place, such as 1.5.
    show: (row: (typeof rows)[number]) => String(row[key]),
    csv: { [name]: (row: (typeof rows)[number]) => row[key] },
  })
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: `orders-${layer}-${criterion}.csv`,
    caption: words.orderings.caption(nameOf(context, layer), nameOf(context, criterion)),
    columns: [
      column.file({ layer: () => layer, criterion: () => criterion }),
      armColumn(context),
      number(words.orderings.agreement, 'agreement', value => format.value(value, 'share')),
      place(words.orderings.place, 'agreementPlace', 'agreement_place'),
      number(words.orderings.preference, 'preference', value => format.value(value, 'index', true)),
      place(words.orderings.place, 'preferencePlace', 'preference_place'),
    ],
    rows,
  })
}

function belowTable(context: AnalysisContext, { orderings }: Ordering): Markup {
  const { words, format } = context
  if ('notEstimable' in orderings) return html`<p>${format.none(orderings.notEstimable)}.</p>`
  const { kendallTauB: tau, reversal, arms } = orderings
  const tauText =
    'p' in tau
      ? words.orderings.tau(format.number(tau.statistic, 2), format.p(tau.p), arms.length < 5)
      : words.orderings.noTau(format.none(tau.notEstimable))
  const reversalText =
    'share' in reversal
      ? words.orderings.reversal(
          format.value(reversal.share, 'share'),
          format.count(reversal.resamples),
          format.count(arms.length),
          format.value(1 - 1 / arms.length, 'share'),
        )
      : words.orderings.noReversal(format.none(reversal.notEstimable))
  return html`<p>${tauText} ${reversalText}</p>`
}

/** Places side by side, Kendall's tau and the probability that the first places differ; nothing without votes. */
export function orderingsSection(context: AnalysisContext): Section {
  const { analysis, words } = context
  if (analysis.orderings.length === 0) return noSection
  const tables = analysis.orderings.map(one => placesTable(context, one))
  return {
    markup: html`<h2>${words.orderings.title}</h2>
<p>${words.orderings.intro}</p>
${analysis.orderings.map((one, i) => html`${'arms' in one.orderings && tables[i].markup}${belowTable(context, one)}`)}`,
    tables: tables.filter((_, i) => 'arms' in analysis.orderings[i].orderings),
  }
}
