/** @file The record of a case. */
export { RecordSheet } from './record-sheet.tsx'
export { RecordView } from './record-view.tsx'
