/** @file The folder with which a statistician computes an analysis again in R. */
import type { AnalysisInput, AnalysisResults } from '../../analysis/index.ts'
import { codebookCsv } from './codebook.ts'
import { dataTables } from './data-tables.ts'
import { expectedCsv } from './expected.ts'
import { recomputeScript } from './script.ts'

/**
 * File name -> text: the data that the analysis read, its numbers, what the columns mean, and `recompute.R`. No file holds a
 * text of a patient or the id of a record.
 */
export function rFiles(study: AnalysisInput, results: AnalysisResults): ReadonlyMap<string, string> {
  return new Map([
    ...dataTables(study),
    ['expected.csv', expectedCsv(results)],
    ['codebook.csv', codebookCsv()],
    ['recompute.R', recomputeScript()],
  ])
}
