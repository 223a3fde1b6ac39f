/** @file Leaks: what in a text tells who wrote it, what was decided about it, and how well a machine tells arms apart. */
export {
  type Distinguishability,
  type DistinguishabilityRequest,
  distinguishability,
} from './distinguishability.ts'
export {
  type ArmFinding,
  type Finding,
  type LeakKind,
  type LeakPlace,
  type LeakSeverity,
  mustResolve,
  type PlanText,
  type TextFinding,
} from './finding.ts'
export { type ArmLengths, lengthBands } from './length-bands.ts'
export {
  checkResolutions,
  DEFAULT_REPLACEMENT,
  redactTexts,
  requireResolved,
  type Resolution,
  unresolved,
} from './resolution.ts'
export { templateFeatures } from './template-features.ts'
export { scanPlans } from './scan-plans.ts'
export { type ScanOptions, scanText } from './scan-text.ts'
