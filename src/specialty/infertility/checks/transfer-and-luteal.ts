/** @file Checks of transfer, endometrial preparation and luteal support: C25, C29 to C32, C46. */
import type { FieldValue, Plan, PlanCheck } from '../../specialty.ts'
import { number } from '../derived/number.ts'
import { factsOf } from './facts-of.ts'
import { planNumber, preparesWithHormones, transfersFresh, transfersFrozen } from './plan-parts.ts'
import { states } from './stated-in-reasoning.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** The most embryos by country, age and stage; null where the country, or an age that matters, is not recorded. */
function embryoCap(fields: Fields, plan: Plan): number | null {
  const age = number(fields.femaleAge)
  const blastocyst = plan.transfer === 'fresh, day 5' || plan.transfer === 'frozen, day 5'
  // The age of the donor counts, who is young.
  if (plan.strategy === 'donor eggs') return fields.jurisdiction === 'US' && blastocyst ? 1 : 2
  if (fields.jurisdiction === 'China' || fields.jurisdiction === 'EU') return 2
  if (age === null) return null
  if (fields.jurisdiction === 'UK') return age < 40 ? 2 : 3
  if (fields.jurisdiction !== 'US') return null
  if (age < 38) return blastocyst ? 1 : 2
  if (age < 41) return blastocyst ? 2 : 3
  return blastocyst ? 3 : 4
}

/** C25: more embryos than the country allows, or more than one known to be euploid. Under 38 in the US: rule 6.03b. */
export const tooManyEmbryos: PlanCheck = {
  id: 'C25',
  severity: 'error',
  says: 'more embryos than the country allows, or more than one euploid embryo',
  saysHere: ({ fields, plan }) => {
    const cap = embryoCap(fields, plan)
    return cap !== null && (planNumber(plan.embryos) ?? 0) > cap
      ? `more than the ${cap} that the country allows here`
      : 'more than one embryo that was tested euploid'
  },
  source: 'ASRM embryo limits 2021; Chinese consensus 2018; HFEA; ESHRE number of embryos 2024',
  verified: false,
  fires: ({ fields, plan }) => {
    const embryos = planNumber(plan.embryos)
    if (embryos === null) return false
    if (fields.frozenEuploid === true && transfersFrozen(plan) && embryos > 1) return true
    return embryos > (embryoCap(fields, plan) ?? Number.POSITIVE_INFINITY)
  },
}

/** C29: support without anything to support, or none where a fresh embryo needs it. */
export const lutealSupportAmiss: PlanCheck = {
  id: 'C29',
  severity: 'error',
  says: 'luteal support in a freeze-all, or none after a fresh transfer',
  saysHere: ({ plan }) =>
    plan.lutealSupport === 'none' ? 'no luteal support after a fresh transfer' : 'luteal support without a transfer',
  source: 'ESHRE ovarian stimulation 2019, 2025',
  verified: false,
  fires: ({ plan }) => {
    if (plan.lutealSupport === undefined) return false
    const withoutTransfer = plan.transfer === 'freeze all' || plan.strategy === 'fertility preservation'
    return plan.lutealSupport === 'none' ? transfersFresh(plan) : withoutTransfer
  },
}

/** C30: hCG keeps OHSS going. */
export const lutealHcgWithOhssRisk: PlanCheck = {
  id: 'C30',
  severity: 'error',
  says: 'hCG as luteal support with a risk of OHSS',
  source: 'general knowledge; rule 5.04',
  verified: false,
  fires: ({ fields, plan }) => plan.lutealSupport === 'progesterone + hCG' && factsOf(fields).ohssRisk,
}

/**
 * C31: oestrogen where it is forbidden. The record knows a thrombosis only as history: it counts, like
 * antiphospholipid syndrome, when it is recorded that no prophylaxis is planned.
 */
export const oestrogenForbidden: PlanCheck = {
  id: 'C31',
  severity: 'error',
  says: 'an artificial cycle with thrombosis or antiphospholipid syndrome untreated, or a hormone-dependent cancer',
  saysHere: ({ fields }) =>
    String(fields.cancer).startsWith('hormone-dependent')
      ? 'an artificial cycle with a hormone-dependent cancer'
      : 'an artificial cycle after thrombosis or with antiphospholipid syndrome, without prophylaxis',
  source: 'labels',
  verified: false,
  fires: ({ fields, plan }) =>
    preparesWithHormones(plan) &&
    (fields.cancer === 'hormone-dependent' ||
      fields.cancer === 'hormone-dependent, oncologist agrees' ||
      ((fields.thromboembolism === true || fields.antiphospholipidSyndrome === true) &&
        fields.thrombosisProphylaxis === false)),
}

const BY_SKIN = /transdermal|patch|\bgel\b|经皮|贴片|凝胶/iu

/** C31w: oestrogen by mouth where the risk adds up; answered by another route. */
export const oestrogenByMouthAtRisk: PlanCheck = {
  id: 'C31w',
  severity: 'warning',
  says: 'an artificial cycle in a smoker of 35 or more, or at a BMI of 35 or more, without oestrogen through the skin',
  source: 'labels',
  verified: false,
  fires: ({ fields, plan, reasoning }) =>
    preparesWithHormones(plan) &&
    ((fields.smoking === true && (number(fields.femaleAge) ?? 0) >= 35) || (number(fields.bmi) ?? 0) >= 35) &&
    !states(reasoning, BY_SKIN),
}

/** C32: progesterone opens the window for the embryo's own age. */
export const progesteroneDaysAmiss: PlanCheck = {
  id: 'C32',
  severity: 'warning',
  says: 'days of progesterone that do not match the age of the embryo (3 for day 3, 5 for a blastocyst)',
  source: 'general practice',
  verified: false,
  fires: ({ plan }) => {
    const days = planNumber(plan.progesteroneDays)
    if (days === null || !preparesWithHormones(plan)) return false
    return (plan.transfer === 'frozen, day 3' && days !== 3) || (plan.transfer === 'frozen, day 5' && days !== 5)
  },
}

const FAILURE_LABEL =
  /(?<!\b(?:no|not|without|excludes?|of) )(?:(?:repeated|recurrent) implantation failure|\bRIF\b)|(?<!无|非|未达|排除)反复种植失败/iu

/** C46: a label too early. The expected cumulative chance is not in the record. */
export const implantationFailureTooEarly: PlanCheck = {
  id: 'C46',
  severity: 'warning',
  says: 'called repeated implantation failure after fewer than three failed transfers of good embryos',
  source: 'ESHRE repeated implantation failure 2023',
  verified: false,
  fires: ({ fields, reasoning }) => {
    const failed = number(fields.failedTransfers)
    return failed !== null && failed < 3 && states(reasoning, FAILURE_LABEL)
  },
}
