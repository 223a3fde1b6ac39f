/** @file Optimisation: AdamW, learning-rate schedules, clipping. */
export { type AdamWOptions, adamWDefaults, adamWStep, initialMoments, type Moments } from './adamw.ts'
export { clipFactor, globalNorm } from './clip.ts'
export { type Schedule, scheduleFactor } from './schedule.ts'
