/** @file Section: how far raters agree with each other, and each with herself on hidden repeats. */
import type { AnalysisResults } from '../../../analysis/index.ts'
import { type Estimate, isEstimated } from '../../../statistics/index.ts'
import type { Content } from '../../html.ts'
import { html } from '../../html.ts'
import { countColumn, estimateColumn, estimateCsv, fileColumn, textColumn } from './columns.ts'
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

/** Agreement between raters by criterion and arm, and within raters; nothing without a review. */
export function raterAgreementSection(context: AnalysisContext): Section {
  const { analysis, words, format } = context
  if (analysis.agreement.length === 0) return noSection
  const { agreement } = words
  const index = { scale: 'index' as const }
  const table = reviewTable<Agreement>(context, {
    file: 'rater-agreement.csv',
    caption: agreement.caption(format.level(analysis.level)),
    columns: [
      fileColumn('about', ({ about }) => about),
      fileColumn('criterion', ({ criterion }) => criterion),
      textColumn(words.common.arm, 'arm', ({ arm }) => arm, row => armCell(context, row)),
      countColumn(context, agreement.units, 'units', ({ units }) => units),
      countColumn(context, agreement.raters, 'raters', ({ raters }) => raters),
      estimateColumn(context, agreement.alpha, row => row.krippendorffAlpha, { ...index, prefix: 'alpha_' }),
      {
        label: agreement.verbal,
        show: row => verbalLabel(context, row.krippendorffAlpha),
        csv: {},
      },
      estimateColumn(context, agreement.gwet, row => row.gwet, { ...index, prefix: 'gwet_' }),
      estimateColumn(context, agreement.fleiss, row => row.fleissKappa, { ...index, prefix: 'fleiss_' }),
      estimateColumn(context, 'ICC(2,1)', row => formOf(row, 'ICC(2,1)'), { ...index, prefix: 'icc_single_' }),
      estimateColumn(context, 'ICC(2,k)', row => formOf(row, 'ICC(2,k)'), { ...index, prefix: 'icc_mean_' }),
      estimateColumn(context, agreement.percent, row => row.percentAgreement, { scale: 'share', prefix: 'percent_' }),
    ],
    rows: analysis.agreement,
    groupOf: ({ criterion, about }) => `${nameOf(context, criterion)}: ${agreement.about[about]}`,
  })
  const repeats = reviewTable<Repeats>(context, {
    file: 'rater-repeats.csv',
    caption: agreement.repeats(format.level(analysis.level)),
    columns: [
      textColumn(agreement.what, 'about', ({ about }) => about, ({ about }) => agreement.about[about]),
      textColumn(words.common.rater, 'rater', ({ raterId }) => raterId, ({ raterId }) => raterId ?? agreement.allRaters),
      {
        label: agreement.kappa,
        align: 'right',
        show: ({ kappa }) => format.estimate(kappa, 'index', false),
        csv: estimateCsv(({ kappa }) => kappa),
      },
      { label: agreement.verbal, show: ({ kappa }) => verbalLabel(context, kappa), csv: {} },
      { label: agreement.pairs, align: 'right', show: ({ kappa }) => format.count(kappa.n), csv: {} },
    ],
    rows: analysis.intraRater,
    none: agreement.noRepeats,
  })
  return {
    markup: html`<h2>${agreement.title}</h2>
<p>${agreement.intro}</p>
${table.markup}
${repeats.markup}`,
    tables: [table, ...(analysis.intraRater.length > 0 ? [repeats] : [])],
  }
}
