/** @file Section: agreement on test prompts that stand word for word in training, and on those that do not. */
import type { BenchmarkResults, SeenEstimate } from '../../benchmark/index.ts'
import { isEstimated } from '../../statistics/index.ts'
import { formatCount, formatInterval, formatLevel, formatValue } from '../format.ts'
import { html, type Markup } from '../html.ts'
import { type TableRow, table } from '../table.ts'
import { wholeDecisions } from './agreement.ts'

function cellText(found: SeenEstimate | undefined): string {
  if (!found) return ''
  const { estimate, successes = 0 } = found
  if (!isEstimated(estimate)) return `${formatCount(successes)} of ${formatCount(estimate.n)}`
  return `${formatValue(estimate.value, 'share')} (${formatInterval(estimate, 'share')})`
}

/** The headline share of each arm on both kinds of test prompts; one sentence when none, or every one, was seen. */
export function seenSection(results: BenchmarkResults): Markup {
  const { cases, estimates } = results.seenInTraining
  const title = html`<h2>Prompts seen in training</h2>`
  const count = html`${formatCount(cases)} of ${formatCount(results.cases)} test cases`
  if (cases === 0) return html`${title}<p>No test case has a prompt that stands word for word in training.</p>`
  const arms = results.predictors.filter(({ kind }) => kind === 'arm')
  const rows = wholeDecisions(results).flatMap((layer): TableRow[] => {
    const find = (predictor: string, seen: boolean) =>
      estimates.find(found => found.layer === layer.name && found.predictor === predictor && found.seen === seen)
    const size = (seen: boolean) => formatCount(find(arms[0]?.name ?? '', seen)?.estimate.n ?? 0)
    return [
      { heading: `${layer.label} (n = ${size(true)} seen, n = ${size(false)} not seen)` },
      ...arms.map(({ name }) => [name, cellText(find(name, true)), cellText(find(name, false))]),
    ]
  })
  return html`${title}
<p>${count} have a prompt that stands word for word in training, as happens where fields are few or coarse. An arm may
have memorised what was decided there. The two groups differ in more than this: what is common is seen more often. Groups with
fewer than 10 cases give counts only; the baselines are in tables/seen-in-training.csv.</p>
${table(
  `Share that agrees with the record (${formatLevel(results.level)} interval)`,
  [
    { label: 'Arm', noWrap: true },
    { label: 'Seen in training', align: 'right' },
    { label: 'Not seen', align: 'right' },
  ],
  rows,
)}`
}
