/** @file The report: one page that opens offline, with its tables and figures as files. */
export { reportStage } from './stage.ts'
