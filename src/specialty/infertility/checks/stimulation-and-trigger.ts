/** @file Checks of protocol, trigger and the risk of OHSS: C01 to C05, C35, C36, C38. */
import type { PlanCheck } from '../../specialty.ts'
import { number } from '../derived/number.ts'
import { factsOf } from './facts-of.ts'
import { leavesEggsInPlace, longProtocols, planNumber, transfersFresh, triggersWithHcg } from './plan-parts.ts'
import { states } from './stated-in-reasoning.ts'

/** Follicles of 11 mm from which hCG with a fresh transfer is unsafe (18-19 by source). */
const FOLLICLES_11_MM = 18
/** Estradiol on the day of the trigger, pg/mL, above which hCG with a fresh transfer is unsafe. */
const ESTRADIOL_AT_TRIGGER = 5000

/** C01: a down-regulated pituitary does not answer an agonist. */
export const agonistTriggerInAgonistCycle: PlanCheck = {
  id: 'C01',
  severity: 'error',
  says: 'an agonist or dual trigger in an agonist cycle, in which the pituitary cannot answer',
  source: 'physiology: the pituitary is down-regulated (rule 4.03)',
  verified: true,
  fires: ({ plan }) =>
    [...longProtocols, 'short agonist'].includes(String(plan.protocol)) &&
    (plan.trigger === 'GnRH agonist' || plan.trigger === 'dual'),
}

/** C02: PPOS, DuoStim and random start oblige to freeze all. */
export const freshTransferOutOfPhase: PlanCheck = {
  id: 'C02',
  severity: 'error',
  says: 'a fresh transfer after PPOS, DuoStim or a random start, whose endometrium is out of phase',
  source: 'reviews of PPOS: RBMO 2019, Cochrane CD013827 (rule 2.06)',
  verified: true,
  fires: ({ plan }) => ['PPOS', 'DuoStim', 'random start'].includes(String(plan.protocol)) && transfersFresh(plan),
}

/** C03: hCG and a fresh transfer where severe OHSS is to be feared; follicles and estradiol as seen at the trigger. */
export const hcgAndFreshTransferWithOhssRisk: PlanCheck = {
  id: 'C03',
  severity: 'error',
  says: 'hCG with a fresh transfer after severe OHSS, or with 18 follicles of 11 mm or estradiol over 5,000 pg/mL',
  source: 'PLOS One 2016; RB&E 2012; ASRM OHSS 2023',
  verified: true,
  fires: ({ fields, plan, monitoring }) =>
    triggersWithHcg(plan) &&
    transfersFresh(plan) &&
    (fields.ohssBefore === 'severe' ||
      (monitoring?.folliclesOver11mm ?? 0) >= FOLLICLES_11_MM ||
      (monitoring?.estradiolAtTrigger ?? 0) > ESTRADIOL_AT_TRIGGER),
}

const OHSS = /\bOHSS\b|hyperstimulation|过度刺激/iu
const OHSS_PLAN =
  /monitor|threshold|freez|cabergoline|coasting|low(er)? dose|cancel|prevent|\bplan\b|监测|冷冻|卡麦角林|预防|预案|减量|小剂量|取消/iu

/** C04: hCG in a woman at risk needs a written answer to OHSS. Oral induction alone carries no such risk. */
export const hcgWithoutOhssPlan: PlanCheck = {
  id: 'C04',
  severity: 'warning',
  says: 'an hCG trigger in PCOS, with AMH from 3.4 ng/mL or AFC from 24, without a stated plan against OHSS',
  source: 'ASRM OHSS 2023',
  verified: true,
  fires: ({ fields, plan, reasoning }) =>
    triggersWithHcg(plan) &&
    !['letrozole', 'clomifene', 'natural', 'unstimulated'].includes(String(plan.protocol)) &&
    (fields.pcos === true || (number(fields.amh) ?? 0) >= 3.4 || (number(fields.afc) ?? 0) >= 24) &&
    !states(reasoning, OHSS, OHSS_PLAN),
}

/** C05: the protocol with most OHSS at a dose that invites it. */
export const longAgonistAtHighDose: PlanCheck = {
  id: 'C05',
  severity: 'error',
  says: 'a long agonist protocol from more than 150 IU/day in a high responder',
  source: 'ASRM OHSS 2023 (evidence A and B)',
  verified: true,
  fires: ({ fields, plan }) =>
    longProtocols.includes(String(plan.protocol)) &&
    (planNumber(plan.startingDose) ?? 0) > 150 &&
    factsOf(fields).response === 'high',
}

/** C35: a flare recruits what is already too much. */
export const flareInHighResponder: PlanCheck = {
  id: 'C35',
  severity: 'error',
  says: 'a short protocol with agonist flare in a high responder or PCOS',
  source: 'general knowledge',
  verified: false,
  fires: ({ fields, plan }) =>
    (plan.protocol === 'short agonist' || plan.suppression === 'agonist flare from day 2') &&
    (fields.pcos === true || factsOf(fields).response === 'high'),
}

/** C36: corifollitropin cannot be withdrawn for a week. */
export const corifollitropinInHighResponder: PlanCheck = {
  id: 'C36',
  severity: 'error',
  says: 'corifollitropin alfa in PCOS, with an AFC over 20, or after OHSS',
  source: 'SmPC of corifollitropin alfa',
  verified: false,
  fires: ({ fields, plan }) =>
    plan.gonadotropin === 'corifollitropin alfa' &&
    (fields.pcos === true ||
      (number(fields.afc) ?? 0) > 20 ||
      fields.ohssBefore === 'mild or moderate' ||
      fields.ohssBefore === 'severe'),
}

/** Follicles of 14 mm above which a cycle without retrieval is cancelled (2-3 by source: the upper one). */
const FOLLICLES_14_MM = 3
/** Starting dose of ovulation induction in PCOS, IU/day (75-100 by source: the upper one). */
const PCOS_INDUCTION_DOSE = 100

/** C38: multiple pregnancy from a cycle without retrieval. */
export const multipleFolliclesWithoutRetrieval: PlanCheck = {
  id: 'C38',
  severity: 'error',
  says: 'ovulation induction or insemination with more than 3 follicles of 14 mm, or from more than 100 IU/day in PCOS',
  source: 'ESHRE; international PCOS guideline 2023',
  verified: false,
  fires: ({ fields, plan, monitoring }) =>
    leavesEggsInPlace(plan) &&
    (((monitoring?.folliclesOver14mm ?? 0) > FOLLICLES_14_MM &&
      plan.trigger !== undefined &&
      plan.trigger !== 'none') ||
      (fields.pcos === true && (planNumber(plan.startingDose) ?? 0) > PCOS_INDUCTION_DOSE)),
}
