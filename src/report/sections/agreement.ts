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
import type { Scale } from '../format.ts'
import { html, type Markup, trustedMarkup } from '../html.ts'
import { type TableRow, table } from '../table.ts'
import type { BenchmarkView } from './view.ts'

type Layer = BenchmarkResults['layers'][number]
type Metric = BenchmarkResults['metrics'][number]

const scaleOf = (results: BenchmarkResults, metric: string): Scale =>
  results.metrics.find(({ name }) => name === metric)?.scale ?? 'index'

/** The label of a metric on a layer, with its unit and whether it was named beforehand as the primary one. */
function metricLabel({ words }: BenchmarkView, metric: Metric, layer: Layer, role: 'primary' | 'secondary'): string {
  const unit = metric.scale === 'layer-unit' && layer.unit ? words.metric.unit(layer.unit) : ''
  const direction = metric.higherIsBetter ? '' : words.metric.lowerIsCloser
  const primary = role === 'primary' ? words.metric.primary : ''
  return `${words.metric.label(metric.name, metric.label)}${unit}${direction}${primary}`
}

/** The label of a layer; the whole plan is no layer of the specialty, and has a word of its own. */
export const layerLabel = ({ words }: BenchmarkView, { name, label }: Layer) =>
  name === wholePlan && words.language !== 'en' ? words.terms.wholePlan : label

