export {
  applicableLayers,
  type DecisionLayer,
  type Field,
  type FieldValue,
  type Plan,
  type Specialty,
} from './specialty.ts'
