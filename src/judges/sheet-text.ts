/** @file A case and a plan as text: every word of the sheets that a clinician reads, and nothing else. */
import type { CaseRow, CaseSheet, PlanSheet } from '../review/api/index.ts'
import type { PageWords } from './page-words.ts'

function findingLine({ label, value, unit, mark, usual }: CaseRow, { record }: PageWords): string {
  const notes = [mark === null ? '' : record.marks[mark], usual === '' ? '' : `${record.usual} ${usual}`]
  const said = notes.filter(note => note !== '').join('; ')
  return `${label}: ${value}${unit && ` ${unit}`}${said && ` (${said})`}`
}

/** The record, a block of lines under each heading, without field names or ids. */
export function caseText({ groups }: CaseSheet, words: PageWords): string {
  return groups
    .map(({ title, rows }) => [`## ${title}`, ...rows.map(row => findingLine(row, words))].join('\n'))
    .join('\n\n')
}

/** Reasons, then decisions that apply, then the names of those that do not, in the order of the page. */
export function planText({ reasoning, decisions }: PlanSheet, { plan }: PageWords): string {
  const applying = decisions.filter(({ applies }) => applies !== false)
  const idle = decisions.filter(({ applies }) => applies === false).map(({ label }) => label)
  const lines = applying.map(({ group, label, value }) => {
    const name = group === label ? label : `${group}, ${label}`
    return `${name}: ${value ?? plan.notStated}`
  })
  return [
    `## ${plan.reasons}`,
    reasoning.trim() === '' ? plan.noReasons : reasoning,
    '',
    `## ${plan.decisions}`,
    ...lines,
    ...(idle.length > 0 ? [`${plan.doNotApply} ${idle.join(', ')}`] : []),
  ].join('\n')
}
