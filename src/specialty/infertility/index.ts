/** @file The infertility specialty: fields, decision layers, response class, rules. */
export { type AdmissibleSet, admissibleSet, layerOptions } from './admissible.ts'
export { infertility } from './infertility.ts'
export {
  type ExpectedResponse,
  expectedResponse,
  type ResponseClass,
  type ResponseSign,
  responseThresholds,
} from './response-class.ts'
export { type Admits, type Condition, infertilityRules, type Rule, ruleStrengths } from './rules.ts'
