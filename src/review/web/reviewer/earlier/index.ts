/** @file The cases that a reviewer has judged. */
export { EarlierCasePage } from './earlier-case-page.tsx'
export { EarlierPage } from './earlier-page.tsx'
