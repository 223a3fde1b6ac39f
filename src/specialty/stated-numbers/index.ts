/** @file The numbers that a text about a case states: reading them, and telling what each may stand for. */
export {
  isRounded,
  isThreshold,
  knownNumbers,
  type Quantity,
  quantitiesOf,
  type RationaleCase,
} from './known-numbers.ts'
export { comparisonBefore, labelBefore, numericLabels } from './number-labels.ts'
export { type FoundNumber, narrow, readNumbers } from './read-numbers.ts'
