/** @file What the plan leaves out of every analysis of the review. */
import type { AnalysisPlan } from './plan/analysis-plan.ts'

/** What a line of a review is known by. */
export interface Placed {
  readonly caseId: string
  readonly raterId: string
  readonly centre: string | null
}

type Exclusion = AnalysisPlan['exclusions'][number]

/** Whether a line is of the rater, case or centre that is left out. */
export const isExcludedBy = (line: Placed, { what, id }: Exclusion): boolean =>
  id === (what === 'rater' ? line.raterId : what === 'case' ? line.caseId : line.centre)

/** Lines without those that any exclusion names; all of them where there is none. */
export function withoutExcluded<Line extends Placed>(
  lines: readonly Line[],
  exclusions: readonly Exclusion[],
): readonly Line[] {
  return lines.filter(line => !exclusions.some(exclusion => isExcludedBy(line, exclusion)))
}
