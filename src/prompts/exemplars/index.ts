/** @file Exemplars: worked cases shown to a model, and how they are chosen; pure, so that whoever shows them may choose. */
export { exemplarChooser, studyExemplars } from './chooser.ts'
export type { Exemplar, ExemplarCase, ExemplarChooser, ExemplarRule } from './exemplar.ts'
