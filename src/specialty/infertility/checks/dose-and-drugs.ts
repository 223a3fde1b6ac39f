/** @file Checks of doses and drugs: C06 to C08, C33, C34, C37, C39, C40, C47, C48. */
import type { Plan, PlanCheck } from '../../specialty.ts'
import { number } from '../derived/number.ts'
import { factsOf } from './facts-of.ts'
import { leavesEggsInPlace, planNumber, retrievesEggs } from './plan-parts.ts'

/** Smallest step of a pen, IU. */
const DOSE_STEP = 12.5

/** The lowest and highest dose of the labels by the aim of the cycle, IU/day. */
const doseLimits = (plan: Plan): readonly [number, number] =>
  leavesEggsInPlace(plan) ? [37.5, 150] : retrievesEggs(plan) ? [75, 450] : [37.5, 450]

/** C06: doses that no label knows, by the aim of the cycle. */
export const doseOutsideLabel: PlanCheck = {
  id: 'C06',
  severity: 'error',
  says: 'a starting dose outside 75-450 IU/day for IVF or 37.5-150 for induction and IUI, or no multiple of 12.5',
  saysHere: ({ plan }) => {
    const dose = planNumber(plan.startingDose) ?? 0
    const [low, high] = doseLimits(plan)
    if (dose >= low && dose <= high) return 'a starting dose that is no multiple of 12.5 IU'
    return `a starting dose outside of ${low} to ${high} IU/day for this kind of cycle`
  },
  source: 'labels; NICE (cap of 450 IU)',
  verified: false,
  fires: ({ plan }) => {
    const dose = planNumber(plan.startingDose)
    if (dose === null) return false
    const [low, high] = doseLimits(plan)
    return dose < low || dose > high || dose % DOSE_STEP !== 0
  },
}

/** C07: a dose that brings nothing more. */
export const doseOver300: PlanCheck = {
  id: 'C07',
  severity: 'warning',
  says: 'a starting dose over 300 IU/day, which brings nothing',
  source: 'ESHRE ovarian stimulation 2019, 2025',
  verified: false,
  fires: ({ plan }) => (planNumber(plan.startingDose) ?? 0) > 300,
}

/** C08: too much for a high responder. */
export const highDoseInHighResponder: PlanCheck = {
  id: 'C08',
  severity: 'error',
  says: 'a starting dose over 225 IU/day in a high responder',
  source: 'ESHRE ovarian stimulation 2025 (rule 3.02)',
  verified: false,
  fires: ({ fields, plan }) => (planNumber(plan.startingDose) ?? 0) > 225 && factsOf(fields).response === 'high',
}

const multiEggProtocols = [
  'antagonist',
  'long agonist',
  'depot agonist',
  'ultra-long agonist',
  'short agonist',
  'PPOS',
  'DuoStim',
  'random start',
]

/** C33: no gonadotropin where several eggs are wanted. */
export const noGonadotropinForSeveralEggs: PlanCheck = {
  id: 'C33',
  severity: 'error',
  says: 'no gonadotropin in a retrieval cycle for several eggs (neither mild nor natural)',
  source: 'what goes together',
  verified: false,
  fires: ({ plan }) =>
    retrievesEggs(plan) &&
    (plan.protocol === 'letrozole' ||
      plan.protocol === 'clomifene' ||
      (multiEggProtocols.includes(String(plan.protocol)) && plan.gonadotropin === 'none')),
}

/** What controls LH in the protocols that are named after it. */
const suppressionOf: Readonly<Record<string, readonly string[]>> = {
  antagonist: ['antagonist, fixed day 5-6', 'antagonist, flexible'],
  'long agonist': ['agonist from mid-luteal'],
  'depot agonist': ['depot agonist on day 2'],
  'ultra-long agonist': ['depot agonist for 1-3 months'],
  'short agonist': ['agonist flare from day 2'],
  PPOS: ['progestin from day 2-3'],
}

/** C34: a protocol without the drug that it is named after, or without its start; an unstated drug counts as none. */
export const protocolWithoutItsDrug: PlanCheck = {
  id: 'C34',
  severity: 'error',
  says: 'an antagonist, agonist or progestin protocol without that drug or its start',
  source: 'what goes together',
  verified: false,
  fires: ({ plan }) => {
    const drugs = suppressionOf[String(plan.protocol)]
    return drugs !== undefined && !drugs.includes(String(plan.suppression))
  },
}

