/** @file Part: the benchmark as far as it is done; before it, how many answers there are and could be read. */
import {
  type BenchmarkView,
  forestPlot,
  forestRows,
  formatsOf,
  headlineTable,
  html,
  table,
  trustedMarkup,
  wordsOf,
} from '../../report/index.ts'
import { onChange } from '../on-change.ts'
import { type Part, part } from '../part.ts'
import type { StudyView } from '../study-watch.ts'

const words = wordsOf('en')
const format = formatsOf(words)

function answersTable({ answers, heldOut }: StudyView) {
  const rows = [...answers].map(([arm, { cases, unreadable, cut }]) => [
    arm,
    heldOut === null ? format.count(cases) : `${format.count(cases)} of ${format.count(heldOut)}`,
    cases === 0 ? '' : format.count(unreadable),
    cases === 0 ? '' : format.count(cut),
  ])
  return table(
    'Answers to the held-out cases',
    [
      { label: 'Arm', noWrap: true },
      { label: 'Answered', align: 'right' },
      { label: 'Without a readable plan', align: 'right' },
      { label: 'Cut at the token limit', align: 'right' },
    ],
    rows,
  )
}

/** Makes the part; its figure is drawn once for each result. */
export function agreementPart(): (view: StudyView) => Promise<Part> {
  const drawing = onChange<string>()
  let version = 0
  let last: StudyView['benchmark'] = null
  return async view => {
    const { benchmark: results } = view
    if (results !== last) {
      last = results
      version++
    }
    const shown: BenchmarkView | null = results && { results, words, format }
    const svg =
      shown &&
      (await drawing(String(version), () =>
        forestPlot({
          rows: forestRows(shown),
          predictors: shown.results.predictors,
          axisTitle: words.figure.axis(format.level(shown.results.level)),
          description: words.figure.description,
        }),
      ))
    return part(
      'agreement',
      'part',
      html`<h2 id="agreement-title">Benchmark</h2>
${answersTable(view)}
${shown === null && html`<p class="quiet">The benchmark is not there yet: it needs the answers of every arm.</p>`}
${
  shown !== null &&
  svg !== null &&
  html`<figure class="forest"><div class="scroll" tabindex="0" role="group" aria-label="figure">${trustedMarkup(svg)}</div>
<figcaption>${words.figure.caption(format.level(shown.results.level))}</figcaption></figure>
${headlineTable(shown)}
<p>Every decision, stratum and difference with its test is in the report. Agreement with the record is not correctness.</p>`
}`,
    )
  }
}
