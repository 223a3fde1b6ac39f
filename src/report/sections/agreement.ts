/** @file Sections: agreement with the record in brief, in one figure, per layer, as differences, and per stratum. */
import {
  type BenchmarkDifference,
  type BenchmarkEstimate,
  type BenchmarkResults,
  headlineMetric,
} from '../../benchmark/index.ts'
import { isEstimated } from '../../statistics/index.ts'
import type { ForestRow } from '../figures.ts'
import {
  formatCount,
  formatDifference,
  formatInterval,
  formatLevel,
  formatP,
  formatValue,
  type Scale,
} from '../format.ts'
import { html, type Markup, trustedMarkup } from '../html.ts'
import { type TableRow, table } from '../table.ts'

type Layer = BenchmarkResults['layers'][number]
type Metric = BenchmarkResults['metrics'][number]

const scaleOf = (results: BenchmarkResults, metric: string): Scale =>
  results.metrics.find(({ name }) => name === metric)?.scale ?? 'index'

/** The label of a metric on a layer, with its unit and whether it was named beforehand as the primary one. */
function metricLabel(metric: Metric, layer: Layer, role: 'primary' | 'secondary'): string {
  const unit = metric.scale === 'layer-unit' && layer.unit ? `, ${layer.unit}` : ''
  const direction = metric.higherIsBetter ? '' : '; lower is closer'
  return `${metric.label}${unit}${direction}${role === 'primary' ? ' · primary' : ''}`
}

function headlineEstimate(results: BenchmarkResults, layer: Layer, predictor: string): BenchmarkEstimate | undefined {
  return results.estimates.find(
    found =>
      found.layer === layer.name &&
      found.predictor === predictor &&
      found.stratum === 'all' &&
      found.metric === headlineMetric[layer.type],
  )
}

/** The baseline with the highest headline figure on a layer. */
function strongestBaseline(results: BenchmarkResults, layer: Layer): BenchmarkEstimate | undefined {
  return results.predictors
    .filter(({ kind }) => kind === 'baseline')
    .flatMap(({ name }) => headlineEstimate(results, layer, name) ?? [])
    .filter(({ estimate }) => isEstimated(estimate))
    .sort((a, b) => (isEstimated(a.estimate) && isEstimated(b.estimate) ? b.estimate.value - a.estimate.value : 0))[0]
}

/** The forest plot's lines: the headline share of each predictor on each layer. */
export function forestRows(results: BenchmarkResults): readonly ForestRow[] {
  return results.layers.flatMap(layer =>
    results.predictors.flatMap(({ name: predictor, kind }): ForestRow[] => {
      const found = headlineEstimate(results, layer, predictor)
      if (!found) return []
      const { estimate, metric } = found
      const label = results.metrics.find(({ name }) => name === metric)?.label ?? metric
      // The figure's axis already says that it is agreement with the record.
      const panel = `${layer.label}: ${label.replace(/ \(.*\)$/, '').toLowerCase()} (n = ${formatCount(layer.n)})`
      if (!isEstimated(estimate)) {
        return [{ panel, predictor, kind, value: null, low: null, high: null, text: estimate.notEstimable }]
      }
      const [low, high] = estimate.interval
      const text = `${formatValue(estimate.value, 'share')} (${formatInterval(estimate, 'share')})`
      return [{ panel, predictor, kind, value: estimate.value, low, high, text }]
    }),
  )
}

/** One sentence per layer and arm: its agreement, the strongest baseline's, and their difference. */
export function briefSection(results: BenchmarkResults): Markup {
  const arms = results.predictors.filter(({ kind }) => kind === 'arm')
  const figure = ({ estimate }: BenchmarkEstimate) =>
    isEstimated(estimate)
      ? `${formatValue(estimate.value, 'share')} (${formatInterval(estimate, 'share')})`
      : estimate.notEstimable
  const lines = results.layers.flatMap(layer => {
    const baseline = strongestBaseline(results, layer)
    return arms.flatMap(({ name }) => {
      const own = headlineEstimate(results, layer, name)
      if (!own || !baseline) return []
      const gap = results.differences.find(
        found =>
          found.layer === layer.name &&
          found.metric === own.metric &&
          found.first === name &&
          found.second === baseline.predictor,
      )
      const difference =
        gap && isEstimated(gap.estimate)
          ? `; difference ${formatDifference(gap.estimate.value, 'share')} (${formatInterval(gap.estimate, 'share', true)})`
          : ''
      return [
        html`<li><strong>${layer.label}</strong>, n = ${formatCount(layer.n)}: ${name} ${figure(own)},
${baseline.predictor} ${figure(baseline)}${difference}.</li>`,
      ]
    })
  })
  return html`<h2>In brief</h2>
<p>Share of test cases in which each arm agrees with the recorded decision, beside the strongest baseline of that layer
(${formatLevel(results.level)} intervals).</p>
<ul>${lines}</ul>`
}

