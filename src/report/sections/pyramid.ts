/** @file Sections: common and rare combinations with their gap, rare situations, and figures weighted to the cohort. */
import { type BenchmarkEstimate, headlineMetric } from '../../benchmark/index.ts'
import type { Split } from '../../records/index.ts'
import { type Estimate, isEstimated } from '../../statistics/index.ts'
import { html, type Markup } from '../html.ts'
import { type TableRow, table } from '../table.ts'
import { layerLabel, wholeDecisions } from './agreement.ts'
import { type BenchmarkView, shareText } from './view.ts'

const STRATA = ['head', 'mid', 'tail'] as const

function gapText({ words, format }: BenchmarkView, estimate: Estimate | undefined): string {
  if (!estimate) return ''
  if (!isEstimated(estimate)) return words.pyramid.notEstimable
  return format.bareDifference(estimate, 'share')
}

/** The headline share per stratum and head minus tail, n in the heading of each layer; below 10 cases the counts. */
export function strataSection(view: BenchmarkView): Markup {
  const { results, words, format } = view
  const { pyramid } = words
  const rows = results.layers.flatMap((layer): TableRow[] => {
    const metric = headlineMetric[layer.type]
    const find = (predictor: string, stratum: string) =>
      results.estimates.find(
        found =>
          found.layer === layer.name &&
          found.metric === metric &&
          found.predictor === predictor &&
          found.stratum === stratum,
      )
    const sizes = STRATA.map(stratum => {
      const n = find(results.predictors[0]?.name ?? '', stratum)?.estimate.n ?? 0
      return pyramid.size(format.count(n), words.terms.stratum(stratum))
    })
    return [
      { heading: `${layerLabel(view, layer)} (${format.list(sizes)})` },
      ...results.predictors.map(({ name }) => {
        const gap = results.gaps.find(
          found => found.layer === layer.name && found.metric === metric && found.predictor === name,
        )
        return [name, ...STRATA.map(stratum => shareText(view, find(name, stratum))), gapText(view, gap?.estimate)]
      }),
    ]
  })
  const columns = [...STRATA.map(words.terms.stratum), pyramid.gap].map(label => ({ label, align: 'right' as const }))
  return html`<h2>${pyramid.title}</h2>
<p>${pyramid.intro}</p>
${table(pyramid.share(format.level(results.level)), [{ label: words.layers.predictor, noWrap: true }, ...columns], rows)}`
}

/** The headline share of every arm in each rare situation; nothing when the specialty names none. */
export function rareSection(view: BenchmarkView): Markup | false {
  const { results, words, format } = view
  const { pyramid } = words
  if (results.rareSituations.length === 0) return false
  const arms = results.predictors.filter(({ kind }) => kind === 'arm')
  const rows = results.rareSituations.flatMap(({ label, cases, couples, trainingCases, estimates }): TableRow[] => [
    {
      heading: pyramid.rareHeading(label, format.count(cases), format.count(couples), format.count(trainingCases)),
    },
    ...(cases === 0
      ? []
      : wholeDecisions(results).map(layer => [
          layerLabel(view, layer),
          ...arms.map(({ name }) =>
            shareText(
              view,
              estimates.find(found => found.layer === layer.name && found.predictor === name),
            ),
          ),
        ])),
  ])
  return html`<h2>${pyramid.rareTitle}</h2>
<p>${pyramid.rareIntro}</p>
${table(
  pyramid.share(format.level(results.level)),
  [{ label: pyramid.layer }, ...arms.map(({ name }) => ({ label: name, align: 'right' as const }))],
  rows,
)}`
}

/** As sampled beside re-weighted to the cohort; nothing when the test set is in proportion to it. */
export function reweightedSection(view: BenchmarkView, split: Split['counts']): Markup | false {
  const { results, words, format } = view
  const { pyramid } = words
  const { reweighted } = results
  if (reweighted === null) return false
  const rows = results.layers.flatMap((layer): TableRow[] => {
    const find = (estimates: readonly BenchmarkEstimate[], predictor: string) =>
      estimates.find(
        found =>
          found.layer === layer.name &&
          found.stratum === 'all' &&
          found.metric === headlineMetric[layer.type] &&
          found.predictor === predictor,
      )
    return [
      { heading: `${layerLabel(view, layer)} (n = ${format.count(layer.n)})` },
      ...results.predictors.map(({ name }) => [
        name,
        shareText(view, find(results.estimates, name)),
        shareText(view, find(reweighted.estimates, name)),
      ]),
    ]
  })
  const drawn = (split.testSample ?? []).map(({ stratum, eligible, test, weight }) =>
    pyramid.drawn(words.terms.stratum(stratum), format.count(test), format.count(eligible), format.number(weight, 3)),
  )
  return html`<h2>${pyramid.weightedTitle}</h2>
<p class="notice">${pyramid.weightedNotice(format.list(drawn))}</p>
<p>${pyramid.weightedIntro(format.number(reweighted.effectiveCouples, 0))}</p>
${table(
  pyramid.share(format.level(results.level)),
  [
    { label: words.layers.predictor, noWrap: true },
    { label: pyramid.asSampled, align: 'right' },
    { label: pyramid.weighted, align: 'right' },
  ],
  rows,
)}`
}
