/** @file The report: one page that opens offline, with its tables and figures as files. */
export { rFiles } from './r-script/r-files.ts'
export { reportStage } from './stage.ts'
