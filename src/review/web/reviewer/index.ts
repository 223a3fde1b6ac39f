/** @file The pages of a reviewer. */
export { ReviewerPages } from './reviewer-pages.tsx'
