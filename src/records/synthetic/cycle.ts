/** @file One simulated treatment cycle: eggs, embryos, complications, outcome (reference notes 1.3). */
import type { FieldValue, Plan } from '../../specialty/index.ts'
import type { RandomStream } from '../../support/index.ts'
import { binomial, clamp, happens } from './draws.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** What came of a cycle. Known only afterwards: never in a prompt. */
export interface CycleOutcome {
  readonly eggsRetrieved: number | null
  readonly matureEggs: number | null
  readonly fertilisedEggs: number | null
  readonly blastocysts: number | null
  readonly embryosTransferred: number
  readonly embryosFrozen: number
  readonly cycleCancelled: 'no' | 'poor response' | 'premature ovulation'
  readonly ohss: 'none' | 'mild or moderate' | 'severe'
  readonly liveBirth: boolean
}

const MATURE = 0.78
const FERTILISED = 0.78
/** Of the residual sd of 0.5 of ln(eggs + 1), the part that belongs to the couple and comes back in every cycle. */
const COUPLE_SD = 0.3
const CYCLE_SD = 0.4
/** ln(eggs + 1) from which more follicles bring less than in proportion. */
const MANY = Math.log(13)

/** Value of a band by age. */
function byAge(age: number, bands: readonly (readonly [below: number, value: number])[]): number {
  return (bands.find(([below]) => age < below) ?? bands[bands.length - 1])[1]
}

const blastocystRate = (age: number) =>
  byAge(age, [
    [38, 0.53],
    [40, 0.49],
    [99, 0.44],
  ])
const freshBirth = (age: number) =>
  byAge(age, [
    [35, 0.34],
    [38, 0.28],
    [40, 0.22],
    [43, 0.14],
    [45, 0.05],
    [99, 0.01],
  ])
const frozenBirth = (age: number) =>
  byAge(age, [
    [35, 0.37],
    [38, 0.34],
    [40, 0.29],
    [43, 0.24],
    [45, 0.14],
    [99, 0.11],
  ])

/**
 * Eggs of a stimulation: ln(eggs + 1) = 0.8 + 0.172 ln AMH + 0.556 ln AFC - 0.007 (age - 35) + a small effect of the dose,
 * residual sd 0.5. The published intercept 0.954 is survivor-biased; the lower one, the dose effect and the flattening of
 * high yields are ours, so that eggs by age come near the UK register.
 */
function drawEggs(random: RandomStream, fields: Fields, plan: Plan, coupleEffect: number): number {
  if (plan.protocol === 'natural') return happens(random, 0.6) ? 1 : 0
  const dose = typeof plan.startingDose === 'number' ? plan.startingDose : 175
  const mean =
    0.8 +
    0.172 * Math.log(Number(fields.amh ?? 2)) +
    0.556 * Math.log(Number(fields.afc ?? 12) + 0.5) -
    0.007 * (Number(fields.femaleAge) - 35) +
    0.12 * Math.log(dose / 200) -
    (plan.protocol === 'mild' ? 0.45 : 0)
  const held = mean < MANY ? mean : MANY + 0.55 * (mean - MANY)
  return Math.round(clamp(Math.exp(held + COUPLE_SD * coupleEffect + CYCLE_SD * random.normal()) - 1, 0, 60))
}

/** Severe and milder OHSS: of many eggs, and hardly after an agonist trigger (shares are ours). */
function drawOhss(random: RandomStream, eggs: number, plan: Plan): CycleOutcome['ohss'] {
  const agonist = plan.trigger === 'GnRH agonist'
  const severe = eggs > 24 ? 0.08 : eggs > 18 ? 0.03 : 0.001
  if (happens(random, agonist ? severe / 20 : severe)) return 'severe'
  return happens(random, (agonist ? 0.02 : 0.12) * (eggs > 18 ? 1 : 0.1)) ? 'mild or moderate' : 'none'
}

const nothing = {
  eggsRetrieved: null,
  matureEggs: null,
  fertilisedEggs: null,
  blastocysts: null,
  embryosTransferred: 0,
  embryosFrozen: 0,
  cycleCancelled: 'no',
  ohss: 'none',
  liveBirth: false,
} as const satisfies CycleOutcome

/** The outcome of a plan. `coupleEffect` is the couple's own standard normal response, the same in all of its cycles. */
export function simulateCycle(random: RandomStream, fields: Fields, plan: Plan, coupleEffect: number): CycleOutcome {
  const age = Number(fields.femaleAge)
  if (plan.strategy === 'frozen embryo transfer' || plan.strategy === 'donor eggs') {
    const birth = plan.strategy === 'donor eggs' ? 0.38 : frozenBirth(age)
    return { ...nothing, embryosTransferred: Number(plan.embryos ?? 1), liveBirth: happens(random, birth) }
  }
  if (plan.fertilisation === undefined && plan.strategy !== 'fertility preservation') {
    const chance = plan.strategy === 'IUI' || plan.strategy === 'ovulation induction' ? 0.1 : 0.03
    return { ...nothing, liveBirth: happens(random, age < 40 ? chance : chance / 3) }
  }
  if (happens(random, 0.01)) return { ...nothing, cycleCancelled: 'premature ovulation' }
  const eggs = drawEggs(random, fields, plan, coupleEffect)
  if (eggs === 0) return { ...nothing, eggsRetrieved: 0, cycleCancelled: 'poor response' }
  const mature = binomial(random, eggs, MATURE)
  const poorSemen = Number(fields.spermConcentration ?? 20) < 5 || Number(fields.progressiveMotility ?? 40) < 10
  const rate = poorSemen && plan.fertilisation === 'IVF' ? 0.3 : FERTILISED
  const failed = happens(random, plan.fertilisation === 'ICSI' ? 0.015 : 0.035)
  const fertilised = failed ? 0 : binomial(random, mature, rate)
  const blastocysts = binomial(random, fertilised, blastocystRate(age))
  const fresh = String(plan.transfer).startsWith('fresh')
  const available = plan.transfer === 'fresh, day 3' ? fertilised : blastocysts
  const transferred = fresh ? Math.min(Number(plan.embryos ?? 1), available) : 0
  return {
    ...nothing,
    eggsRetrieved: eggs,
    matureEggs: mature,
    fertilisedEggs: fertilised,
    blastocysts,
    embryosTransferred: transferred,
    embryosFrozen: Math.max(0, blastocysts - (plan.transfer === 'fresh, day 5' ? transferred : 0)),
    ohss: drawOhss(random, eggs, plan),
    liveBirth: transferred > 0 && happens(random, freshBirth(age) * 1.15),
  }
}
