/** @file Sections: common and rare combinations with their gap, rare situations, and figures weighted to the cohort. */
import { type BenchmarkEstimate, type BenchmarkResults, headlineMetric } from '../../benchmark/index.ts'
import { type Estimate, isEstimated } from '../../statistics/index.ts'
import { formatCount, formatDifference, formatInterval, formatLevel, formatNumber, formatValue } from '../format.ts'
import { html, type Markup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'
import { type TableRow, table } from '../table.ts'
import { wholeDecisions } from './agreement.ts'

const STRATA = ['head', 'mid', 'tail'] as const

function shareText(found: Pick<BenchmarkEstimate, 'estimate' | 'successes'> | undefined): string {
  if (!found) return ''
  const { estimate, successes = 0 } = found
  if (!isEstimated(estimate)) return `${formatCount(successes)} of ${formatCount(estimate.n)}`
  return `${formatValue(estimate.value, 'share')} (${formatInterval(estimate, 'share')})`
}

function gapText(estimate: Estimate | undefined): string {
  if (!estimate) return ''
  if (!isEstimated(estimate)) return 'not estimable'
  return `${formatDifference(estimate.value, 'share', true)} (${formatInterval(estimate, 'share', true)})`
}

/** The headline share per stratum and head minus tail, n in the heading of each layer; below 10 cases the counts. */
export function strataSection(results: BenchmarkResults): Markup {
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
      return `n = ${formatCount(n)} ${stratum}`
    })
    return [
      { heading: `${layer.label} (${sizes.join(', ')})` },
      ...results.predictors.map(({ name }) => {
        const gap = results.gaps.find(
          found => found.layer === layer.name && found.metric === metric && found.predictor === name,
        )
        return [name, ...STRATA.map(stratum => shareText(find(name, stratum))), gapText(gap?.estimate)]
      }),
    ]
  })
  const columns = ['head', 'mid', 'tail', 'head − tail, points'].map(label => ({ label, align: 'right' as const }))
  return html`<h2>Common and rare combinations</h2>
<p>Cases by how common their combination is among the training records: head, mid, tail; one that no training record has is
tail. The recorded decision is part of the combination, so whatever predicts the most common plan does well in the head and
badly in the tail by construction. As sampled, not weighted. Strata with fewer than 10 cases give counts only and no gap, and
macro-F1 is not given where an option is absent. The method of each interval is in tables/estimates.csv, every other metric's gap in
tables/gaps-head-tail.csv.</p>
${table(`Share that agrees with the record (${formatLevel(results.level)} interval)`, [{ label: 'Predictor', noWrap: true }, ...columns], rows)}`
}

/** The headline share of every arm in each rare situation; nothing when the specialty names none. */
export function rareSection(results: BenchmarkResults): Markup | false {
  if (results.rareSituations.length === 0) return false
  const arms = results.predictors.filter(({ kind }) => kind === 'arm')
  const rows = results.rareSituations.flatMap(({ label, cases, couples, trainingCases, estimates }): TableRow[] => [
    {
      heading: `${label}: ${formatCount(cases)} test cases of ${formatCount(couples)} couples, ${formatCount(trainingCases)} in training`,
    },
    ...(cases === 0
      ? []
      : wholeDecisions(results).map(layer => [
          layer.label,
          ...arms.map(({ name }) =>
            shareText(estimates.find(found => found.layer === layer.name && found.predictor === name)),
          ),
        ])),
  ])
  return html`<h2>Rare situations</h2>
<p>Clinically rare situations that the specialty names. They cut across head, mid and tail, and a case may be in several. As
sampled; fewer than 10 cases give counts only. The baselines are in tables/rare-situations.csv.</p>
${table(
  `Share that agrees with the record (${formatLevel(results.level)} interval)`,
  [{ label: 'Layer' }, ...arms.map(({ name }) => ({ label: name, align: 'right' as const }))],
  rows,
)}`
}

/** As sampled beside re-weighted to the cohort; nothing when the test set is in proportion to it. */
export function reweightedSection({ results, split }: StudyArtifacts): Markup | false {
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
      { heading: `${layer.label} (n = ${formatCount(layer.n)})` },
      ...results.predictors.map(({ name }) => [
        name,
        shareText(find(results.estimates, name)),
        shareText(find(reweighted.estimates, name)),
      ]),
    ]
  })
  const drawn = (split.testSample ?? []).map(
    ({ stratum, eligible, test, weight }) =>
      `${stratum} ${formatCount(test)} of ${formatCount(eligible)} (weight ${formatNumber(weight, 3)})`,
  )
  return html`<h2>Weighted to the cohort</h2>
<p class="notice">The test set over-samples: couples drawn are ${drawn.join(', ')}, by strata over all records. Every other figure
of this report is as sampled, and speaks of a population in which rare cases are as frequent as in the test set.</p>
<p>Here each couple counts as often as its stratum does in the cohort (post-stratification weights), with bootstrap intervals
within the strata of the drawing. The precision is about that of ${formatNumber(reweighted.effectiveCouples, 0)} couples of equal weight.
Every metric is in tables/reweighted-estimates.csv.</p>
${table(
  `Share that agrees with the record (${formatLevel(results.level)} interval)`,
  [
    { label: 'Predictor', noWrap: true },
    { label: 'As sampled', align: 'right' },
    { label: 'Re-weighted to the cohort', align: 'right' },
  ],
  rows,
)}`
}
