/** @file Section: how far raters agree with each other, and each with herself on hidden repeats. */
import type { AnalysisResults } from '../../../analysis/index.ts'
import { type Estimate, isEstimated } from '../../../statistics/index.ts'
import type { DataTable } from '../../data-table.ts'
import { type Content, html } from '../../html.ts'
import { columnsFor, estimateCsv } from './columns.ts'
import { type AnalysisContext, nameOf, noSection, reviewTable, type Section } from './context.ts'

type Agreement = AnalysisResults['agreement'][number]
type Repeats = AnalysisResults['intraRater'][number]

/** Labels of Landis and Koch (1977), by the limit from which they hold. */
const LABELS = [
  [0.8, 'almostPerfect'],
  [0.6, 'substantial'],
  [0.4, 'moderate'],
  [0.2, 'fair'],
  [0, 'slight'],
] as const

/** A word for the lower limit alone: the value itself would promise more than the data show. */
export function verbalLabel({ words, format }: AnalysisContext, estimate: Estimate): string {
  if (!isEstimated(estimate)) return format.none(estimate.notEstimable)
  const [low] = estimate.interval
  const found = LABELS.find(([from]) => low > from)
  return words.agreement.labels[found?.[1] ?? 'none']
}

/** Of the six forms, those for a single rater and for the mean of all, raters as a sample. */
const formOf = (row: Agreement, name: 'ICC(2,1)' | 'ICC(2,k)'): Estimate => {
  if ('notEstimable' in row.icc) return row.icc
  const found = row.icc.forms.find(({ form }) => form === name)
  return found?.estimate ?? { notEstimable: 'no case', n: row.units }
}

const armCell = ({ words }: AnalysisContext, { about, arm }: Agreement): Content =>
  about === 'preference' ? words.agreement.choices : arm === null ? words.agreement.allArms : words.terms.arm(arm)

function betweenTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const { agreement } = words
  const index = { scale: 'index' as const }
  const column = columnsFor<Agreement>(context)
  return reviewTable(context, {
    file: 'rater-agreement.csv',
    caption: agreement.caption(format.level(analysis.level)),
    columns: [
      column.file({ about: ({ about }) => about, criterion: ({ criterion }) => criterion }),
      column.text(
        words.common.arm,
        'arm',
        ({ arm }) => arm,
        row => armCell(context, row),
      ),
      column.count(agreement.units, 'units', ({ units }) => units),
      column.count(agreement.raters, 'raters', ({ raters }) => raters),
      column.estimate(agreement.alpha, row => row.krippendorffAlpha, { ...index, prefix: 'alpha_' }),
      {
        label: agreement.verbal,
        show: row => verbalLabel(context, row.krippendorffAlpha),
        csv: {},
      },
      column.estimate(agreement.gwet, row => row.gwet, { ...index, prefix: 'gwet_' }),
      column.estimate(agreement.fleiss, row => row.fleissKappa, { ...index, prefix: 'fleiss_' }),
      column.estimate('ICC(2,1)', row => formOf(row, 'ICC(2,1)'), { ...index, prefix: 'icc_single_' }),
      column.estimate('ICC(2,k)', row => formOf(row, 'ICC(2,k)'), { ...index, prefix: 'icc_mean_' }),
      column.estimate(agreement.percent, row => row.percentAgreement, { scale: 'share', prefix: 'percent_' }),
    ],
    rows: analysis.agreement,
    groupOf: ({ criterion, about }) => words.common.of(nameOf(context, criterion), agreement.about[about]),
  })
}

function repeatsTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const { agreement } = words
  const column = columnsFor<Repeats>(context)
  return reviewTable(context, {
    file: 'rater-repeats.csv',
    caption: agreement.repeats(format.level(analysis.level)),
    columns: [
      column.text(
        agreement.what,
        'about',
        ({ about }) => about,
        ({ about }) => agreement.about[about],
      ),
      column.text(
        words.common.rater,
        'rater',
        ({ raterId }) => raterId,
        ({ raterId }) => raterId ?? agreement.allRaters,
      ),
      {
        label: agreement.kappa,
        align: 'right',
        show: ({ kappa }) => format.estimate(kappa, 'index', false),
        csv: estimateCsv<Repeats>(({ kappa }) => kappa),
      },
      column.page(agreement.verbal, ({ kappa }) => verbalLabel(context, kappa)),
      { label: agreement.pairs, align: 'right', show: ({ kappa }) => format.count(kappa.n), csv: {} },
    ],
    rows: analysis.intraRater,
    none: agreement.noRepeats,
  })
}

/** Agreement between raters by criterion and arm, and within raters; nothing without a review. */
export function raterAgreementSection(context: AnalysisContext): Section {
  const { analysis, words } = context
  if (analysis.agreement.length === 0) return noSection
  const { agreement } = words
  const [table, repeats] = [betweenTable(context), repeatsTable(context)]
  return {
    markup: html`<h2>${agreement.title}</h2>
<p>${agreement.intro}</p>
${table.markup}
${repeats.markup}`,
    tables: [table, ...(analysis.intraRater.length > 0 ? [repeats] : [])],
  }
}
