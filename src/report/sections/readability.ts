/** @file Section: how many answers could not be read, and why. */
import { html, type Markup } from '../html.ts'
import { type TableRow, table } from '../table.ts'
import type { BenchmarkView } from './view.ts'

/** Counts of unreadable, missing and cut answers per arm, with the kinds of fault. */
export function readabilitySection({ results, words, format }: BenchmarkView): Markup {
  const { readability } = results
  const { readability: text, common } = words
  const columns = [
    { label: common.arm },
    ...[common.cases, text.unreadable, text.missing, text.cut, text.dropped].map(label => ({
      label,
      align: 'right' as const,
    })),
  ]
  const rows = readability.map(({ predictor, cases, unreadable, missing, cut, droppedExemplars }) => [
    predictor,
    ...[cases, unreadable, missing, cut, droppedExemplars].map(format.count),
  ])
  const kinds = readability.flatMap(({ predictor, errorKinds }): TableRow[] =>
    errorKinds.length === 0
      ? []
      : [{ heading: predictor }, ...errorKinds.map(({ kind, count }) => [kind, format.count(count)])],
  )
  return html`<h2>${text.title}</h2>
<p>${text.intro}</p>
${table(text.caption, columns, rows)}
${kinds.length > 0 && table(text.faults, [{ label: text.fault }, { label: text.answers, align: 'right' }], kinds)}`
}
