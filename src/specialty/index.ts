/** @file Specialties: what one is, the built-in ones, and those that a YAML file declares. */
export { builtIn, loadSpecialty } from './load-specialty.ts'
export {
  applicableLayers,
  type DecisionLayer,
  type ExplainOptions,
  type Field,
  type FieldCondition,
  type FieldValue,
  type NamedOutcome,
  NOT_DONE,
  type OtherWords,
  type Phrases,
  type Plan,
  type PlanCase,
  type PlanCheck,
  type RareSituation,
  rareSituationsOf,
  type Specialty,
} from './specialty.ts'
export { withoutLayers } from './without-layers.ts'
