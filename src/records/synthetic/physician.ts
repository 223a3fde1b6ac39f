/** @file A synthetic physician: chooses among what the rules leave open by the clinic's habit, and at times departs from it. */
import type { FieldValue, Plan } from '../../specialty/index.ts'
import { type AdmissibleSet, admissibleSet, type DerivedFacts, infertility } from '../../specialty/infertility/index.ts'
import type { RandomStream } from '../../support/index.ts'
import type { Clinic } from './clinic.ts'
import { happens, weighted } from './draws.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** A plan as it was decided. */
export interface Decision {
  readonly plan: Plan
  readonly admissible: ReadonlyMap<string, AdmissibleSet>
  /** Layers at which the plan lies outside the admissible set. */
  readonly departures: readonly string[]
}

/** What a habit is asked about. */
interface Moment {
  readonly fields: Fields
  readonly facts: DerivedFacts
  readonly plan: Plan
  readonly clinic: Clinic
}

/** How much the clinic's favourite weighs against each other option, for layers that have one. */
function favourite(option: string, favoured: string, { loyalty }: Clinic): number {
  return option === favoured ? loyalty * 10 : 1 - loyalty
}

const strategyWeights: Readonly<Record<string, (moment: Moment) => number>> = {
  'expectant management': () => 1,
  IUI: ({ fields, clinic }) => (Number(fields.iuiCycles ?? 0) < clinic.iuiBeforeIvf ? 0.8 : 0.02),
  IVF: () => 1,
  'IVF with PGT-A': ({ fields, clinic }) => {
    if (clinic.pgtA === 'all') return 5
    const from = clinic.pgtA === 'from 35' ? 35 : clinic.pgtA === 'from 38' ? 38 : 99
    return fields.wantsAneuploidyTesting === true ? 3 : Number(fields.femaleAge) >= from ? 3 : 0.03
  },
  'embryo accumulation': ({ facts, clinic }) => (facts.bologna && clinic.protocols.PPOS > 5 ? 0.8 : 0.02),
  'donor eggs': () => 2,
  'ovulation induction': () => 3,
  'treat first': () => 3,
  'surgery first': () => 3,
}

/** How much an option at a layer weighs by habit; 1 where a clinic has none. */
const habits: Readonly<Record<string, (option: string, moment: Moment) => number>> = {
  strategy: (option, moment) => strategyWeights[option]?.(moment) ?? 1,
  protocol: (option, { plan, clinic }) => {
    if (plan.strategy === 'IUI' || plan.strategy === 'ovulation induction' || plan.strategy === 'donor insemination') {
      return favourite(option, clinic.inductionDrug, clinic)
    }
    return clinic.protocols[option] ?? 0.01
  },
  suppression: (option, { clinic, plan }) =>
    plan.protocol === 'mild' ? (option === 'none' ? 1 : 2) : favourite(option, clinic.antagonist, clinic),
  gonadotropin: (option, { clinic, fields }) =>
    option === 'none'
      ? 0.1
      : favourite(option, clinic.gonadotropin, clinic) +
        (option === 'rFSH + hMG' && Number(fields.femaleAge) >= 38 ? 1 : 0),
  adjuvant: (option, { clinic }) =>
    option === 'none'
      ? 1
      : option === 'growth hormone'
        ? clinic.growthHormoneShare
        : option === 'metformin'
          ? 0.15
          : 0.02,
  trigger: (option, { clinic, plan }) => {
    if (option === 'none') return plan.protocol === 'unstimulated' || plan.protocol === 'natural' ? 1 : 0.2
    if (option === 'GnRH agonist') return plan.protocol === 'PPOS' ? 1.5 : 0.3
    if (option === 'dual') return 4
    return favourite(option, clinic.hcg, clinic) / 4
  },
  spermSource: option => (option === 'donor' ? 0.05 : 1),
  fertilisation: (option, { clinic, facts }) => {
    if (option === 'IVF and ICSI split') return 0.06
    const icsi = facts.semen === 'normal' ? clinic.icsiShare : 0.5 + clinic.icsiShare / 2
    return option === 'ICSI' ? icsi : 1 - icsi
  },
  transfer: (option, { clinic }) => {
    if (option === 'freeze all') return clinic.freezeAllShare
    const day = option.endsWith('3') ? 3 : 5
    return (1 - clinic.freezeAllShare) * (day === clinic.transferDay ? clinic.loyalty : 1 - clinic.loyalty)
  },
  embryos: (option, { clinic, fields }) => {
    const older = Number(fields.femaleAge) >= 38 ? 1.5 : 1
    if (option === '1') return 1 - clinic.twoEmbryoShare
    return option === '2' ? clinic.twoEmbryoShare * older : 0.03
  },
  endometrialPreparation: (option, { clinic }) => favourite(option, clinic.preparation, clinic),
  lutealSupport: (option, { clinic, plan }) =>
    option === 'none'
      ? plan.protocol === 'unstimulated' || plan.endometrialPreparation === 'natural'
        ? 1
        : 0.3
      : favourite(option, clinic.lutealSupport, clinic),
}

/** Doses come in steps of 75 IU (vials) with hMG, else of 25 (pens). */
function commonDose(dose: number, plan: Plan): boolean {
  return dose % (plan.gonadotropin === 'hMG' ? 75 : 25) === 0
}

