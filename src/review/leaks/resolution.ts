/** @file What was decided about a finding: taken out of the text, or accepted with a reason and by whom. */
import { InputError } from '../../support/index.ts'
import { type Finding, mustResolve, type PlanText, type TextFinding } from './finding.ts'

/** A decision of a person, as data: it belongs to the record of the study. */
export type Resolution = {
  readonly findingId: string
  readonly by: string
  /** ISO 8601 in UTC. */
  readonly at: string
} & (
  | { readonly action: 'redact'; readonly replacement: string }
  | { readonly action: 'accept'; readonly reason: string }
)

/** What stands where something was taken out, unless a resolution says otherwise: the same for every arm. */
export const DEFAULT_REPLACEMENT = '[...]'

/** Throws InputError when a resolution names no person, gives no reason, resolves nothing that was found, or comes twice. */
export function checkResolutions(findings: readonly Finding[], resolutions: readonly Resolution[]): void {
  const byId = new Map(findings.map(finding => [finding.id, finding]))
  const seen = new Set<string>()
  for (const { findingId, by, ...decision } of resolutions) {
    const refuse = (problem: string, remedy: string): never => {
      throw new InputError(problem, { id: findingId }, remedy)
    }
    const finding = byId.get(findingId)
    if (finding === undefined)
      refuse('expected a finding of this scan, got another id', 'scan again: the text may have changed')
    if (seen.has(findingId)) refuse('expected one resolution of a finding, got two', 'remove one')
    seen.add(findingId)
    if (by.trim() === '') refuse('expected who decided, got nobody', 'name the person')
    if (decision.action === 'accept' && decision.reason.trim() === '') {
      refuse('expected a reason for accepting a leak, got none', 'say why raters cannot tell by it')
    }
    if (decision.action === 'redact' && finding?.in === 'arm') {
      refuse(
        'expected a reason, got a redaction of a whole arm',
        'change the template and scan again, or accept with a reason',
      )
    }
  }
}

/** Findings that must be resolved before cases are allocated and are not; hints never stand here. */
export function unresolved(findings: readonly Finding[], resolutions: readonly Resolution[]): readonly Finding[] {
  const resolved = new Set(resolutions.map(({ findingId }) => findingId))
  return findings.filter(finding => mustResolve(finding) && !resolved.has(finding.id))
}

/** Throws InputError with the number of each kind while anything that must be resolved is not. */
export function requireResolved(findings: readonly Finding[], resolutions: readonly Resolution[]): void {
  checkResolutions(findings, resolutions)
  const open = unresolved(findings, resolutions)
  if (open.length === 0) return
  const counts = new Map<string, number>()
  for (const { kind } of open) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const named = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${count} ${kind}`)
  const problem = `expected no open leaks, got ${open.length} (${named.join(', ')})`
  throw new InputError(problem, { field: 'review' }, 'take each out of its text, or accept it with a reason')
}

/**
 * The texts with their redactions carried out; places that overlap become one, with the replacement of the first. The texts
 * must be those that were scanned. What comes out should be scanned again: a redaction can be a tell itself.
 */
export function redactTexts(
  texts: readonly PlanText[],
  findings: readonly Finding[],
  resolutions: readonly Resolution[],
): readonly PlanText[] {
  checkResolutions(findings, resolutions)
  const replacementOf = new Map(
    resolutions.flatMap(one => (one.action === 'redact' ? [[one.findingId, one.replacement] as const] : [])),
  )
  const placesOf = new Map<string, TextFinding[]>()
  for (const finding of findings) {
    if (finding.in !== 'text' || !replacementOf.has(finding.id)) continue
    placesOf.set(finding.textId, [...(placesOf.get(finding.textId) ?? []), finding])
  }
  return texts.map(text => {
    const places = (placesOf.get(text.id) ?? []).toSorted((a, b) => a.start - b.start || b.end - a.end)
    let result = ''
    let from = 0
    for (const { id, start, end } of places) {
      if (start >= from) result += text.text.slice(from, start) + (replacementOf.get(id) ?? DEFAULT_REPLACEMENT)
      from = Math.max(from, end)
    }
    return places.length === 0 ? text : { ...text, text: result + text.text.slice(from) }
  })
}
