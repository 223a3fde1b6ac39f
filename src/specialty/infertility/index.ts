/** @file The infertility specialty: fields, decision layers, derived facts, rules, plan checks. */
export { layerOptions } from '../layer-options.ts'
export { type AdmissibleSet, admissibleSet } from './admissible.ts'
export { type DerivedFacts, deriveFacts } from './derived/facts.ts'
export {
  type ExpectedResponse,
  expectedResponse,
  type ResponseClass,
  type ResponseSign,
  responseThresholds,
} from './derived/response-class.ts'
export { infertilityDocument } from './document.ts'
export { whoLimits } from './derived/semen.ts'
export type { Language } from './fields/index.ts'
export { infertility, infertilityIn } from './infertility.ts'
export { type Explanation, explainPlan } from './reasoning/index.ts'
export { type Admits, type Condition, infertilityRules, type Rule, ruleStrengths } from './rules/index.ts'
