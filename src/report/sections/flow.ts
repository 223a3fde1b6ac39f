/** @file Section: how many rows became records, and how the records were divided. */
import type { CsvCell } from '../../support/index.ts'
import { formatCount } from '../format.ts'
import { html, type Markup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'
import { table } from '../table.ts'

const MOST_REASONS = 12

/** Whether the source says which rows belong to one couple; if not, every row was split as a couple of its own. */
export function couplesAreLinked({ note }: StudyArtifacts['importReport']): boolean {
  return !note?.includes('coupleId: row')
}

/** The steps of the flow as flat rows, for the page and for tables/flow.csv; no couples where they cannot be linked. */
export function flowRows({ importReport, split }: StudyArtifacts): readonly (readonly CsvCell[])[] {
  const { rows, imported, couples, quarantined, notInCohort } = importReport
  const linked = couplesAreLinked(importReport)
  const outside = notInCohort.conditions.filter(condition => condition.rows > 0)
  return [
    ['rows read', '', rows, null],
    ['not in the cohort', '', notInCohort.rows, null],
    ...outside.map(({ condition, rows }) => ['not in the cohort', condition, rows, null]),
    ['quarantined', '', quarantined.rows, null],
    ...quarantined.reasons.map(({ field, reason, rows }) => ['quarantined', `${field}: ${reason}`, rows, null]),
    ['records', '', imported, linked ? couples : null],
    ['training', '', split.records.train, linked ? split.couples.train : null],
    ['validation', '', split.records.validation, linked ? split.couples.validation : null],
    ['test', '', split.records.test, linked ? split.couples.test : null],
  ]
}

/** What was done with the rows, from the source to the test split. */
export function flowSection(study: StudyArtifacts): Markup {
  const { importReport, results } = study
  const all = flowRows(study)
  const linked = couplesAreLinked(importReport)
  const reasons = all.filter(([step, detail]) => step === 'quarantined' && detail !== '')
  const shown = all.filter(row => !reasons.slice(MOST_REASONS).includes(row))
  const rows = shown.map(([step, detail, count, couples]) => [
    detail === '' ? html`<strong>${String(step)}</strong>` : html`<span class="quiet">– ${String(detail)}</span>`,
    formatCount(Number(count)),
    ...(linked ? [couples === null ? '' : formatCount(Number(couples))] : []),
  ])
  const { head, mid, tail } = results.strata
  return html`<h2>Flow of records</h2>
${table(
  `From ${importReport.source} to the test split`,
  [
    { label: 'Step' },
    { label: 'Rows', align: 'right' },
    ...(linked ? [{ label: 'Couples', align: 'right' as const }] : []),
  ],
  rows,
)}
${reasons.length > MOST_REASONS && html`<p class="quiet">${reasons.length - MOST_REASONS} rarer reasons for quarantine are in tables/flow.csv.</p>`}
<p>${
    linked
      ? html`The split is by couple, so that no couple stands on two sides of it. The ${formatCount(results.cases)} test cases belong to ${formatCount(results.couples)} couples; by`
      : html`The split is by row; couples cannot be linked, one couple may stand on both sides, and intervals may be too narrow. Of the ${formatCount(results.cases)} test cases, by`
  } how common their combination is among the training records, ${formatCount(head)} are head,
${formatCount(mid)} mid and ${formatCount(tail)} tail cases.</p>
${importReport.note !== null && html`<p class="notice">${importReport.note}</p>`}`
}
