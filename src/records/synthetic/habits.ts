/** @file How much a clinic likes each option of a layer, where the rules leave several. */
import type { FieldValue, Plan } from '../../specialty/index.ts'
import type { DerivedFacts } from '../../specialty/infertility/index.ts'
import type { Clinic } from './clinic.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** The case at a layer. */
export interface Situation {
  readonly fields: Fields
  readonly facts: DerivedFacts
  readonly plan: Plan
  readonly clinic: Clinic
}

type Weigh = (option: string, situation: Situation) => number

/** Expected eggs from the recorded markers, for a clinic's trigger habit; 10 when neither is recorded. */
function expectedEggs({ amh, afc }: Fields): number {
  if (typeof afc === 'number') return 0.75 * afc
  return typeof amh === 'number' ? 5 * amh : 10
}

const ageOf = ({ fields }: Situation) => (typeof fields.femaleAge === 'number' ? fields.femaleAge : 33)

/** Weight of the strategies beside IVF. */
const strategy: Weigh = (option, situation) => {
  const { fields, facts, clinic } = situation
  const age = ageOf(situation)
  const iuiDone = typeof fields.iuiCycles === 'number' ? fields.iuiCycles : 0
  if (option === 'IUI') {
    const enoughSperm = facts.tmsc !== null && facts.tmsc >= clinic.tmscCut
    const wanted = enoughSperm && iuiDone < clinic.iuiBeforeIvf && age < 38 && Number(fields.previousIvfCycles) === 0
    return wanted && (facts.unexplained || fields.pcos === true) ? 6 : 0.02
  }
  if (option === 'IVF with PGT-A') {
    if (fields.wantsAneuploidyTesting === true) return 40
    return clinic.pgtFromAge !== null && age >= clinic.pgtFromAge ? 2 : 0.01
  }
  if (option === 'embryo accumulation') return facts.surgeryFirst ? 0.3 : facts.veryLowReserve ? 0.3 : 0.02
  if (option === 'expectant management')
    return clinic.jurisdiction === 'China' || clinic.jurisdiction === 'US' ? 0.6 : 6
  if (option === 'ovulation induction') return 8
  if (option === 'donor eggs') return fields.acceptsDonor === true ? 8 : 0.02
  if (option === 'counsel to stop') return 0.4
  if (option === 'surgery first') return 4
  if (option === 'treat first') return 0.3
  if (option === 'frozen embryo transfer') return 12
  return 1
}

const protocol: Weigh = (option, situation) => {
  const { facts, clinic, fields, plan } = situation
  const mix = clinic.protocolMix
  const young = ageOf(situation) < 35 ? 1.5 : 0.6
  const repeats = option === fields.protocolAtLastCycle && facts.response === 'normal' ? 1.5 : 1
  if (option === 'antagonist') return (mix.antagonist / young) * repeats * (facts.response === 'normal' ? 1 : 2)
  if (option === 'long agonist') return mix.long * (1 - clinic.depotShare) * young * repeats
  if (option === 'depot agonist') return mix.long * clinic.depotShare * young * repeats
  if (option === 'ultra-long agonist') return clinic.ultraLong ? mix.long + 20 : 0.5
  if (option === 'short agonist') return mix.short
  if (option === 'PPOS') return mix.ppos * (facts.ohssRisk || plan.strategy !== 'IVF' ? 2 : 1)
  if (option === 'mild') return mix.mild * (facts.veryLowReserve ? 6 : facts.response === 'normal' ? 0.5 : 1)
  if (option === 'natural') return facts.veryLowReserve ? mix.mild * 0.4 : 0.01
  if (option === 'DuoStim') return facts.veryLowReserve && plan.strategy === 'embryo accumulation' ? mix.ppos : 0.2
  if (option === 'random start') return 20
  if (option === 'letrozole') return 6
  if (option === 'clomifene') return 1
  if (option === 'gonadotropin') return fields.ovulatedOnInduction === false ? 6 : 0.6
  return 2
}

/** Usual dose, IU/day, by response, age and the clinic's shift (reference notes 3.01 to 3.06). */
function usualDose(situation: Situation): number {
  const { facts, clinic, plan } = situation
  if (plan.protocol === 'mild') return 150
  if (plan.protocol === 'gonadotropin') return 75
  const age = ageOf(situation)
  const base = facts.response === 'low' ? 262 : facts.response === 'high' ? 125 : age < 30 ? 162 : age < 35 ? 187 : 212
  return base + clinic.doseShift / 2
}