/** C37: without LH of her own a woman needs it from outside, and has none to release. */
export const hypogonadotropicWithoutLh: PlanCheck = {
  id: 'C37',
  severity: 'error',
  says: 'FSH alone, an oral drug or an agonist trigger in a hypogonadotropic woman',
  saysHere: ({ plan }) =>
    plan.protocol === 'letrozole' || plan.protocol === 'clomifene'
      ? 'an oral drug in a hypogonadotropic woman'
      : plan.trigger === 'GnRH agonist'
        ? 'an agonist trigger in a hypogonadotropic woman'
        : 'FSH alone, without LH, in a hypogonadotropic woman',
  source: 'SmPC; WHO group I',
  verified: false,
  fires: ({ fields, plan }) =>
    factsOf(fields).hypogonadotropic &&
    (['rFSH', 'urinary FSH', 'follitropin delta', 'corifollitropin alfa'].includes(String(plan.gonadotropin)) ||
      plan.trigger === 'GnRH agonist' ||
      plan.protocol === 'letrozole' ||
      plan.protocol === 'clomifene'),
}

/** Cycles of clomifene after which no further one is given. */
const CLOMIFENE_CYCLES = 6

/** C39: oral drugs beyond their labels. The record does not say with which drug earlier cycles were induced. */
export const oralDrugBeyondLabel: PlanCheck = {
  id: 'C39',
  severity: 'error',
  says: 'clomifene over 150 mg or after 6 cycles, or letrozole over 7.5 mg',
  saysHere: ({ plan }) => {
    if (plan.protocol === 'letrozole') return 'letrozole over 7.5 mg'
    return (planNumber(plan.oralDose) ?? 0) > 150 ? 'clomifene over 150 mg' : 'clomifene after 6 cycles'
  },
  source: 'labels',
  verified: false,
  fires: ({ fields, plan }) => {
    const dose = planNumber(plan.oralDose) ?? 0
    if (plan.protocol === 'letrozole') return dose > 7.5
    if (plan.protocol !== 'clomifene') return false
    return dose > 150 || (number(fields.ovulationInductionCycles) ?? 0) >= CLOMIFENE_CYCLES
  },
}

/** C40: contraindicated adjuvants. The record does not say whether contrast is to be given. */
export const contraindicatedAdjuvant: PlanCheck = {
  id: 'C40',
  severity: 'error',
  says: 'metformin with an eGFR under 30, or cabergoline with heart valve disease',
  saysHere: ({ plan }) =>
    plan.adjuvant === 'metformin' ? 'metformin with an eGFR under 30' : 'cabergoline with heart valve disease',
  source: 'labels',
  verified: false,
  fires: ({ fields, plan }) =>
    (plan.adjuvant === 'metformin' && (number(fields.egfr) ?? 30) < 30) ||
    (plan.adjuvant === 'cabergoline' && fields.valveDisease === true),
}

/** C47: add-ons that are not recommended; with a disease that asks for the drug it is no add-on. */
export const addOnNotRecommended: PlanCheck = {
  id: 'C47',
  severity: 'warning',
  says: 'an add-on that is not recommended: growth hormone, DHEA, aspirin or steroids',
  source: 'ESHRE add-ons 2023',
  verified: true,
  fires: ({ fields, plan }) => {
    if (plan.adjuvant === 'aspirin')
      return fields.antiphospholipidSyndrome !== true && fields.lupus !== true && fields.thromboembolism !== true
    if (plan.adjuvant === 'steroids') return fields.antiphospholipidSyndrome !== true && fields.lupus !== true
    return plan.adjuvant === 'growth hormone' || plan.adjuvant === 'DHEA'
  },
}

/** C48: several follicles without anything against a premature surge; mild cycles with an oral drug are excepted. */
export const noSurgeControl: PlanCheck = {
  id: 'C48',
  severity: 'error',
  says: 'nothing against a premature LH surge in a retrieval cycle for several eggs',
  source: 'what goes together',
  verified: false,
  fires: ({ plan }) =>
    retrievesEggs(plan) && multiEggProtocols.includes(String(plan.protocol)) && plan.suppression === 'none',
}
