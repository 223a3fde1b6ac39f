/** @file The instrument of a review: what raters are asked, in the words that they read. */
export { defaultCriteria } from './default-criteria.ts'
export { comparisonBy, defaultConsent, defaultTags, OVERALL, overallComparison } from './default-texts.ts'
export {
  type Criterion,
  criterionSchema,
  type Instrument,
  instrumentSchema,
  type Words,
  wordsSchema,
} from './instrument.ts'
export { jmirArt3 } from './jmir-art-3.ts'
