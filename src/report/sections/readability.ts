/** @file Section: how many answers could not be read, and why. */
import type { BenchmarkResults } from '../../benchmark/index.ts'
import { formatCount } from '../format.ts'
import { html, type Markup } from '../html.ts'
import { type TableRow, table } from '../table.ts'

/** Counts of unreadable, missing and cut answers per arm, with the kinds of fault. */
export function readabilitySection({ readability }: BenchmarkResults): Markup {
  const columns = [
    { label: 'Arm' },
    ...['Cases', 'Unreadable', 'Missing', 'Cut at length limit', 'Exemplars dropped'].map(label => ({
      label,
      align: 'right' as const,
    })),
  ]
  const rows = readability.map(({ predictor, cases, unreadable, missing, cut, droppedExemplars }) => [
    predictor,
    ...[cases, unreadable, missing, cut, droppedExemplars].map(formatCount),
  ])
  const kinds = readability.flatMap(({ predictor, errorKinds }): TableRow[] =>
    errorKinds.length === 0
      ? []
      : [{ heading: predictor }, ...errorKinds.map(({ kind, count }) => [kind, formatCount(count)])],
  )
  return html`<h2>Answers that could not be read</h2>
<p>An answer must end in a plan of a fixed form. One that does not counts as disagreeing on every layer.</p>
${table('Counts of test cases', columns, rows)}
${kinds.length > 0 && table('Most frequent faults (an answer can have several)', [{ label: 'Fault' }, { label: 'Answers', align: 'right' }], kinds)}`
}