/** How a decision of several layers is called within a sentence. */
function wholeName({ results, words }: BenchmarkView, decision: string): string {
  if (words.language === 'en') return decision
  return results.layers.find(({ name }) => name === decision)?.label ?? decision
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
export function forestRows(view: BenchmarkView): readonly ForestRow[] {
  const { results, words, format } = view
  return wholeDecisions(results).flatMap(layer =>
    results.predictors.flatMap(({ name: predictor, kind }): ForestRow[] => {
      const found = headlineEstimate(results, layer, predictor)
      if (!found) return []
      const { estimate, metric } = found
      const label = words.metric.label(metric, results.metrics.find(({ name }) => name === metric)?.label ?? metric)
      // The figure's axis already says that it is agreement with the record.
      const short = label.replace(/ ?[(（].*[)）]$/, '').toLowerCase()
      const panel = words.figure.panel(layerLabel(view, layer), short, format.count(layer.n))
      const text = format.estimate(estimate, 'share', false)
      if (!isEstimated(estimate)) return [{ panel, predictor, kind, value: null, low: null, high: null, text }]
      const [low, high] = estimate.interval
      return [{ panel, predictor, kind, value: estimate.value, low, high, text }]
    }),
  )
}

/** The study's answer, then one sentence per decision and arm: its agreement, the strongest baseline's, and their difference. */
export function briefSection(view: BenchmarkView, answer: Markup | false): Markup {
  const { results, words, format } = view
  const { brief } = words
  const arms = results.predictors.filter(({ kind }) => kind === 'arm')
  const figure = ({ estimate }: BenchmarkEstimate) => format.estimate(estimate, 'share', false)
  const gapTo = (first: string, second: string, metric: string, layer: Layer) => {
    const found = results.differences.find(
      gap => gap.layer === layer.name && gap.metric === metric && gap.first === first && gap.second === second,
    )
    if (!found || !isEstimated(found.estimate)) return ''
    return brief.difference(format.estimate(found.estimate, 'share', true))
  }
  // The whole plan first: it is what a reader looks for.
  const decisions = wholeDecisions(results)
  const ordered = [
    ...decisions.filter(({ type }) => type === wholePlan),
    ...decisions.filter(({ type }) => type !== wholePlan),
  ]
  const lines = ordered.map(layer => {
    const baseline = strongestBaseline(results, layer)
    const parts = arms.flatMap(({ name }) => {
      const own = headlineEstimate(results, layer, name)
      if (!own) return []
      return [`${name} ${figure(own)}${baseline ? gapTo(name, baseline.predictor, own.metric, layer) : ''}`]
    })
    const reference = baseline ? [`${baseline.predictor} ${figure(baseline)}`] : []
    const said = words.common.of(`(n = ${format.count(layer.n)})`, [...reference, ...parts].join(brief.and))
    return html`<li><strong>${layerLabel(view, layer)}</strong> ${said}${brief.end}</li>`
  })
  return html`<h2>${brief.title}</h2>
${answer}
<p>${brief.intro(format.level(results.level))} ${results.reweighted !== null && brief.asSampled}</p>
<ul>${lines}</ul>`
}

/** The main figure. */
export function figureSection({ results, words, format }: BenchmarkView, svg: string): Markup {
  return html`<h2>${words.figure.title}</h2>
<figure class="forest"><div class="scroll">${trustedMarkup(svg)}</div>
<figcaption>${words.figure.caption(format.level(results.level))} ${words.common.numbersIn('figures/agreement.csv')}</figcaption></figure>`
}

function estimateCells(
  { words, format }: BenchmarkView,
  { estimate, successes }: Pick<BenchmarkEstimate, 'estimate' | 'successes'>,
  scale: Scale,
): readonly string[] {
  if (isEstimated(estimate)) {
    const { value, interval, n, method } = estimate
    return [format.count(n), format.value(value, scale), format.interval(interval, scale, false), method]
  }
  const counts = successes === undefined ? '' : words.layers.caseCount(format.count(successes))
  return [format.count(estimate.n), counts, '', words.terms.reason(estimate.notEstimable)]
}

const figureColumns = ({ results, words, format }: BenchmarkView) => [
  { label: words.layers.predictor, noWrap: true as const },
  { label: 'n', align: 'right' as const },
  { label: words.layers.value, align: 'right' as const },
  { label: words.layers.interval(format.level(results.level)), align: 'right' as const },
  { label: words.layers.method, noWrap: true as const },
]

/** The headline figure of every predictor on every whole decision, in one table. */
export function headlineTable(view: BenchmarkView): Markup {
  const { results, words } = view
  const rows = wholeDecisions(results).flatMap((layer): TableRow[] => {
    const own = results.predictors.flatMap(({ name }) => headlineEstimate(results, layer, name) ?? [])
    const metric = results.metrics.find(({ name }) => name === own[0]?.metric)
    if (!metric) return []
    return [
      { heading: words.common.of(layerLabel(view, layer), words.metric.label(metric.name, metric.label)) },
      ...own.map(found => [found.predictor, ...estimateCells(view, found, 'share')]),
    ]
  })
  return table(words.figure.title, figureColumns(view), rows)
}

/** A table per layer with every metric, arm and baseline. */
export function layersSection(view: BenchmarkView): Markup {
  const { results, words, format } = view
  const kindOf = new Map(results.predictors.map(({ name, kind }) => [name, kind]))
  const tables = results.layers.map(layer => {
    const rows = results.metrics.flatMap((metric): TableRow[] => {
      const own = results.estimates.filter(
        found => found.layer === layer.name && found.stratum === 'all' && found.metric === metric.name,
      )
      if (own.length === 0) return []
      return [
        { heading: metricLabel(view, metric, layer, own[0].role) },
        ...own.map(found => [
          kindOf.get(found.predictor) === 'baseline'
            ? html`${found.predictor} <span class="quiet">${words.layers.baseline}</span>`
            : found.predictor,
          ...estimateCells(view, found, metric.scale),
        ]),
      ]
    })
    const kind = layer.type === wholePlan ? '' : words.layers.type(layer.type)
    const type = layer.partOf === undefined ? kind : `${words.layers.partOf(wholeName(view, layer.partOf))}${kind}`
    const caption = words.layers.caption(layerLabel(view, layer), type, format.count(layer.n))
    return table(caption, figureColumns(view), rows)
  })
  return html`<h2>${words.layers.title}</h2>
<p>${words.layers.intro}</p>${tables}`
}

function differenceCells(
  { words, format }: BenchmarkView,
  { estimate, mcnemar }: BenchmarkDifference,
  scale: Scale,
): readonly string[] {
  const test = mcnemar ? [`${mcnemar.firstOnly} : ${mcnemar.secondOnly}`, format.p(mcnemar.p)] : ['', '']
  if (!isEstimated(estimate)) {
    return [format.count(estimate.n), '', '', ...test, words.terms.reason(estimate.notEstimable)]
  }
  const { value, interval, n, method } = estimate
  return [format.count(n), format.value(value, scale, true), format.interval(interval, scale, true), ...test, method]
}

/** Arms against baselines and against each other, on the same cases. */
export function differencesSection(view: BenchmarkView): Markup {
  const { results, words, format } = view
  const { differences, layers } = words
  const columns = [
    { label: differences.first, noWrap: true as const },
    { label: 'n', align: 'right' as const },
    { label: differences.difference, align: 'right' as const },
    { label: layers.interval(format.level(results.level)), align: 'right' as const },
    { label: differences.discordant, align: 'right' as const },
    { label: differences.mcnemar, align: 'right' as const },
    { label: layers.method, noWrap: true as const },
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
        { heading: words.common.of(layerLabel(view, layer), metricLabel(view, metric, layer, rows[0].role)) },
        ...rows.map(found => [
          `${found.first} − ${found.second}`,
          ...differenceCells(view, found, scaleOf(results, found.metric)),
        ]),
      ]
    })
  })
  return html`<h2>${differences.title}</h2>
<p>${differences.intro(format.number(1 - results.level, 2))}</p>
${table(differences.caption, columns, rows)}`
}
