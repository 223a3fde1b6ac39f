/** @file Checks of hormones, other disease and screening before a start: C18 to C22, C42, C45, C51. */
import { type FieldValue, NOT_DONE, type PlanCheck } from '../../specialty.ts'
import { number } from '../derived/number.ts'
import { possiblyPregnant } from '../derived/reasons-to-treat-first.ts'
import { factsOf } from './facts-of.ts'
import { preparesWithHormones, retrievesEggs, startsTreatment, stimulates, transfers } from './plan-parts.ts'
import { states } from './stated-in-reasoning.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** Upper limit of prolactin, ng/mL. */
const PROLACTIN_LIMIT = 25

/** C18: a prolactin that is not worked up. */
export const prolactinNotTreated: PlanCheck = {
  id: 'C18',
  severity: 'error',
  says: 'a start with prolactin over 100 ng/mL, or raised without ovulation, not worked up and treated',
  source: 'Endocrine Society',
  verified: false,
  fires: ({ fields, plan }) => {
    const prolactin = number(fields.prolactin) ?? 0
    if (!startsTreatment(plan) || fields.prolactinTreated === true) return false
    return prolactin > 100 || (prolactin > PROLACTIN_LIMIT && factsOf(fields).anovulation)
  },
}

/** Overt disease: TSH over 10 mIU/L or free T4 under 0.7 ng/dL; TSH under 0.1 with free T4 over 1.9. */
function isOvertlyThyroid(fields: Fields): boolean {
  const tsh = number(fields.tsh)
  const freeT4 = number(fields.freeT4)
  const low = (tsh ?? 0) > 10 || (freeT4 ?? 0.7) < 0.7
  return low || (tsh !== null && tsh < 0.1 && (freeT4 ?? 0) > 1.9)
}

/** C19: overt thyroid disease. That it matters is in the source; the cut-offs are not. */
export const overtThyroidDisease: PlanCheck = {
  id: 'C19',
  severity: 'error',
  says: 'a start with overt thyroid disease that is not treated',
  source: 'ASRM subclinical hypothyroidism 2024; cut-offs from general knowledge',
  verified: false,
  fires: ({ fields, plan }) => startsTreatment(plan) && fields.thyroidTreated !== true && isOvertlyThyroid(fields),
}

/** C20: a raised TSH that is left unmentioned. */
export const raisedTshNotMentioned: PlanCheck = {
  id: 'C20',
  severity: 'warning',
  says: 'a start with TSH of 4-10 mIU/L that is neither treated nor mentioned',
  source: 'ASRM subclinical hypothyroidism 2024; PMC5445262 (the limits are disputed)',
  verified: true,
  fires: ({ fields, plan, reasoning }) => {
    const tsh = number(fields.tsh)
    if (!startsTreatment(plan) || fields.thyroidTreated === true || tsh === null) return false
    return tsh >= 4 && tsh <= 10 && !states(reasoning, /\bTSH\b|thyro|\bLT4\b|甲状腺|优甲乐/iu)
  },
}

/** C21: a pregnancy, or periods that stay away for no recorded reason and without a test. */
export const pregnancyPossible: PlanCheck = {
  id: 'C21',
  severity: 'error',
  says: 'a start although she is or may be pregnant: a positive test, or unexplained amenorrhoea without a test',
  source: 'labels',
  verified: false,
  fires: ({ fields, plan }) => {
    const pregnant = fields.pregnancyTest === 'positive' || possiblyPregnant(fields)
    return pregnant && startsTreatment(plan)
  },
}

/** C22: what must be treated first. */
export const contraindicationActive: PlanCheck = {
  id: 'C22',
  severity: 'error',
  says: 'a start with an active infection, unexplained bleeding, an untreated lesion, organ failure or a hormone-dependent cancer without the oncologist',
  source: 'Chinese norm 2003; labels',
  verified: false,
  fires: ({ fields, plan }) =>
    startsTreatment(plan) &&
    (fields.acuteInfection === true ||
      fields.unexplainedBleeding === true ||
      fields.untreatedLesion === true ||
      fields.organFailure === true ||
      fields.cancer === 'hormone-dependent'),
}

const WEIGHT_PLAN =
  /weight (?:loss|gain|reduc|manage|is follow)|\b(?:lose|gain|reduce) weight|sedat|anaesth|anesth|nutrition|diet(?:ary|ic)?\b|减重|增加体重|体重管理|控制体重|麻醉|镇静|营养/iu

/** C42: retrieval under sedation at a BMI that many centres refuse. */
export const sedationAtHighBmi: PlanCheck = {
  id: 'C42',
  severity: 'error',
  says: 'a retrieval at a BMI of 40 or more without a stated plan for weight or sedation',
  source: 'ASRM obesity 2021; habit of centres',
  verified: false,
  fires: ({ fields, plan, reasoning }) =>
    retrievesEggs(plan) && (number(fields.bmi) ?? 0) >= 40 && !states(reasoning, WEIGHT_PLAN),
}

/** C42w: a weight that lowers the chance and raises the risk; a retrieval from 40 on is the business of C42. */
export const weightNotMentioned: PlanCheck = {
  id: 'C42w',
  severity: 'warning',
  says: 'a start at a BMI of 35 or more, or under 18.5, without a stated plan for weight',
  source: 'ASRM obesity 2021',
  verified: false,
  fires: ({ fields, plan, reasoning }) => {
    const bmi = number(fields.bmi)
    if (bmi === null || !startsTreatment(plan) || (bmi >= 40 && retrievesEggs(plan))) return false
    return (bmi >= 35 || bmi < 18.5) && !states(reasoning, WEIGHT_PLAN)
  },
}

/** C45: screening that the law asks for, and where samples go that are infectious. */
export const infectionScreenNotInOrder: PlanCheck = {
  id: 'C45',
  severity: 'error',
  says: 'a start with the infection screen missing or outdated, or with HIV or hepatitis B and no separate laboratory',
  source: 'Chinese norm; EU directives',
  verified: false,
  fires: ({ fields, plan }) => {
    if (!startsTreatment(plan)) return false
    if (['missing', 'outdated', NOT_DONE].includes(String(fields.infectionScreen))) return true
    const infectious = fields.hiv === true || fields.hepatitisB === true
    return (
      infectious &&
      fields.separateLaboratory === false &&
      (retrievesEggs(plan) || transfers(plan) || plan.strategy === 'IUI')
    )
  },
}

const PROPHYLAXIS =
  /thrombo\w*[\w\s-]*prophyla|prophyla\w*[\w\s-]*thrombo|heparin|\bLMWH\b|enoxaparin|anticoag|抗凝|肝素|血栓预防|预防血栓/iu

/** C51: high oestrogen in a woman who clots. */
export const thrombosisWithoutProphylaxis: PlanCheck = {
  id: 'C51',
  severity: 'warning',
  says: 'stimulation or oestrogen after thrombosis or with antiphospholipid syndrome, without a plan of prophylaxis',
  source: 'RCOG; ASRM',
  verified: false,
  fires: ({ fields, plan, reasoning }) =>
    (fields.thromboembolism === true || fields.antiphospholipidSyndrome === true) &&
    ((startsTreatment(plan) && stimulates(plan)) || preparesWithHormones(plan)) &&
    fields.thrombosisProphylaxis !== true &&
    !states(reasoning, PROPHYLAXIS),
}
