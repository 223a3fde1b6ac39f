/** @file Controls of every page: native ones, dressed. */
export { Alert } from './alert.tsx'
export { Button } from './button.tsx'
export { Dialog } from './dialog.tsx'
export { type RadioAnswer, RadioQuestion } from './radio-question.tsx'
export { TextField } from './text-field.tsx'
