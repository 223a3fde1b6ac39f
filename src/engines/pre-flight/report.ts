/** @file What the checks found: printed, written beside the policy, and an InputError when there is an error. */
import { InputError, type Progress } from '../../support/index.ts'
import type { Finding } from './finding.ts'

const ORDER = { error: 0, warning: 1, note: 2 }

/** Errors first, then warnings, then notes; otherwise in the order given. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity])
}

/** The text of `pre-flight.json`: every finding with all of its rows. */
export function reportText(findings: readonly Finding[]): string {
  return `${JSON.stringify({ findings: inOrder(findings) }, null, 2)}\n`
}

/** Says each warning in a line; throws InputError with the first error, after a line for each further one. */
export function announce(findings: readonly Finding[], progress: Progress): void {
  for (const { severity, says } of findings) if (severity === 'warning') progress.say(`  warning: ${says}`)
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return
  const others = errors.slice(1)
  for (const { says } of others) progress.say(`  error: ${says}`)
  const more = others.length === 0 ? '' : ` (and ${others.length} more, above)`
  throw new InputError(`before the training: ${errors[0].says}${more}`)
}
