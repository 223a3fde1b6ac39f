/** @file The instrument of a review: what raters are asked, in the words that they read. */
export { type Criterion, type Instrument, instrumentSchema, type Words } from './instrument.ts'
