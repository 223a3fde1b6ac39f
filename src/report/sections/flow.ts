/** @file Section: how many rows became records, and how the records were divided. */
import { importFindings, type Split } from '../../records/index.ts'
import type { CsvCell } from '../../support/index.ts'
import { html, type Markup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'
import { table } from '../table.ts'
import type { BenchmarkView } from './view.ts'

const MOST_REASONS = 12

/** Whether the source says which rows belong to one couple; if not, every row was split as a couple of its own. */
export function couplesAreLinked({ note }: StudyArtifacts['importReport']): boolean {
  return !note?.includes('coupleId: row')
}

/**
 * The steps of the flow as flat rows, for the page and for tables/flow.csv; no couples where they cannot be linked. The
 * three sides and what is not used add up to the records.
 */
export function flowRows({
  importReport,
  split,
}: Pick<StudyArtifacts, 'importReport' | 'split'>): readonly (readonly CsvCell[])[] {
  const { rows, imported, couples, quarantined, notInCohort } = importReport
  const linked = couplesAreLinked(importReport)
  const unused = ({ eligible, train, validation, test }: Split['counts']['couples']) =>
    eligible - train - validation - test
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
    ...(unused(split.records) > 0
      ? [['not used', '', unused(split.records), linked ? unused(split.couples) : null]]
      : []),
  ]
}

/** What was done with the rows, from the source to the test split. */
export function flowSection(study: StudyArtifacts, { words, format }: Pick<BenchmarkView, 'words' | 'format'>): Markup {
  const { importReport, results } = study
  const { records } = words
  const all = flowRows(study)
  const linked = couplesAreLinked(importReport)
  const reasons = all.filter(([step, detail]) => step === 'quarantined' && detail !== '')
  const shown = all.filter(row => !reasons.slice(MOST_REASONS).includes(row))
  const steps: Readonly<Record<string, string>> = records.steps
  const rows = shown.map(([step, detail, count, couples]) => [
    detail === ''
      ? html`<strong>${steps[String(step)] ?? String(step)}</strong>`
      : html`<span class="quiet">– ${String(detail)}</span>`,
    format.count(Number(count)),
    ...(linked ? [couples === null ? '' : format.count(Number(couples))] : []),
  ])
  const { head, mid, tail } = results.strata
  const findings = importFindings(importReport)
  const [cases, couples] = [results.cases, results.couples].map(format.count)
  return html`<h2>${records.title}</h2>
${table(
  records.caption(importReport.source),
  [
    { label: records.step },
    { label: records.rows, align: 'right' },
    ...(linked ? [{ label: records.couples, align: 'right' as const }] : []),
  ],
  rows,
)}
${reasons.length > MOST_REASONS && html`<p class="quiet">${records.rarer(format.count(reasons.length - MOST_REASONS))}</p>`}
<p>${linked ? records.byCouple(cases, couples) : records.byRow(cases)} ${records.strata(format.count(head), format.count(mid), format.count(tail))}</p>
${importReport.note !== null && html`<p class="notice">${importReport.note}</p>`}
${findings.length > 0 && html`<p>${records.findings}</p><ul>${findings.map(line => html`<li>${line}</li>`)}</ul>`}`
}
