/** @file A synthetic couple before a decision: who they are, what was found, and what earlier cycles came to. */
import type { FieldValue } from '../../specialty/index.ts'
import { deriveFacts, infertility } from '../../specialty/infertility/index.ts'
import type { RandomStream } from '../../support/index.ts'
import type { Clinic } from './clinic.ts'
import { simulateCycle } from './cycle.ts'
import { clamp, happens, logNormal, round, weighted } from './draws.ts'
import { drawFindings, drawGenes, drawHealth, drawWishes } from './findings.ts'
import { decide } from './physician.ts'
import { drawCycles, drawHormones, drawReserve } from './reserve.ts'
import { drawMan } from './semen.ts'

type Fields = Record<string, FieldValue>

/** A couple, and the part of its response to stimulation that no field shows. */
export interface Couple {
  readonly fields: Readonly<Fields>
  readonly coupleEffect: number
}

/** Every field, at what goes unsaid where there is such a value, else not recorded. */
const blank: Readonly<Fields> = Object.fromEntries(infertility.fields.map(({ name, unsaid }) => [name, unsaid ?? null]))

const YOUNGEST_TRYING = 19
const YEARS_PER_CYCLE = 0.7

/** Pregnancies so far; a secondary infertility has at least one. */
function drawPregnancies(random: RandomStream, age: number): Fields {
  const secondary = happens(random, clamp(0.4 + 0.015 * (age - 32), 0.2, 0.75))
  if (!secondary) return { infertilityType: 'primary' }
  const parity = happens(random, 0.4) ? 1 : 0
  const miscarriages = weighted(random, [
    [0, 0.55],
    [1, 0.3],
    [2, 0.1],
    [3, 0.05],
  ])
  const ectopic = happens(random, 0.12) ? 1 : 0
  const terminations = happens(random, 0.3) ? 1 : 0
  const counted = parity + miscarriages + ectopic + terminations
  return {
    infertilityType: 'secondary',
    // A pregnancy of which nothing else is known ended early.
    miscarriages: counted === 0 ? 1 : miscarriages,
    parity,
    ectopicPregnancies: ectopic,
    terminations,
    gravidity: Math.max(1, counted),
    pretermBirth: parity > 0 && happens(random, 0.08),
    caesareanScar: parity > 0 && happens(random, 0.4),
  }
}

/** Number of IVF cycles before (UK register: 43 % none over all cycles, 24, 14, 8, 11 %; fewer at a clinic's first visit). */
function drawPreviousCycles(random: RandomStream, age: number, duration: number): number {
  const more = Math.max(0, age - 32) * 0.015
  const wanted = weighted(random, [
    [0, Math.max(0.2, 0.56 - more)],
    [1, 0.22],
    [2, 0.12 + more / 2],
    [3, 0.06 + more / 3],
    [4, 0.04],
  ])
  return Math.min(wanted, Math.floor((duration - 0.5) / YEARS_PER_CYCLE))
}

/** Treatment before IVF: ovulation induction without ovulation, insemination with open tubes and enough sperm. */
function drawEarlierTreatment(random: RandomStream, fields: Fields): Fields {
  const facts = deriveFacts(fields)
  const induced = facts.anovulation && happens(random, 0.6) ? 1 + random.integer(6) : 0
  const inseminated = !facts.noOpenTube && facts.semen !== 'severe' && facts.semen !== 'azoospermia'
  return {
    ovulationInductionCycles: induced,
    ovulatedOnInduction: induced > 0 ? happens(random, 0.75) : null,
    iuiCycles: inseminated
      ? weighted(random, [
          [0, 0.6],
          [1, 0.12],
          [2, 0.11],
          [3, 0.13],
          [4, 0.04],
        ])
      : 0,
  }
}

/**
 * Past IVF cycles, one after another: the clinic plans each from the record as it then was, the cycle is simulated, and
 * what it came to is written into the record for the next. A couple that comes back had no live birth; what was frozen was
 * mostly transferred in vain. Changes `fields`, whose 126 entries are not worth copying for each cycle.
 */
