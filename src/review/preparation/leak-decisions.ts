/** @file `review-leaks.yaml`: what the study team decided about each finding of the leak scan, and a draft of that file. */
import { existsSync, readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { z } from 'zod'
import { InputError, readSettingsFile } from '../../support/index.ts'
import { DEFAULT_REPLACEMENT, type Finding, type PlanText, type Resolution, templateFeatures } from '../leaks/index.ts'

const decision = z
  .strictObject({
    finding: z.string().min(1),
    /** What stands where it was taken out; null for `[...]`. */
    redact: z.string().max(200).nullable().optional(),
    /** Why raters cannot tell by it. */
    accept: z.string().min(1).optional(),
    by: z.string().min(1),
    at: z.string().refine(text => !Number.isNaN(Date.parse(text)), 'expected a date such as 2026-11-28'),
  })
  .refine(({ redact, accept }) => (redact === undefined) !== (accept === undefined), {
    message: 'expected either `redact` or `accept`',
  })

const decisionsFile = z.array(decision)

/** Reads the decisions; none when there is no file, or when it holds comments alone. Throws InputError with line and column. */
export function readLeakDecisions(file: string): readonly Resolution[] {
  if (!existsSync(file)) return []
  const isBare = readFileSync(file, 'utf8')
    .split('\n')
    .every(line => line.trim() === '' || line.trimStart().startsWith('#'))
  if (isBare) return []
  const { value, placeOf } = readSettingsFile(file, decisionsFile)
  const seen = new Set<string>()
  return value.map(({ finding, redact, accept, by, at }, i): Resolution => {
    if (seen.has(finding)) {
      throw new InputError('expected one decision about a finding, got two', placeOf([i, 'finding']), 'remove one')
    }
    seen.add(finding)
    const who = { findingId: finding, by, at }
    return accept === undefined
      ? { ...who, action: 'redact', replacement: redact ?? DEFAULT_REPLACEMENT }
      : { ...who, action: 'accept', reason: accept }
  })
}

/** Characters of a text on either side of what was found. */
const AROUND = 60

const oneLine = (text: string) => text.replace(/\s+/g, ' ')

/** A form that is made of words of a text, of which a finding holds the hash alone. */
const HASHED = /^has: ((opening|ending|heading|recurring line) [0-9a-f]{10})$/

/** Where a finding is, for who may know arms: case and place, or what an arm has alone. Holds no text of a plan. */
export function whereIsLeak(finding: Finding, texts: readonly PlanText[]): string {
  if (finding.in === 'text') {
    const own = texts.find(({ id }) => id === finding.textId)
    return `case ${own?.caseId ?? '?'}, arm ${own?.arm ?? '?'}, characters ${finding.start} to ${finding.end}`
  }
  const { arm, what, textIds } = finding
  const example = texts.find(({ id }) => id === textIds[0])?.caseId ?? '?'
  const form = HASHED.exec(what)?.[2]
  return form === undefined
    ? `arm ${arm}: ${what}, in ${textIds.length} texts, such as that of case ${example}`
    : `arm ${arm}: one ${form} in ${textIds.length} texts that no other arm has, such as that of case ${example}`
}

/** The line of a text that has a form of words; null for any other form. */
function lineWithForm(what: string, text: string): string | null {
  const feature = HASHED.exec(what)?.[1]
  if (feature === undefined) return null
  return text.split('\n').find(line => templateFeatures(line).has(feature)) ?? null
}

function described(finding: Finding, texts: ReadonlyMap<string, PlanText>): string {
  if (finding.in === 'arm') {
    const line = lineWithForm(finding.what, texts.get(finding.textIds[0])?.text ?? '')
    const said = `${finding.severity}, ${finding.kind}, ${whereIsLeak(finding, [...texts.values()])}`
    return line === null ? said : `${said}: ${oneLine(line)}`
  }
  const { textId, start, end, kind, severity } = finding
  const { text = '', caseId = '', arm = '' } = texts.get(textId) ?? {}
  const context = `${text.slice(Math.max(0, start - AROUND), start)}>>>${text.slice(start, end)}<<<${text.slice(end, end + AROUND)}`
  return `${severity}, ${kind}, case ${caseId}, arm ${arm}: ${oneLine(context)}`
}

/**
 * A draft of the file: each open finding with its context as a comment, and an entry to fill in. Holds texts of cases and
 * names of arms: it is for the study team, never for a rater, a log or an error. Finished decisions come first, as they are.
 */
export function draftLeakDecisions(
  open: readonly Finding[],
  texts: readonly PlanText[],
  decided: readonly Resolution[] = [],
): string {
  const byId = new Map(texts.map(text => [text.id, text]))
  const kept = decided.map(one =>
    one.action === 'redact'
      ? { finding: one.findingId, redact: one.replacement, by: one.by, at: one.at }
      : { finding: one.findingId, accept: one.reason, by: one.by, at: one.at },
  )
  const head = [
    '# Leaks of the review: places that could tell a rater who wrote a plan. NOT FOR RATERS: it names arms.',
    '# Decide each: `redact: "[...]"` takes the place out of the text, `accept: <reason>` leaves it. Remove the #.',
  ]
  const entries = open.flatMap(finding => [
    '',
    `# ${described(finding, byId)}`,
    `# - finding: ${finding.id}`,
    finding.in === 'text' ? '#   redact: "[...]"' : '#   accept: # the reason why raters cannot tell by it',
    '#   by: # who decided',
    '#   at: # when, such as 2026-11-28',
  ])
  return `${[...head, ...(kept.length > 0 ? ['', stringify(kept).trimEnd()] : []), ...entries].join('\n')}\n`
}
