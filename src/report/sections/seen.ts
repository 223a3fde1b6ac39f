/** @file Section: agreement on test prompts that stand word for word in training, and on those that do not. */
import { html, type Markup } from '../html.ts'
import { type TableRow, table } from '../table.ts'
import { layerLabel, wholeDecisions } from './agreement.ts'
import { type BenchmarkView, shareText } from './view.ts'

/** The headline share of each arm on both kinds of test prompts; one sentence when none, or every one, was seen. */
export function seenSection(view: BenchmarkView): Markup {
  const { results, words, format } = view
  const { seen: text } = words
  const { cases, estimates } = results.seenInTraining
  const title = html`<h2>${text.title}</h2>`
  if (cases === 0) return html`${title}<p>${text.none}</p>`
  const arms = results.predictors.filter(({ kind }) => kind === 'arm')
  const rows = wholeDecisions(results).flatMap((layer): TableRow[] => {
    const find = (predictor: string, seen: boolean) =>
      estimates.find(found => found.layer === layer.name && found.predictor === predictor && found.seen === seen)
    const size = (seen: boolean) => format.count(find(arms[0]?.name ?? '', seen)?.estimate.n ?? 0)
    return [
      { heading: text.heading(layerLabel(view, layer), size(true), size(false)) },
      ...arms.map(({ name }) => [name, shareText(view, find(name, true)), shareText(view, find(name, false))]),
    ]
  })
  return html`${title}
<p>${text.intro(format.count(cases), format.count(results.cases))}</p>
${table(
  words.pyramid.share(format.level(results.level)),
  [
    { label: words.common.arm, noWrap: true },
    { label: text.seen, align: 'right' },
    { label: text.unseen, align: 'right' },
  ],
  rows,
)}`
}