const weights: Readonly<Record<string, Weigh>> = {
  strategy,
  protocol,
  suppression: (option, { clinic, plan }) => {
    if (option === 'antagonist, flexible') return plan.protocol === 'antagonist' ? clinic.flexibleAntagonistShare : 0.5
    if (option === 'antagonist, fixed day 5-6') return 1 - clinic.flexibleAntagonistShare
    return option === 'none' ? 0.7 : 1
  },
  gonadotropin: (option, situation) => {
    const { clinic, facts, plan } = situation
    if (option === clinic.gonadotropin) return 8
    if (option === 'rFSH + rLH' || option === 'rFSH + hMG')
      return ageOf(situation) >= 35 || facts.response === 'low' ? 4 : 0.3
    if (option === 'corifollitropin alfa') return clinic.jurisdiction === 'EU' ? 0.6 : 0.1
    if (option === 'none') return plan.protocol === 'mild' ? 0.3 : 0.01
    return option === 'hMG' && plan.protocol === 'mild' ? 4 : 0.4
  },
  startingDose: (option, situation) => {
    const { clinic } = situation
    const dose = Number(option)
    if (dose > clinic.doseCap) return 1e-6
    const far = (dose - usualDose(situation)) / 30
    return Math.exp(-far * far) * (dose % clinic.doseStep === 0 ? 1 : 0.02) + 1e-5
  },
  oralDose: (option, { fields, plan }) => {
    const dose = Number(option)
    const first = plan.protocol === 'letrozole' ? 5 : 100
    const more = fields.ovulatedOnInduction === false ? 1.5 : 1
    return Math.exp(-Math.abs(dose - first * more) / (first / 2))
  },
  adjuvant: (option, { clinic, facts }) => {
    if (option === 'none') return facts.ohssRisk ? 2 : 1
    if (option === 'growth hormone') return clinic.growthHormoneShare / (1 - clinic.growthHormoneShare)
    return option === 'metformin' ? 0.5 : option === 'cabergoline' ? 0.3 : 0.1
  },
  trigger: (option, { clinic, fields, facts, plan }) => {
    if (option === clinic.hcg) return 8
    if (option === 'GnRH agonist')
      return expectedEggs(fields) >= clinic.agonistTriggerFrom && !facts.hypogonadotropic ? 20 : 0.2
    if (option === 'none') return plan.protocol === 'natural' || plan.protocol === 'unstimulated' ? 4 : 0.05
    return option === 'dual' ? 6 : 0.4
  },
  spermSource: (option, { fields, plan }) => {
    // Retrieved sperm is too little for an insemination, and nobody operates while sperm is in store.
    if (option === 'surgical retrieval') return plan.strategy === 'IUI' || fields.frozenSperm === true ? 0 : 1
    return option === 'donor' ? 0.3 : 2
  },
  fertilisation: (option, { clinic, facts, fields }) => {
    // A split needs eggs to divide.
    const fewEggs = typeof fields.eggsAtLastCycle === 'number' && fields.eggsAtLastCycle < 4
    const poor = facts.semen === 'reduced' ? 2.5 : 1
    const icsi = clinic.icsiWithoutMaleFactor
    return option === 'ICSI'
      ? icsi * poor
      : option === 'IVF'
        ? 1 - icsi
        : facts.response === 'low' || fewEggs
          ? 0
          : 0.08
  },
  transfer: (option, { clinic }) => {
    if (option === 'freeze all') return clinic.freezeAllShare
    const day5 = option.endsWith('day 5') ? clinic.blastocystShare : 1 - clinic.blastocystShare
    return option.startsWith('frozen') ? day5 : (1 - clinic.freezeAllShare) * day5
  },
  embryos: (option, situation) => {
    const older = ageOf(situation) >= 38 ? 2 : 1
    const several = Math.min(0.9, situation.clinic.severalEmbryosShare * older)
    return option === '1' ? 1 - several : option === '2' ? several : 0.04 * several
  },
  endometrialPreparation: (option, { clinic, facts }) => {
    if (option === 'GnRH agonist + HRT') return facts.advancedEndometriosis || clinic.ultraLong ? 6 : 1
    return option === clinic.preparation ? 6 : 0.6
  },
  progesteroneDays: () => 1,
  lutealSupport: (option, { clinic, plan }) => {
    if (option === 'none')
      return plan.strategy === 'IUI' || plan.strategy === 'ovulation induction'
        ? 1
        : plan.strategy === 'frozen embryo transfer'
          ? 0.2
          : 0.01
    return option === clinic.lutealRoute ? 8 : option === 'dydrogesterone' ? 1 : 0.3
  },
}

/** How much the clinic likes an option of a layer, relative to the others; 1 where no habit is known. */
export function habitWeight(layer: string, option: string | number, situation: Situation): number {
  const weigh = weights[layer]
  return weigh ? weigh(String(option), situation) : 1
}
