/** @file Section: net benefit at each centre, over all of them, and without each in turn. */
import type { AnalysisResults } from '../../../analysis/index.ts'
import { type Estimate, isEstimated, type NotEstimable, type RandomEffects } from '../../../statistics/index.ts'
import type { DataTable } from '../../data-table.ts'
import { html, type Markup } from '../../html.ts'
import type { IntervalRow } from '../../interval-figure.ts'
import { columnsFor } from './columns.ts'
import { type AnalysisContext, nameOf, noSection, pairName, reviewTable, type Section } from './context.ts'

type Centres = AnalysisResults['centres'][number]

/** One line: a centre, a way of pooling, or all centres but one. */
interface CentreRow {
  readonly pair: Centres
  readonly kind: 'centre' | 'pooled' | 'dersimonianLaird' | 'common' | 'without'
  readonly name: string
  readonly estimate: Estimate
  readonly votes: number | null
  readonly raters: number | null
  /** Of random effects alone. */
  readonly random: RandomEffects | null
}

const randomOf = (found: RandomEffects | NotEstimable): RandomEffects | null => ('tau2' in found ? found : null)

function rowsOf({ words }: AnalysisContext, pair: Centres): readonly CentreRow[] {
  const none = { votes: null, raters: null, random: null }
  const { centres, pooled, dersimonianLaird, common, leaveOneOut } = pair
  return [
    ...centres.map(({ centre, netBenefit, votes, raters }) => ({
      pair,
      kind: 'centre' as const,
      name: centre,
      estimate: netBenefit,
      votes,
      raters,
      random: null,
    })),
    { ...none, pair, kind: 'pooled', name: words.centres.pooled, estimate: pooled, random: randomOf(pooled) },
    {
      ...none,
      pair,
      kind: 'dersimonianLaird',
      name: words.centres.dersimonianLaird,
      estimate: dersimonianLaird,
      random: randomOf(dersimonianLaird),
    },
    { ...none, pair, kind: 'common', name: words.centres.common, estimate: common },
    ...leaveOneOut.map(({ without, result }) => ({
      ...none,
      pair,
      kind: 'without' as const,
      name: words.centres.without(without),
      estimate: result,
      random: randomOf(result),
    })),
  ]
}

function heterogeneityText({ words, format }: AnalysisContext, random: RandomEffects | null): string {
  if (!random) return words.centres.notRandom
  const { heterogeneity, tau2 } = random
  if (!heterogeneity) return words.centres.noPrediction
  const { test, i2 } = heterogeneity
  return words.centres.differences(format.number(tau2, 3), format.value(i2, 'share'), format.p(test.p))
}

function centresTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const rows = analysis.centres.flatMap(pair => rowsOf(context, pair))
  const column = columnsFor<CentreRow>(context)
  const counted = (count: number | null) => (count === null ? words.centres.all : format.count(count))
  return reviewTable<CentreRow>(context, {
    file: 'centres.csv',
    caption: words.centres.caption(format.level(analysis.level)),
    columns: [
      column.file({
        criterion: ({ pair }) => pair.criterion,
        first: ({ pair }) => pair.first,
        second: ({ pair }) => pair.second,
        kind: ({ kind }) => kind,
      }),
      column.text(words.centres.centre, 'name', ({ name }) => name),
      column.estimate(words.centres.netBenefit(format.level(analysis.level)), ({ estimate }) => estimate, {
        scale: 'index',
        isDifference: true,
      }),
      {
        label: words.centres.prediction,
        align: 'right',
        show: ({ random }) =>
          random?.predictionInterval
            ? format.interval(random.predictionInterval, 'index', true)
            : random
              ? words.centres.noPrediction
              : words.centres.notRandom,
        csv: {
          prediction_low: ({ random }) => random?.predictionInterval?.[0] ?? null,
          prediction_high: ({ random }) => random?.predictionInterval?.[1] ?? null,
        },
      },
      {
        label: words.centres.heterogeneity,
        show: ({ random }) => heterogeneityText(context, random),
        csv: {
          tau2: ({ random }) => random?.tau2 ?? null,
          i2: ({ random }) => random?.heterogeneity?.i2 ?? null,
          q_p: ({ random }) => random?.heterogeneity?.test.p ?? null,
        },
      },
      {
        label: words.common.votes,
        align: 'right',
        show: ({ votes }) => counted(votes),
        csv: { votes: ({ votes }) => votes, raters: ({ raters }) => raters },
      },
    ],
    rows,
    groupOf: ({ pair }) =>
      context.words.common.of(pairName(context, pair.first, pair.second), nameOf(context, pair.criterion)),
  })
}

/** Raters who voted at several centres make them depend on each other: said where it is so. */
function sharedNote({ analysis, words, format }: AnalysisContext): Markup | false {
  const most = Math.max(0, ...analysis.centres.map(({ sharedRaters }) => sharedRaters))
  return most > 0 && html`<p class="notice">${words.centres.shared(format.count(most))}</p>`
}

/** Each centre, the pooled figures and what each centre leaves; nothing with fewer than two centres. */
export function centresSection(context: AnalysisContext, figure: Markup | false): Section {
  const { analysis, words } = context
  if (analysis.centres.length === 0) return noSection
  const table = centresTable(context)
  return {
    markup: html`<h2>${words.centres.title}</h2>
<p>${words.centres.intro}</p>
${sharedNote(context)}
${figure}
${table.markup}`,
    tables: [table],
  }
}

/** Lines of the forest plot: each centre, and all of them with the prediction interval. */
export function centreRows(context: AnalysisContext): readonly IntervalRow[] {
  const { analysis, format } = context
  return analysis.centres.flatMap(pair =>
    rowsOf(context, pair)
      .filter(({ kind }) => kind === 'centre' || kind === 'pooled' || kind === 'common')
      .map(({ kind, name, estimate, random }) => ({
        panel: context.words.common.of(pairName(context, pair.first, pair.second), nameOf(context, pair.criterion)),
        label: name,
        mark: kind === 'centre' ? ('filled' as const) : ('diamond' as const),
        value: isEstimated(estimate) ? estimate.value : null,
        low: isEstimated(estimate) ? estimate.interval[0] : null,
        high: isEstimated(estimate) ? estimate.interval[1] : null,
        wide: random?.predictionInterval ?? null,
        text: format.estimate(estimate, 'index', true),
      })),
  )
}