/** What the clinic would begin with, IU/day: by response and age (reference 3.05), shifted by its style. */
function usualDose({ fields, facts, clinic, plan }: Moment): number {
  if (plan.protocol === 'gonadotropin') return 75
  if (plan.protocol === 'mild') return 150
  const byResponse = { low: 275, normal: 175, high: 125 }[facts.response]
  const age = Number(fields.femaleAge)
  return byResponse + (age >= 35 ? 25 : age < 30 ? -25 : 0) + clinic.doseShift
}

/** The dose nearest to the usual one among those open, common steps first. */
function habitualDose(options: readonly number[], moment: Moment): number {
  const usual = usualDose(moment)
  const common = options.filter(dose => commonDose(dose, moment.plan))
  const among = common.length > 0 ? common : options
  return among.reduce((best, dose) => (Math.abs(dose - usual) < Math.abs(best - usual) ? dose : best))
}

const oralDoses: Readonly<Record<string, number>> = { letrozole: 5, clomifene: 50 }

/** Chooses within a set of options. */
function choose(random: RandomStream, layer: string, set: AdmissibleSet, moment: Moment): string | number {
  const { options } = set
  if (options.length === 1) return options[0]
  const { clinic, plan } = moment
  if (layer === 'startingDose') {
    const doses = options.map(Number)
    const common = doses.filter(dose => commonDose(dose, plan))
    return happens(random, clinic.noise * 2) && common.length > 0 ? random.choose(common) : habitualDose(doses, moment)
  }
  if (layer === 'oralDose') {
    const usual = oralDoses[String(plan.protocol)]
    return options.map(Number).includes(usual) ? usual : options[0]
  }
  if (happens(random, clinic.noise)) {
    const open = options.filter(option => (habits[layer]?.(String(option), moment) ?? 1) > 0.05)
    if (open.length > 0) return random.choose(open)
  }
  const recommended = new Set(set.fired.map(({ recommends }) => recommends).filter(Boolean))
  return weighted(
    random,
    options.map(option => {
      const habit = habits[layer]?.(String(option), moment) ?? 1
      const followed = recommended.has(String(option)) ? 1 + clinic.followsRecommendations : 1
      return [option, habit * followed] as const
    }),
  )
}

/** Options that a physician might choose against the rules: slips of the dose, missed contraindications, fashion. */
const departureOptions: Readonly<Record<string, readonly string[]>> = {
  protocol: ['antagonist', 'long agonist', 'short agonist', 'mild', 'PPOS'],
  adjuvant: ['growth hormone', 'DHEA', 'aspirin'],
  trigger: ['hCG 10,000 IU', 'recombinant hCG 250 ug', 'GnRH agonist'],
  fertilisation: ['ICSI', 'IVF'],
  transfer: ['fresh, day 3', 'fresh, day 5', 'freeze all'],
  embryos: ['2', '3'],
  lutealSupport: ['progesterone + oestradiol', 'progesterone + hCG'],
}
const DEPARTING_LAYERS = ['startingDose', ...Object.keys(departureOptions)]
const LAYERS_TRIED = 5
const vitroStrategies = new Set(['IVF', 'IVF with PGT-A', 'IVF with PGT-M', 'IVF with PGT-SR', 'embryo accumulation'])

/** The options outside the admissible set that are open to a departure at a layer; empty when there is none. */
function outside(layer: string, { options }: AdmissibleSet, plan: Plan): readonly (string | number)[] {
  if (!vitroStrategies.has(String(plan.strategy))) return []
  if (layer === 'startingDose') {
    if (plan.protocol === 'mild') return []
    const doses = options.map(Number)
    const slips = [Math.min(...doses) - 75, Math.max(...doses) + 75, Math.max(...doses) + 150]
    return slips.filter(dose => dose >= 75 && dose <= 450)
  }
  return (departureOptions[layer] ?? []).filter(option => !options.includes(option))
}

/**
 * Decides every layer that applies, in order, within the admissible set; with `departs` outside it at the first of some
 * random layers where that is conceivable.
 * @param strategy decided beforehand, for a past cycle that is known to have been IVF.
 */
export function decide(
  random: RandomStream,
  fields: Fields,
  facts: DerivedFacts,
  clinic: Clinic,
  { departs, strategy }: { readonly departs: boolean; readonly strategy?: string },
): Decision {
  const plan: Record<string, string | number> = {}
  const admissible = new Map<string, AdmissibleSet>()
  const departures: string[] = []
  // Several layers may be the one, so that nearly every record whose turn it is departs somewhere.
  const departing = departs ? random.shuffle(DEPARTING_LAYERS).slice(0, LAYERS_TRIED) : []
  for (const { name, appliesWhen } of infertility.decisionLayers) {
    if (appliesWhen) {
      const earlier = plan[appliesWhen.layer]
      if (earlier === undefined || !appliesWhen.values.includes(String(earlier))) continue
    }
    if (name === 'strategy' && strategy !== undefined) {
      plan.strategy = strategy
      continue
    }
    const set = admissibleSet(name, fields, plan, facts)
    admissible.set(name, set)
    const wrong = departures.length === 0 && departing.includes(name) ? outside(name, set, plan) : []
    if (wrong.length > 0) {
      departures.push(name)
      plan[name] = random.choose(wrong)
    } else plan[name] = choose(random, name, set, { fields, facts, plan, clinic })
  }
  return { plan, admissible, departures }
}
