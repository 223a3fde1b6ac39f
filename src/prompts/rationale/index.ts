/** @file Reasoning text: where it comes from, how it is checked, and what a clinician is asked. */
export { type RationaleConfig, rationaleConfig } from './config.ts'
export type { ApprovalRow, RationaleRow, RejectedRow } from './rationale.ts'
export { RATIONALES, rationalesStage } from './stage.ts'