function livePastCycles(
  random: RandomStream,
  fields: Fields,
  clinic: Clinic,
  cycles: number,
  coupleEffect: number,
): void {
  const age = Number(fields.femaleAge)
  for (let number = 1; number <= cycles; number++) {
    const yearsAgo = Math.round((cycles - number + 1) * YEARS_PER_CYCLE)
    fields.femaleAge = Math.max(YOUNGEST_TRYING + 1, age - yearsAgo)
    const { plan } = decide(random, fields, deriveFacts(fields), clinic, { departs: false, strategy: 'IVF' })
    const cycle = simulateCycle(random, fields, plan, coupleEffect)
    const eggs = cycle.eggsRetrieved
    const thawed = cycle.embryosFrozen > 0 ? Math.min(cycle.embryosFrozen, 1 + random.integer(3)) : 0
    const left = number === cycles && happens(random, 0.35) ? cycle.embryosFrozen - thawed : 0
    fields.previousIvfCycles = number
    fields.protocolAtLastCycle = plan.protocol
    fields.doseAtLastCycle = typeof plan.startingDose === 'number' ? plan.startingDose : null
    fields.eggsAtLastCycle = eggs
    fields.matureEggsAtLastCycle = cycle.matureEggs
    fields.fertilisedAtLastCycle = cycle.fertilisedEggs
    fields.blastocystsAtLastCycle = cycle.blastocysts
    fields.lastCycleCancelled = cycle.cycleCancelled
    if (eggs !== null && eggs <= 3) fields.poorResponseCycles = Number(fields.poorResponseCycles) + 1
    if ((cycle.matureEggs ?? 0) > 0 && cycle.fertilisedEggs === 0) fields.fertilisationFailure = true
    if (eggs === 0 && happens(random, 0.15)) fields.emptyFollicles = true
    if (cycle.cycleCancelled === 'premature ovulation') fields.prematureLhSurge = true
    if (cycle.ohss !== 'none') fields.ohssBefore = cycle.ohss
    fields.failedTransfers = Number(fields.failedTransfers) + (cycle.embryosTransferred > 0 ? 1 : 0) + thawed
    fields.frozenEmbryos = left
    fields.frozenEmbryoStage = left > 0 ? 'blastocyst' : null
  }
  fields.femaleAge = age
}

/** Share of records in which a value is not recorded; others are nearly always there. */
const MISSING: readonly (readonly [string, number])[] = [
  ['bmi', 0.03],
  ['height', 0.05],
  ['amh', 0.05],
  ['afc', 0.03],
  ['basalFsh', 0.05],
  ['basalLh', 0.06],
  ['basalEstradiol', 0.07],
  ['progesterone', 0.2],
  ['prolactin', 0.07],
  ['tsh', 0.06],
  ['freeT4', 0.2],
  ['testosterone', 0.25],
  ['tubalStatus', 0.05],
  ['semenVolume', 0.03],
  ['spermConcentration', 0.02],
  ['progressiveMotility', 0.03],
  ['totalMotility', 0.1],
  ['normalForms', 0.25],
  ['abstinence', 0.3],
  ['maleAge', 0.03],
  ['protocolAtLastCycle', 0.1],
  ['doseAtLastCycle', 0.12],
  ['matureEggsAtLastCycle', 0.12],
  ['fertilisedAtLastCycle', 0.08],
  ['blastocystsAtLastCycle', 0.08],
]

/** A rare couple: hypogonadotropic, with the hormones that go with it. */
const hypogonadotropic = {
  cyclePattern: 'amenorrhoea',
  cycleLength: null,
  basalLh: 0.5,
  basalFsh: 1.4,
  basalEstradiol: 9,
  pcos: false,
} as const

/** Draws the record of a couple that comes to this clinic, in the units of the specialty. */
export function drawCouple(random: RandomStream, clinic: Clinic): Couple {
  const reserve = drawReserve(random, clinic.meanAge)
  const { femaleAge: age, pcos } = reserve
  const china = clinic.jurisdiction === 'China'
  const coupleEffect = random.normal()
  const bmi = clamp(logNormal(random, (china ? 22.2 : 24.5) + (pcos ? 1.8 : 0), 0.135), 15.5, 45)
  const duration = clamp(Math.round(logNormal(random, 3, 0.6)), 1, Math.max(1, Math.min(20, age - YOUNGEST_TRYING)))
  const hormones = drawHormones(random, pcos)
  const fields: Fields = Object.assign(
    { ...blank },
    reserve,
    hormones,
    drawCycles(random, pcos),
    drawFindings(random),
    drawMan(random, age),
    drawGenes(random),
    drawHealth(random, china),
    drawWishes(random),
    drawPregnancies(random, age),
  )
  fields.bmi = round(bmi, 1)
  fields.height = Math.round(clamp((china ? 160 : 165) + 5.5 * random.normal(), 143, 185))
  fields.smoking = happens(random, china ? 0.02 : 0.1)
  fields.infertilityDuration = duration
  fields.jurisdiction = clinic.jurisdiction
  fields.wantsAneuploidyTesting = happens(random, 0.04)
  // Thyroid and prolactin disease is mostly found and treated before.
  fields.thyroidTreated = hormones.tsh > 4 && happens(random, 0.75)
  fields.prolactinTreated = hormones.prolactin > 25 && happens(random, 0.75)
  fields.hyperandrogenism = pcos && happens(random, 0.45)
  if (!pcos && happens(random, 0.006)) Object.assign(fields, hypogonadotropic)
  if (pcos) {
    fields.pcosPhenotype = weighted(random, [
      ['A', 0.5],
      ['B', 0.1],
      ['C', 0.2],
      ['D', 0.2],
    ])
  }
  Object.assign(fields, drawEarlierTreatment(random, fields))
  livePastCycles(random, fields, clinic, drawPreviousCycles(random, age, duration), coupleEffect)
  if (fields.azoospermia !== 'none') fields.abstinence = null
  for (const [field, share] of MISSING) {
    // Drawn for every field, so that one couple's later values do not depend on an earlier one's absence.
    if (random.uniform() < share) fields[field] = null
  }
  return { fields, coupleEffect }
}
