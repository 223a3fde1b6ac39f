/** @file Checks of tubes, uterus and pelvis: C15, C17, C23, C24, C26, C41. */
import type { PlanCheck } from '../../specialty.ts'
import { number } from '../derived/number.ts'
import { factsOf } from './facts-of.ts'
import { leavesEggsInPlace, planNumber, transfers } from './plan-parts.ts'

/** C15: an egg that stays in place has to pass a tube. */
export const noTubeForConception: PlanCheck = {
  id: 'C15',
  severity: 'error',
  says: 'waiting, ovulation induction or insemination without an open tube',
  source: 'Chinese norm 2003; NICE CG156',
  verified: false,
  fires: ({ fields, plan }) =>
    (leavesEggsInPlace(plan) || plan.strategy === 'expectant management') && factsOf(fields).noOpenTube,
}

/** C17: the fluid halves the chance of an embryo; stimulating and freezing is allowed. */
export const transferWithHydrosalpinx: PlanCheck = {
  id: 'C17',
  severity: 'error',
  says: 'a transfer with an untreated hydrosalpinx seen on ultrasound',
  source: 'ASRM tubal surgery 2021; Cochrane review',
  verified: false,
  fires: ({ fields, plan }) => transfers(plan) && factsOf(fields).untreatedHydrosalpinx,
}

/** C23: an embryo has nowhere to go. */
export const transferWithoutCavity: PlanCheck = {
  id: 'C23',
  severity: 'error',
  says: 'a transfer into a uterus that is absent or closed by severe adhesions',
  source: 'Chinese norm 2003',
  verified: false,
  fires: ({ fields, plan }) => transfers(plan) && (fields.uterus === 'absent' || fields.uterus === 'severe adhesions'),
}

/** C24: a cavity that is put right first. */
export const transferWithCavityFinding: PlanCheck = {
  id: 'C24',
  severity: 'warning',
  says: 'a transfer with a submucous myoma, a polyp over 1 cm, a septum or fluid in the cavity',
  source: 'general knowledge',
  verified: false,
  fires: ({ fields, plan }) =>
    transfers(plan) &&
    (fields.uterus === 'submucous myoma' ||
      fields.uterus === 'septum' ||
      fields.cavityFluid === true ||
      (fields.uterus === 'polyp' && (number(fields.uterineFindingSize) ?? 0) > 1)),
}

/** C26: twins would be dangerous. */
export const twinsWhereDangerous: PlanCheck = {
  id: 'C26',
  severity: 'warning',
  says: 'two embryos or more with a scar, a height under 150 cm, heart disease, one horn or a preterm birth before',
  source: 'Chinese consensus 2018; expert opinion',
  verified: false,
  fires: ({ fields, plan }) => (planNumber(plan.embryos) ?? 0) >= 2 && factsOf(fields).oneEmbryoOnly,
}

/** C41: surgery that costs eggs. Where the cavity or a hydrosalpinx asks for surgery, the plan is taken to mean that. */
export const endometriomaSurgeryWithLowReserve: PlanCheck = {
  id: 'C41',
  severity: 'warning',
  says: 'surgery first for an endometrioma with AMH under 1.2 ng/mL, on both sides, or again',
  source: 'ESHRE endometriosis 2022',
  verified: false,
  fires: ({ fields, plan }) =>
    plan.strategy === 'surgery first' &&
    (number(fields.endometriomaSize) ?? 0) > 0 &&
    !factsOf(fields).surgeryFirst &&
    ((number(fields.amh) ?? 1.2) < 1.2 ||
      fields.endometriomaBilateral === true ||
      fields.endometriosisSurgery === true),
}
