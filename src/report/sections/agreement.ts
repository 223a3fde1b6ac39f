/** @file Sections: agreement with the record in brief, in one figure, per layer, as differences, and per stratum. */
import {
  type BenchmarkDifference,
  type BenchmarkEstimate,
  type BenchmarkResults,
  headlineMetric,
  wholePlan,
} from '../../benchmark/index.ts'
import { isEstimated } from '../../statistics/index.ts'
import type { ForestRow } from '../figures.ts'
import {
  formatCount,
  formatDifference,
  formatInterval,
  formatLevel,
  formatNumber,
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

/** What the sections in brief show: whole decisions, not the parts of those that have several, and the whole plan. */
export function wholeDecisions(results: BenchmarkResults): readonly Layer[] {
  return results.layers.filter(({ partOf }) => partOf === undefined)
}

/** The forest plot's lines: the headline share of each predictor on each decision. */
export function forestRows(results: BenchmarkResults): readonly ForestRow[] {
  return wholeDecisions(results).flatMap(layer =>
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

/** The study's answer, then one sentence per decision and arm: its agreement, the strongest baseline's, and their difference. */
export function briefSection(results: BenchmarkResults, answer: Markup | false): Markup {
  const arms = results.predictors.filter(({ kind }) => kind === 'arm')
  const figure = ({ estimate }: BenchmarkEstimate) =>
    isEstimated(estimate)
      ? `${formatValue(estimate.value, 'share')} (${formatInterval(estimate, 'share')})`
      : estimate.notEstimable
  const gapTo = (first: string, second: string, metric: string, layer: Layer) => {
    const found = results.differences.find(
      gap => gap.layer === layer.name && gap.metric === metric && gap.first === first && gap.second === second,
    )
    if (!found || !isEstimated(found.estimate)) return ''
    const { estimate } = found
    return `, difference ${formatDifference(estimate.value, 'share')} (${formatInterval(estimate, 'share', true)})`
  }
  const lines = wholeDecisions(results).map(layer => {
    const baseline = strongestBaseline(results, layer)
    const parts = arms.flatMap(({ name }) => {
      const own = headlineEstimate(results, layer, name)
      if (!own) return []
      return [`${name} ${figure(own)}${baseline ? gapTo(name, baseline.predictor, own.metric, layer) : ''}`]
    })
    const reference = baseline ? [`${baseline.predictor} ${figure(baseline)}`] : []
    return html`<li><strong>${layer.label}</strong> (n = ${formatCount(layer.n)}): ${[...reference, ...parts].join('; ')}.</li>`
  })
  return html`<h2>In brief</h2>
${answer}
<p>Each figure is the share of test cases that agree with the recorded decision (${formatLevel(results.level)} interval): the
same option, a number within 10 % of the recorded one, or every layer of a decision of several layers or of the whole plan,
numbers to the digit. First the strongest baseline of the decision by this share, then each arm and its difference from that baseline. Which baseline is strongest is chosen on these
same test cases, which favours it a little.${results.reweighted !== null && ' The test set over-samples, and these figures are as sampled; those of the cohort are under “Weighted to the cohort”.'}</p>
<ul>${lines}</ul>`
}

/** The main figure. */
export function figureSection(results: BenchmarkResults, svg: string): Markup {
  return html`<h2>Agreement with the record</h2>
<figure class="forest"><div class="scroll">${trustedMarkup(svg)}</div>
<figcaption>Share of test cases that agree with the recorded decision in all its parts, with ${formatLevel(results.level)}
intervals; for a number, the share within 10 % of it. Filled circles: arms. Hollow diamonds: baselines. Unreadable or missing answers
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

const figureColumns = (level: number) => [
  { label: 'Predictor', noWrap: true as const },
  { label: 'n', align: 'right' as const },
  { label: 'Value', align: 'right' as const },
  { label: `${formatLevel(level)} interval`, align: 'right' as const },
  { label: 'Method', noWrap: true as const },
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
    const kind = layer.type === wholePlan ? '' : `${layer.type}, `
    const type = layer.partOf === undefined ? kind : `part of ${layer.partOf}, ${kind}`
    const caption = `${layer.label}: ${type}${formatCount(layer.n)} test cases`
    return table(caption, figureColumns(results.level), rows)
  })
  return html`<h2>Every layer</h2>
<p>One metric per layer is primary; the others are secondary. The denominator of every metric but
one is fixed: all test cases whose record has the layer, an answer that is missing or unreadable counted as disagreeing. The
mean absolute error of a number is over readable answers only, and its n says how many; so it is never the primary
metric. “Not defined on … resamples” means that a rare option is missing from too many resamples for an interval to hold;
“constant in every resample” that the bootstrap had nothing to measure, and its interval claims no precision.</p>${tables}`
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
    { label: 'First − second', noWrap: true as const },
    { label: 'n', align: 'right' as const },
    { label: 'Difference', align: 'right' as const },
    { label: `${formatLevel(results.level)} interval`, align: 'right' as const },
    { label: 'Discordant', align: 'right' as const },
    { label: 'McNemar p', align: 'right' as const },
    { label: 'Method', noWrap: true as const },
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
<p>Paired on the same test cases. Discordant: cases in which only the first, and only the second, agrees. The p values are exact,
two-sided and not adjusted for their number. The interval and the exact test are different methods, and near the edge they can
disagree: an interval that just leaves out zero beside a p just above ${formatNumber(1 - results.level, 2)}, or the reverse. The
other metrics are in tables/differences.csv.</p>
${table('Arms against baselines and against each other', columns, rows)}`
}
