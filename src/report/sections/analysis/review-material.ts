/** @file Section: what raters are shown, how it was made alike, and how well a machine tells it apart. */
import type { Estimate } from '../../../statistics/index.ts'
import type { DataTable } from '../../data-table.ts'
import { html } from '../../html.ts'
import { columnsFor } from './columns.ts'
import { type AnalysisContext, noSection, reviewTable, type Section } from './context.ts'

type PreparedReview = NonNullable<AnalysisContext['material']>

interface Item {
  readonly key: string
  readonly label: string
  readonly value: number
}

function itemsOf({ words }: AnalysisContext, { summary }: PreparedReview): readonly Item[] {
  const { items, stratum, done } = words.material
  const { cases, couples, training, texts, reshaped, casesWithEqualPlans: equal, leaks } = summary
  const named = { cases, couples, training, texts, reshaped, equal, ...leaks }
  const strata = Object.entries(summary.strata).map(([name, value]) => ({
    key: `stratum ${name}`,
    label: stratum(name),
    value,
  }))
  const counted = (Object.keys(items) as (keyof typeof items)[]).map(key => ({
    key,
    label: items[key],
    value: named[key],
  }))
  const kinds = Object.entries(summary.reshaping).map(([what, value]) => ({
    key: `reshaping ${what}`,
    label: done(what),
    value,
  }))
  return [...counted, ...strata, ...kinds]
}

function baselineTable(context: AnalysisContext, { baseline }: PreparedReview): DataTable {
  const { words, format } = context
  type Row = {
    readonly arm: string | null
    readonly auc: Estimate
    readonly median: number | null
    readonly unreadable: number | null
  }
  const lengths = new Map(baseline.lengths.arms.map(own => [own.arm, own.quartiles[1]]))
  const rows: readonly Row[] = [
    { arm: null, auc: baseline.overall, median: null, unreadable: null },
    ...Object.entries(baseline.armAgainstRest).map(([arm, auc]) => ({
      arm,
      auc,
      median: lengths.get(arm) ?? null,
      unreadable: baseline.unreadable[arm] ?? null,
    })),
  ]
  const column = columnsFor<Row>(context)
  const known = (value: number | null) => (value === null ? words.common.none : format.count(Math.round(value)))
  return reviewTable(context, {
    file: 'distinguishability.csv',
    caption: words.material.machineCaption(format.level('level' in baseline.overall ? baseline.overall.level : 0.95)),
    columns: [
      column.text(
        words.common.arm,
        'arm',
        ({ arm }) => arm ?? 'all',
        ({ arm }) => (arm === null ? words.material.overall : words.terms.arm(arm)),
      ),
      column.estimate(words.material.auc, ({ auc }) => auc, { scale: 'index', prefix: 'auc_' }),
      column.text(
        words.material.median,
        'median_characters',
        ({ median }) => median,
        ({ median }) => known(median),
      ),
      column.text(
        words.material.unreadable,
        'unreadable',
        ({ unreadable }) => unreadable,
        ({ unreadable }) => known(unreadable),
      ),
    ],
    rows,
  })
}

/** The preparation with the baseline of distinguishability; nothing for a review that was not prepared here. */
export function reviewMaterialSection(context: AnalysisContext): Section {
  const { material, words, format, analysis } = context
  if (material === null) return noSection
  const { summary, baseline } = material
  const column = columnsFor<Item>(context)
  const preparation = reviewTable(context, {
    file: 'review-material.csv',
    caption: words.material.caption,
    columns: [
      column.text(
        words.material.item,
        'item',
        ({ key }) => key,
        ({ label }) => label,
      ),
      column.count(words.material.value, 'value', ({ value }) => value),
    ],
    rows: itemsOf(context, material),
  })
  const machine = baselineTable(context, material)
  const arms = format.list(summary.arms.map(words.terms.arm))
  const { reshapingCheckedBy } = summary
  return {
    markup: html`<h2>${words.material.title}</h2>
${analysis.review === null && html`<p><strong>${words.material.prepared(format.count(summary.cases), arms)}</strong></p>`}
<p>${words.material.template} <strong>${reshapingCheckedBy === null ? words.material.unchecked : words.material.checkedBy(reshapingCheckedBy)}</strong></p>
${preparation.markup}
<p>${words.material.machine} ${
      'value' in baseline.named &&
      words.material.named(format.value(baseline.named.value, 'share'), format.value(baseline.chance, 'share'))
    }</p>
${machine.markup}`,
    tables: [preparation, machine],
  }
}