/** The main figure. */
export function figureSection(results: BenchmarkResults, svg: string): Markup {
  return html`<h2>Agreement with the record</h2>
<figure><div class="scroll">${trustedMarkup(svg)}</div>
<figcaption>Share of test cases that agree with the recorded decision, with ${formatLevel(results.level)} intervals; for a
number, the share within 10 % of it. Filled circles: arms. Hollow diamonds: baselines. Unreadable or missing answers
count as disagreeing.</figcaption></figure>`
}

function estimateCells(
  { estimate, successes }: Pick<BenchmarkEstimate, 'estimate' | 'successes'>,
  scale: Scale,
): readonly string[] {
  if (isEstimated(estimate)) {
    const { value, n, method } = estimate
    return [formatCount(n), formatValue(value, scale), formatInterval(estimate, scale), method]
  }
  const counts = successes === undefined ? '' : `${formatCount(successes)} cases`
  return [formatCount(estimate.n), counts, '', estimate.notEstimable]
}

const figureColumns = (level: number, first: string) => [
  { label: first },
  { label: 'n', align: 'right' as const },
  { label: 'Value', align: 'right' as const },
  { label: `${formatLevel(level)} interval`, align: 'right' as const },
  { label: 'Method' },
]

/** A table per layer with every metric, arm and baseline. */
export function layersSection(results: BenchmarkResults): Markup {
  const kindOf = new Map(results.predictors.map(({ name, kind }) => [name, kind]))
  const tables = results.layers.map(layer => {
    const rows = results.metrics.flatMap((metric): TableRow[] => {
      const own = results.estimates.filter(
        found => found.layer === layer.name && found.stratum === 'all' && found.metric === metric.name,
      )
      if (own.length === 0) return []
      return [
        { heading: metricLabel(metric, layer, own[0].role) },
        ...own.map(found => [
          kindOf.get(found.predictor) === 'baseline'
            ? html`${found.predictor} <span class="quiet">baseline</span>`
            : found.predictor,
          ...estimateCells(found, metric.scale),
        ]),
      ]
    })
    return html`<h3>${layer.label}</h3>${table(`${layer.label} (${layer.type})`, figureColumns(results.level, 'Predictor'), rows)}`
  })
  return html`<h2>Every layer</h2>
<p>One metric per layer is primary; the others are secondary. Denominators are fixed: all test cases whose record has
the layer.</p>${tables}`
}

function differenceCells({ estimate, mcnemar }: BenchmarkDifference, scale: Scale): readonly string[] {
  const test = mcnemar ? [`${mcnemar.firstOnly} : ${mcnemar.secondOnly}`, formatP(mcnemar.p)] : ['', '']
  if (!isEstimated(estimate)) return [formatCount(estimate.n), '', '', ...test, estimate.notEstimable]
  const { value, n, method } = estimate
  return [formatCount(n), formatDifference(value, scale), formatInterval(estimate, scale, true), ...test, method]
}

/** Arms against baselines and against each other, on the same cases. */
export function differencesSection(results: BenchmarkResults): Markup {
  const columns = [
    { label: 'First − second' },
    { label: 'n', align: 'right' as const },
    { label: 'Difference', align: 'right' as const },
    { label: `${formatLevel(results.level)} interval`, align: 'right' as const },
    { label: 'Only first : only second', align: 'right' as const },
    { label: 'McNemar p', align: 'right' as const },
    { label: 'Method' },
  ]
  const rows = results.layers.flatMap((layer): TableRow[] => {
    const own = results.differences.filter(
      found => found.layer === layer.name && (found.role === 'primary' || found.metric === headlineMetric[layer.type]),
    )
    return [...new Set(own.map(({ metric }) => metric))].flatMap((name): TableRow[] => {
      const metric = results.metrics.find(found => found.name === name)
      if (!metric) return []
      const rows = own.filter(found => found.metric === name)
      return [
        { heading: `${layer.label}: ${metricLabel(metric, layer, rows[0].role)}` },
        ...rows.map(found => [
          `${found.first} − ${found.second}`,
          ...differenceCells(found, scaleOf(results, found.metric)),
        ]),
      ]
    })
  })
  return html`<h2>Differences</h2>
<p>Paired on the same test cases. The p values are exact, two-sided and not adjusted for their number; the other metrics
are in tables/differences.csv.</p>
${table('Arms against baselines and against each other', columns, rows)}`
}

/** The headline share per stratum. */
export function strataSection(results: BenchmarkResults): Markup {
  const rows = results.layers.flatMap((layer): TableRow[] =>
    (['head', 'mid', 'tail'] as const).flatMap((stratum): TableRow[] => [
      { heading: `${layer.label}, ${stratum}` },
      ...results.estimates
        .filter(
          found =>
            found.layer === layer.name && found.stratum === stratum && found.metric === headlineMetric[layer.type],
        )
        .map(found => [found.predictor, ...estimateCells(found, 'share')]),
    ]),
  )
  return html`<h2>Common and rare decisions</h2>
<p>Cases by how common their combination of decisions is among the records: head, mid, tail. Strata with fewer than 10 cases
give counts only.</p>
${table('Share that agrees with the record', figureColumns(results.level, 'Predictor'), rows)}`
}
