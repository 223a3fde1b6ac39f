/** @file The report: one page that opens offline, with its tables and figures as files. */
export { rFiles } from './r-script/r-files.ts'
export { type ReportOptions, reportArtifact, reportStage } from './stage.ts'
export { LANGUAGES, type Language } from './words/words.ts'
