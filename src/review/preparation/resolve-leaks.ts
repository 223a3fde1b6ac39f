/** @file Carries out what was decided about leaks, and scans again until nothing changes: a redaction can be a tell itself. */
import { InputError } from '../../support/index.ts'
import {
  type Finding,
  type PlanText,
  type Resolution,
  redactTexts,
  type ScanOptions,
  scanPlans,
  type TextFinding,
  unresolved,
} from '../leaks/index.ts'

/** The texts as raters see them, and what is known of their leaks. */
export interface ResolvedLeaks {
  readonly texts: readonly PlanText[]
  /** Of the last scan. */
  readonly findings: readonly Finding[]
  /** Decisions as they stand for the findings of the last scan. */
  readonly resolutions: readonly Resolution[]
  /** Findings that must be resolved and are not. */
  readonly open: readonly Finding[]
  /** How many places were taken out. */
  readonly redacted: number
  /** Decisions about nothing that was found: the texts have changed since, or the id has a slip. */
  readonly unused: readonly string[]
}

type Redaction = Extract<Resolution, { readonly action: 'redact' }>
type Acceptance = Extract<Resolution, { readonly action: 'accept' }>

const isRedaction = (one: Resolution): one is Redaction => one.action === 'redact'

/** Where a place of a text lies after redactions; null when one of them touches it. */
function shifted(place: TextFinding, redactions: readonly (TextFinding & { readonly replacement: string })[]) {
  let by = 0
  let covered = 0
  for (const { start, end, replacement } of redactions) {
    if (start < place.end && place.start < end) return null
    if (start >= place.end) break
    if (start >= covered) by += replacement.length
    by -= Math.max(0, end - Math.max(start, covered))
    covered = Math.max(covered, end)
  }
  return { start: place.start + by, end: place.end + by }
}

/** Acceptances of one scan as those of the next: the same place in a text that was redacted elsewhere, the same form of an arm. */
function carriedOver(
  accepted: readonly Acceptance[],
  before: readonly Finding[],
  after: readonly Finding[],
  redactions: readonly (TextFinding & { readonly replacement: string })[],
): readonly Acceptance[] {
  const byId = new Map(before.map(finding => [finding.id, finding]))
  return accepted.flatMap(one => {
    const finding = byId.get(one.findingId)
    if (finding === undefined) return []
    if (finding.in === 'arm') {
      const { kind, arm, what, textIds } = finding
      const same = after.find(
        other =>
          other.in === 'arm' &&
          other.kind === kind &&
          other.arm === arm &&
          other.what === what &&
          other.textIds.every(id => textIds.includes(id)),
      )
      return same === undefined ? [] : [{ ...one, findingId: same.id }]
    }
    const own = redactions.filter(({ textId }) => textId === finding.textId).sort((a, b) => a.start - b.start)
    const place = shifted(finding, own)
    if (place === null) return []
    const same = after.find(
      other =>
        other.in === 'text' &&
        other.textId === finding.textId &&
        other.kind === finding.kind &&
        other.start === place.start &&
        other.end === place.end,
    )
    return same === undefined ? [] : [{ ...one, findingId: same.id }]
  })
}

/**
 * Scans, redacts as decided and scans again. A decision about a finding of a later scan counts in its round. Never throws
 * for what is open: `open` says it. Throws InputError for the redaction of a finding about a whole arm.
 */
export function resolveLeaks(
  original: readonly PlanText[],
  decisions: readonly Resolution[],
  options: ScanOptions,
): ResolvedLeaks {
  let texts = original
  let findings = scanPlans(texts, options)
  let accepted: readonly Acceptance[] = []
  const used = new Set<string>()
  let redacted = 0
  for (;;) {
    const byId = new Map(findings.map(finding => [finding.id, finding]))
    const now = decisions.filter(({ findingId }) => byId.has(findingId) && !used.has(findingId))
    for (const { findingId } of now) used.add(findingId)
    const acceptances = now.filter((one): one is Acceptance => !isRedaction(one))
    accepted = [...accepted, ...acceptances.filter(one => accepted.every(other => other.findingId !== one.findingId))]
    const redactions = now.filter(isRedaction)
    if (redactions.length === 0) break
    const places = redactions.map(({ findingId, replacement }) => {
      const finding = byId.get(findingId)
      if (finding?.in === 'text') return { ...finding, replacement }
      throw new InputError(
        'expected a reason, got a redaction of a whole arm',
        { id: findingId },
        'accept it with a reason, or change what the arm writes',
      )
    })
    texts = redactTexts(texts, findings, redactions)
    redacted += redactions.length
    const next = scanPlans(texts, options)
    accepted = carriedOver(accepted, findings, next, places)
    findings = next
  }
  const unused = decisions.map(({ findingId }) => findingId).filter(id => !used.has(id))
  return { texts, findings, resolutions: accepted, open: unresolved(findings, accepted), redacted, unused }
}
