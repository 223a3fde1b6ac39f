/** @file What an import found that a person should look at, in one line each, for the terminal. */
import { counted } from '../../support/index.ts'
import type { ImportReport } from './import-report.ts'

/** Checks that are named; the report has them all. */
const CHECKS_SHOWN = 3

function planCheckLines({ planChecks, imported }: ImportReport): string[] {
  if (planChecks === undefined || planChecks.checks.length === 0) return []
  const { withError, withWarning, checks } = planChecks
  const worstFirst = [...checks].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
  const shown = worstFirst
    .slice(0, CHECKS_SHOWN)
    .map(({ id, severity, says, records }) => `${records} x ${severity} ${id}: ${says}`)
  const more = checks.length - shown.length
  return [
    `plan checks: of ${counted(imported, 'recorded plan')}, ${withError} with an error, ${withWarning} with a warning ` +
      `(${shown.join('; ')}${more > 0 ? `; and ${more} more in the import report` : ''})`,
  ]
}

/** Nothing when nothing was found. Holds counts, names of columns and decisions, and what checks say of any plan. */
export function importFindings(report: ImportReport): readonly string[] {
  const dropped = Object.entries(report.decisions).flatMap(([layer, { notApplicable }]) =>
    notApplicable === undefined
      ? []
      : `${layer}: dropped from ${counted(notApplicable, 'record')} to which this decision does not apply`,
  )
  const warnings = (report.warnings ?? []).map(warning => `warning: ${warning}`)
  return [...warnings, ...dropped, ...planCheckLines(report)]
}
