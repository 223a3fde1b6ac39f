/** @file The server of a review: the API and the page. Nothing in it, or below it, can reach the key. */
export type { PlannerPort } from './context.ts'
export { type ReviewServerOptions, startReviewServer } from './start-server.ts'
