/** @file Every rule of the infertility specialty, by layer. */
import { adjuvantRules, gonadotropinRules, oralDoseRules, startingDoseRules } from './gonadotropin.ts'
import { lutealSupportRules, preparationRules, progesteroneDayRules } from './luteal-support.ts'
import { protocolRules, suppressionRules } from './protocol.ts'
import type { Rule } from './rule.ts'
import { strategyRules } from './strategy.ts'
import { embryoRules, fertilisationRules, spermSourceRules, transferRules } from './transfer.ts'
import { triggerRules } from './trigger.ts'

export { type Admits, type Condition, type Rule, ruleStrengths } from './rule.ts'

/** Every rule, in the order in which equally strong ones of a layer are applied. */
export const infertilityRules: readonly Rule[] = [
  ...strategyRules,
  ...protocolRules,
  ...suppressionRules,
  ...gonadotropinRules,
  ...startingDoseRules,
  ...oralDoseRules,
  ...adjuvantRules,
  ...triggerRules,
  ...spermSourceRules,
  ...fertilisationRules,
  ...transferRules,
  ...embryoRules,
  ...preparationRules,
  ...progesteroneDayRules,
  ...lutealSupportRules,
]
