/** @file A form of words that tells who wrote a text: a pattern, and what makes it innocent. */
import type { LeakKind, LeakPlace, LeakSeverity } from './finding.ts'

/** One form. */
export interface LeakForm {
  readonly kind: LeakKind
  readonly severity: LeakSeverity
  readonly pattern: RegExp
  /** True where the words around a match give it another meaning, as in `GPT 35 U/L`. */
  innocent?(before: string, match: string, after: string): boolean
}

/** How far the words around a match are looked at. */
const AROUND = 60

/** Builds forms of one kind; patterns get the flags g and u, and i unless they bring u themselves:
 * then capitals count. */
export function leakForms(
  kind: LeakKind,
  severity: LeakSeverity,
  patterns: readonly RegExp[],
  innocent?: LeakForm['innocent'],
): LeakForm[] {
  return patterns.map(({ source, flags }) => ({
    kind,
    severity,
    pattern: new RegExp(source, [...new Set(`${flags || 'i'}gu`)].join('')),
    ...(innocent && { innocent }),
  }))
}

/** Where a form stands in a text. */
export function placesOfForm({ kind, severity, pattern, innocent }: LeakForm, text: string): LeakPlace[] {
  return [...text.matchAll(pattern)].flatMap(match => {
    const start = match.index
    const end = start + match[0].length
    if (match[0] === '') return []
    if (innocent?.(text.slice(Math.max(0, start - AROUND), start), match[0], text.slice(end, end + AROUND))) return []
    return [{ kind, severity, start, end }]
  })
}
