/** @file The report: one page that opens offline, with its tables and figures as files. */
export { type ReportOptions, reportArtifact, reportStage } from './stage.ts'
export { LANGUAGES, type Language } from './words/words.ts'
