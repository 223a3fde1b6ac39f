/** @file Section: how many rows became records, and how the records were divided. */
import type { CsvCell } from '../csv.ts'
import { formatCount } from '../format.ts'
import { html, type Markup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'
import { table } from '../table.ts'

const MOST_REASONS = 12

/** The steps of the flow as flat rows, for the page and for tables/flow.csv. */
export function flowRows({ importReport, split }: StudyArtifacts): readonly (readonly CsvCell[])[] {
  const { rows, imported, couples, quarantined, notInCohort } = importReport
  const outside = notInCohort.conditions.filter(condition => condition.rows > 0)
  return [
    ['rows read', '', rows, null],
    ['not in the cohort', '', notInCohort.rows, null],
    ...outside.map(({ condition, rows }) => ['not in the cohort', condition, rows, null]),
    ['quarantined', '', quarantined.rows, null],
    ...quarantined.reasons.map(({ field, reason, rows }) => ['quarantined', `${field}: ${reason}`, rows, null]),
    ['records', '', imported, couples],
    ['training', '', split.records.train, split.couples.train],
    ['validation', '', split.records.validation, split.couples.validation],
    ['test', '', split.records.test, split.couples.test],
  ]
}

/** What was done with the rows, from the source to the test split. */
export function flowSection(study: StudyArtifacts): Markup {
  const { importReport, results } = study
  const all = flowRows(study)
  const reasons = all.filter(([step, detail]) => step === 'quarantined' && detail !== '')
  const shown = all.filter(row => !reasons.slice(MOST_REASONS).includes(row))
  const rows = shown.map(([step, detail, count, couples]) => [
    detail === '' ? html`<strong>${String(step)}</strong>` : html`<span class="quiet">– ${String(detail)}</span>`,
    formatCount(Number(count)),
    couples === null ? '' : formatCount(Number(couples)),
  ])
  const { head, mid, tail } = results.strata
  return html`<h2>Flow of records</h2>
${table(
  `From ${importReport.source} to the test split`,
  [{ label: 'Step' }, { label: 'Rows', align: 'right' }, { label: 'Couples', align: 'right' }],
  rows,
)}
${reasons.length > MOST_REASONS && html`<p class="quiet">${reasons.length - MOST_REASONS} rarer reasons for quarantine are in tables/flow.csv.</p>`}
<p>The split is by couple, so that no couple stands on two sides of it. The ${formatCount(results.cases)} test cases
belong to ${formatCount(results.couples)} couples; by how common their combination of decisions is, ${formatCount(head)} are head,
${formatCount(mid)} mid and ${formatCount(tail)} tail cases.</p>
${importReport.note !== null && html`<p class="notice">${importReport.note}</p>`}`
}
