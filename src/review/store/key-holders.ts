/** @file What needs the key: allocating, locking, unblinding, exporting, backups. Nothing that serves a browser imports it. */
export { type Allocation, addAllocation, allocationSecret } from './allocate.ts'
export { type BackupManifest, backUp } from './backup.ts'
export { exportJudgements, readJudgements } from './export-judgements.ts'
export type { JudgementLines } from './judgement-lines.ts'
export type { Arms, Key } from './key.ts'
export { restore } from './restore.ts'
export { confirmLock, confirmUnblinding, readKey, revealInEmergency } from './unblind.ts'
