/** @file Checks of embryo testing, age, law and cancer: C27, C28, C43, C44, C52. */
import type { FieldValue, Plan, PlanCheck } from '../../specialty.ts'
import { number } from '../derived/number.ts'
import { factsOf } from './facts-of.ts'
import { leavesEggsInPlace, retrievesEggs, testsEmbryos, transfers } from './plan-parts.ts'
import { states } from './stated-in-reasoning.ts'

type Fields = Readonly<Record<string, FieldValue>>

const RAPID_TEST = /rapid (?:PGT|testing|biopsy|result)|快速(?:PGT|检测|活检)/iu

/** C27: a biopsy needs a blastocyst and, unless it is a rapid one, a freezer. */
export const testedEmbryosTransferredFresh: PlanCheck = {
  id: 'C27',
  severity: 'error',
  says: 'embryo testing without a freeze-all, or with a transfer on day 3',
  source: 'general practice',
  verified: false,
  fires: ({ plan, reasoning }) => {
    if (!testsEmbryos(plan) || plan.transfer === undefined || plan.transfer === 'freeze all') return false
    return !(plan.transfer === 'fresh, day 5' && states(reasoning, RAPID_TEST))
  },
}

const isAbnormal = (karyotype: FieldValue | undefined) =>
  ['balanced translocation', '47,XXY', 'other'].includes(String(karyotype))

/** Age from which PGT-A may be offered. */
const PGT_A_AGE = 38

/** C28: a test without anything to look for; an unrecorded age is taken as a possible reason. */
export const testingWithoutIndication: PlanCheck = {
  id: 'C28',
  severity: 'error',
  says: 'embryo testing without its indication: PGT-SR without an abnormal karyotype, PGT-M without a gene',
  source: 'what goes together',
  verified: false,
  fires: ({ fields, plan }) => {
    if (plan.strategy === 'IVF with PGT-SR')
      return !isAbnormal(fields.femaleKaryotype) && !isAbnormal(fields.maleKaryotype)
    if (plan.strategy === 'IVF with PGT-M') return fields.monogenicDisorder !== true
    if (plan.strategy !== 'IVF with PGT-A') return false
    const facts = factsOf(fields)
    return (
      (number(fields.femaleAge) ?? PGT_A_AGE) < PGT_A_AGE &&
      !facts.recurrentLoss &&
      !facts.implantationFailure &&
      fields.wantsAneuploidyTesting !== true
    )
  },
}

/** Ages: own eggs discouraged, never used, and no embryo transferred at all (45-50 and 50-55 by centre). */
const OWN_EGGS_DISCOURAGED = 46
const OWN_EGGS_NEVER = 50
const TRANSFER_NEVER = 55
const DONOR_DISCUSSED = 43

const usesOwnEggs = (plan: Plan) => retrievesEggs(plan) || leavesEggsInPlace(plan)
const COUNSELLED = /\bcounsel|\bdiscuss|\binform|\bexplain|告知|咨询|讨论|沟通/iu
const DONOR_EGGS = /donor (?:egg|oocyte)|(?:egg|oocyte) (?:donor|donat)|donat\w+ (?:of )?(?:egg|oocyte)|供卵|赠卵/iu

/** C43: past the age of own eggs, or of any pregnancy. */
export const ageOverCap: PlanCheck = {
  id: 'C43',
  severity: 'error',
  says: 'own eggs at 46 or over without counselling, at 50 or over at all, or a transfer at 55 or over',
  source: 'ESHRE; ASRM; caps of centres',
  verified: false,
  fires: ({ fields, plan, reasoning }) => {
    const age = number(fields.femaleAge) ?? 0
    if (transfers(plan) && age >= TRANSFER_NEVER) return true
    if (!usesOwnEggs(plan)) return false
    return age >= OWN_EGGS_NEVER || (age >= OWN_EGGS_DISCOURAGED && !states(reasoning, COUNSELLED))
  },
}

/** C43w: the alternative is to be named. */
export const donorEggsNotDiscussed: PlanCheck = {
  id: 'C43w',
  severity: 'warning',
  says: 'own eggs at 43 to 45 without donor eggs being discussed',
  source: 'ESHRE; ASRM',
  verified: false,
  fires: ({ fields, plan, reasoning }) => {
    const age = number(fields.femaleAge) ?? 0
    return usesOwnEggs(plan) && age >= DONOR_DISCUSSED && age < OWN_EGGS_DISCOURAGED && !states(reasoning, DONOR_EGGS)
  },
}

/** A single woman whose eggs are frozen for no recorded medical reason. */
function isSocialFreezing(fields: Fields, plan: Plan): boolean {
  return (
    plan.strategy === 'fertility preservation' &&
    fields.married === false &&
    fields.cancer === 'none' &&
    fields.fertilityPreservation !== true &&
    fields.gonadotoxicTherapy !== true &&
    fields.lupus !== true
  )
}

/** C44: what Chinese law forbids, as far as a plan can say it (surrogacy and sex selection are no options of a layer). */
export const forbiddenByLaw: PlanCheck = {
  id: 'C44',
  severity: 'error',
  says: 'donor eggs, or freezing the eggs of a single woman without a medical reason, where the law forbids it (China)',
  saysHere: ({ plan }) =>
    plan.strategy === 'donor eggs'
      ? 'donor eggs, which the law forbids (China)'
      : 'freezing the eggs of a single woman without a medical reason, which the law forbids (China)',
  source: 'Chinese norm 2003',
  verified: false,
  fires: ({ fields, plan }) =>
    fields.jurisdiction === 'China' && (plan.strategy === 'donor eggs' || isSocialFreezing(fields, plan)),
}

/** C52: oestrogen is kept low while eggs are saved. */
export const preservationWithoutLetrozole: PlanCheck = {
  id: 'C52',
  severity: 'warning',
  says: 'fertility preservation in a hormone-dependent cancer without letrozole or tamoxifen',
  source: 'ESHRE ovarian stimulation 2025 (good practice)',
  verified: false,
  fires: ({ fields, plan, reasoning }) =>
    plan.strategy === 'fertility preservation' &&
    (fields.cancer === 'hormone-dependent' || fields.cancer === 'hormone-dependent, oncologist agrees') &&
    plan.adjuvant !== 'letrozole' &&
    !states(reasoning, /letrozole|tamoxifen|来曲唑|他莫昔芬/iu),
}
