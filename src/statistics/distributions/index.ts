/** @file Distributions: tails computed directly, so that a p value of 1e-20 is right. */
export { betaQuantile } from './beta.ts'
export {
  binomialLowerTail,
  binomialUpperTail,
  logBinomialCoefficient,
  logBinomialProbability,
} from './binomial.ts'
export { chiSquaredUpperTail } from './chi-squared.ts'
export { fQuantile, fUpperTail } from './f.ts'
export { criticalValue, normalCdf, normalQuantile, normalTwoSided, normalUpperTail } from './normal.ts'
export { studentQuantile, studentTwoSided, studentUpperTail } from './student-t.ts'
