/** @file De-identification: what an import calls, the key, the settings, and the table of k-anonymity. */
export { checkColumnUses, type ColumnPlan, type IdColumns } from './column-plan.ts'
export type { DeidentificationReport } from './deidentification-report.ts'
export { type DeidentifyConfig, deidentifyConfig } from './deidentify-config.ts'
export { type Deidentifier, type DeidentifierOptions, deidentifier, importedAsIs, needsKey } from './deidentifier.ts'
export { type AnonymityTable, anonymityTally } from './k-anonymity.ts'
export { DEFAULT_KEY_PATH, KEY_BYTES, loadKey } from './key-file.ts'
export { keyFingerprint } from './keyed-values.ts'
export { scanText } from './scan-text.ts'
