/** @file Part: where to go from here: the report, the review's page while it is served, and which document says what. */
import { html, type Markup } from '../../report/index.ts'
import { type Part, part } from '../part.ts'
import type { StudyView } from '../study-watch.ts'

/** Documents of Bedside by the question that they answer. */
const DOCUMENTS: readonly (readonly [file: string, about: string])[] = [
  ['docs/reading-the-report.md', 'what each number means, and what not to conclude'],
  ['docs/study-files.md', 'every key of study.yaml, specialty.yaml and mapping.yaml'],
  ['docs/analysis-plan.md', 'what is claimed, and registering it before anything is seen'],
  ['docs/review.md', 'the blinded review in a hospital, from the plan to the report'],
  ['docs/study-page.md', 'this page'],
  ['docs/README.md', 'all documents'],
]

/** Names of the artifacts of reports, and how they are called here. */
const REPORTS: Readonly<Record<string, string>> = { report: 'The report', 'report-zh': 'The report in Chinese (报告)' }

function reviewLink({ study, reviewAddress }: StudyView): Markup | false {
  if (reviewAddress !== null)
    return html`<li><a href="${reviewAddress}" rel="noreferrer">The page of the review</a>, which is served now</li>`
  const { review } = study.config
  if (review === undefined || !('folder' in review)) return false
  return html`<li>The page of the review is not served now: <code>bedside review serve</code></li>`
}

/** Links, and what is not there yet. */
export function linksPart(view: StudyView): Part {
  const { reports } = view
  return part(
    'links',
    'part',
    html`<h2 id="links-title">From here</h2>
<ul>
${reports.map(artifact => html`<li><a href="/${artifact}" target="_blank" rel="noopener">${REPORTS[artifact]}</a>, with every number and how it was computed</li>`)}
${reports.length === 0 && html`<li>The report is not there yet: the last stage makes it.</li>`}
${reviewLink(view)}
</ul>
<p>Documents in the folder of Bedside:</p>
<ul>${DOCUMENTS.map(([file, about]) => html`<li><code>${file}</code>: ${about}</li>`)}</ul>`,
  )
}
