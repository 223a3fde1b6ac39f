/** @file The pages of the study team. */
export { TeamPages } from './team-pages.tsx'
