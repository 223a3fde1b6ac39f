/** @file Keys that act on the page. */
export { answerByDigit, focusFirstOpen, focusQuestion } from './questions-by-keys.ts'
export { KeysDialog } from './keys-dialog.tsx'
export { type KeyAction, setSingleKeys, singleKeys, useKeys } from './use-keys.ts'
