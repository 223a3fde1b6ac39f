/** @file Preferences of DPO: where pairs come from, and the form in which the artifact holds them. */
export { type PairRow, type PairSource, pairRow, type Rejected } from './pair.ts'
export { type PairRecords, readPairsFile, type SuppliedPair, type SuppliedPairs } from './pairs-file.ts'
export { perturbedPlan } from './perturbed-plan.ts'
export { type PairsConfig, pairsConfig } from './preferences-config.ts'
export { type Candidates, type NoPair, rejectedOf } from './rejected.ts'
export { wrongLayers, wrongOn } from './wrong-layers.ts'
export { PREFERENCES, preferencesStage } from './stage.ts'
