/** @file The synthetic cohort of the infertility specialty; every record is marked synthetic. */
export { type SyntheticCase, type SyntheticCohortOptions, syntheticCases, syntheticCohort } from './cases.ts'
export { type Clinic, drawClinic } from './clinic.ts'
export { type CohortChunk, cohortChunks } from './cohort-chunks.ts'
export { addCounts, type CohortCounts, emptyCounts } from './cohort-counts.ts'
export type { PublishedFigure } from './published-figure.ts'
export { publishedFigures, type SyntheticMarginals } from './published-figures.ts'
