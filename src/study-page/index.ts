/** @file The study page: how a study stands, in the browser of who runs it, while it runs and afterwards. */
export { DEFAULT_PAGE_PORT, type StudyPageOptions, serveStudyPage } from './serve.ts'
