/** @file What the checks found: printed, written beside the policy, and an InputError when there is an error. */
import { InputError, type Progress } from '../../support/index.ts'
import type { Check, Finding } from './finding.ts'

const ORDER = { error: 0, warning: 1, note: 2 }
/** Checks of the machine: said, and not written, since a file of an artifact must not differ between machines. */
const OF_THE_MACHINE: readonly Check[] = ['memory', 'disk']

/** Errors first, then warnings, then notes; otherwise in the order given. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity])
}

const ofTheRows = (findings: readonly Finding[]) => findings.filter(({ check }) => !OF_THE_MACHINE.includes(check))

/** The text of `pre-flight.json`: every finding with all of its rows, but for those of the machine. */
export function reportText(findings: readonly Finding[]): string {
  return `${JSON.stringify({ findings: ofTheRows(inOrder(findings)) }, null, 2)}\n`
}

/** Says each warning, and the memory that is to be expected, in a line; throws InputError with the first error, after a line for each further one. */
export function announce(findings: readonly Finding[], progress: Progress): void {
  for (const { severity, says } of findings) if (severity === 'warning') progress.say(`  warning: ${says}`)
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) {
    for (const { severity, check, says } of findings) {
      if (severity === 'note' && check === 'memory') progress.say(`  ${says}`)
    }
    return
  }
  const others = errors.slice(1)
  for (const { says } of others) progress.say(`  error: ${says}`)
  const more = others.length === 0 ? '' : ` (and ${others.length} more, above)`
  throw new InputError(`before the training: ${errors[0].says}${more}`)
}
