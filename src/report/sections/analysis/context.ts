/** @file What every section of the analysis is given, and how its tables and captions are made. */
import type { AnalysisResults } from '../../../analysis/index.ts'
import { wholePlan } from '../../../benchmark/index.ts'
import type { MachineBaseline, MaterialSummary, ReviewSummary } from '../../../review/index.ts'
import { type DataTable, type DataTableRequest, dataTable } from '../../data-table.ts'
import type { Formats } from '../../formats.ts'
import type { Markup } from '../../html.ts'
import type { Words } from '../../words/words.ts'

/** The analysis with the words to tell it in. */
export interface AnalysisContext {
  readonly analysis: AnalysisResults
  readonly review: ReviewSummary | null
  /** How a served review was prepared; null for a study that serves none. */
  readonly material: { readonly summary: MaterialSummary; readonly baseline: MachineBaseline } | null
  readonly words: Words
  readonly format: Formats
  /** Label of each decision layer; the specialty's own words. */
  readonly layers: ReadonlyMap<string, string>
}

/** A part of the page with its tables; false where the study has nothing of the kind. */
export interface Section {
  readonly markup: Markup | false
  readonly tables: readonly DataTable[]
}

/** Nothing to show. */
export const noSection: Section = { markup: false, tables: [] }

/** What a layer or a criterion is called on the page. */
export function nameOf({ layers, words }: AnalysisContext, name: string): string {
  if (name === wholePlan) return words.terms.wholePlan
  return layers.get(name) ?? words.terms.criterion(name)
}

/** First arm less second, by their names on the page. */
export function pairName({ words }: AnalysisContext, first: string, second: string): string {
  return `${words.terms.arm(first)} − ${words.terms.arm(second)}`
}

/** A caption of what was made from the review: says so first when no clinician gave the judgements. */
export function reviewCaption({ analysis, words }: AnalysisContext, caption: string): string {
  return analysis.simulated ? `${words.simulated.short} ${caption}` : caption
}

/** A table of the benchmark alone. */
export function benchmarkTable<Row>({ words }: AnalysisContext, request: DataTableRequest<Row>): DataTable {
  return dataTable({ none: words.common.none, ...request })
}

/** A table that the review has a part in; in its caption and in every row of its file it says when it was simulated. */
export function reviewTable<Row>(
  context: AnalysisContext,
  request: DataTableRequest<Row> & { readonly caption: string },
): DataTable {
  const { simulated } = context.analysis
  return dataTable({
    none: context.words.common.none,
    ...request,
    caption: reviewCaption(context, request.caption),
    columns: [...request.columns, { label: '', show: null, csv: { simulated_reviewers: () => simulated } }],
  })
}
