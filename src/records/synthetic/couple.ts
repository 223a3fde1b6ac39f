/** @file A synthetic couple before an IVF/ICSI cycle: correlated reserve, a last cycle, semen, missing values. */
import type { FieldValue } from '../../specialty/index.ts'
import { expectedResponse } from '../../specialty/infertility/index.ts'
import type { RandomStream } from '../../support/index.ts'

type Fields = Record<string, FieldValue>

/** Bounds of what the generator draws; narrower than the hard ranges of the fields. */
const AGE = { mean: 32.8, sd: 4.8, range: [21, 47] } as const

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value))
}

/** Youngest age at which couples of the generator begin to try, y. */
const TRYING_FROM_AGE = 19
/** Infertility of one year before the first cycle, and the time that a cycle takes until the next, y. */
const YEARS_BEFORE_IVF = 1
const YEARS_PER_CYCLE = 0.7

/** Rounds to a number of decimals without binary tails. */
function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals))
}

/** One of weighted choices. */
function weighted<T>(random: RandomStream, choices: readonly (readonly [T, number])[]): T {
  let left = random.uniform() * choices.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [value, weight] of choices) {
    left -= weight
    if (left < 0) return value
  }
  return choices[choices.length - 1][0]
}

/**
 * Reserve: AMH, AFC and FSH share a latent normal (correlation of ln AMH and ln AFC about 0.65 within an age), PCOS
 * shifts it up. Medians by age lie between healthy Chinese women and IVF self-report (reference notes 1.3).
 */
function drawReserve(random: RandomStream, age: number, pcos: boolean): Fields {
  const latent = random.normal() + (pcos ? 1.1 : -0.1)
  const follicles = 0.65 * latent + 0.76 * random.normal() + (pcos ? 0.4 : 0)
  const amh = Math.exp(Math.log(2.9) - 0.055 * (age - 27) - 0.1 * Math.max(0, age - 38) + 0.8 * latent)
  const afc = Math.exp(Math.log(14) - 0.035 * (age - 27) - 0.06 * Math.max(0, age - 38) + 0.45 * follicles)
  const fsh = Math.exp(Math.log(5.9) + 0.012 * (age - 33) - 0.15 * latent + 0.25 * random.normal())
  return {
    amh: round(clamp(amh, [0.02, 25]), amh < 1 ? 2 : 1),
    afc: Math.round(clamp(afc, [0, 60])),
    basalFsh: round(clamp(fsh, [1.5, 30]), 1),
  }
}

/** Reserve of a woman with PCOS or without; PCOS beside a low AMH or AFC is drawn again, being hardly plausible. */
function drawPlausibleReserve(random: RandomStream, age: number, pcos: boolean): Fields {
  let reserve: Fields
  do reserve = drawReserve(random, age, pcos)
  while (pcos && expectedResponse(reserve).signs.some(({ towards }) => towards === 'low'))
  return reserve
}

/**
 * The last cycle: the dose by the class that the markers gave then, eggs by ln(eggs + 1) = 0.8 + 0.172 ln AMH +
 * 0.556 ln AFC - 0.007 (age - 35), residual sd 0.5 (reference notes 1.3; its intercept 0.954 is survivor-biased). All null without a previous cycle.
 */
function drawHistory(random: RandomStream, fields: Fields): Fields {
  const age = Number(fields.femaleAge)
  const more = Math.max(0, age - 32) * 0.02
  const wanted = weighted(random, [
    [0, 0.62 - more],
    [1, 0.22],
    [2, 0.1 + more / 2],
    [3, 0.04 + more / 3],
    [4, 0.02],
  ])
  const possible = Math.floor((age - TRYING_FROM_AGE - YEARS_BEFORE_IVF) / YEARS_PER_CYCLE)
  const cycles = Math.min(wanted, possible)
  if (cycles === 0) {
    return { previousIvfCycles: 0, eggsAtLastCycle: null, doseAtLastCycle: null, fertilisationFailure: null }
  }
  const doses = { low: [225, 250, 300], normal: [150, 175, 200, 225], high: [100, 125, 150] }
  const dose = random.choose(doses[expectedResponse(fields).response])
  const mean =
    0.8 + 0.172 * Math.log(Number(fields.amh)) + 0.556 * Math.log(Number(fields.afc) + 0.5) - 0.007 * (age - 35)
  const eggs = Math.round(clamp(Math.exp(mean + 0.5 * random.normal()) - 1, [0, 45]))
  return {
    previousIvfCycles: cycles,
    eggsAtLastCycle: eggs,
    doseAtLastCycle: dose,
    // Without eggs there was nothing to fertilise.
    fertilisationFailure: eggs > 0 && random.uniform() < 0.04,
  }
}

/** Semen: surgically retrieved 2 % (counts then say nothing), nearly none 1 %, male factor 30 %, the rest about normal. */
function drawSemen(random: RandomStream): Fields {
  const kind = weighted(random, [
    ['retrieved', 0.02],
    ['cryptozoospermia', 0.01],
    ['male factor', 0.3],
    ['normal', 0.67],
  ])
  const shared = random.normal()
  if (kind === 'retrieved') {
    return { spermSource: 'surgically retrieved', spermConcentration: null, progressiveMotility: null }
  }
  const draw = {
    cryptozoospermia: [0.3, 0.5, 12, 8],
    'male factor': [Math.exp(2.3), 1.1, 22, 10],
    normal: [Math.exp(4), 0.55, 48, 11],
  }[kind] as [number, number, number, number]
  const concentration = clamp(draw[0] * Math.exp(draw[1] * shared), [0.1, 250])
  const motility = clamp(draw[2] + draw[3] * (0.5 * shared + 0.87 * random.normal()), [0, 80])
  return {
    spermSource: 'ejaculated',
    spermConcentration: round(concentration, concentration < 10 ? 1 : 0),
    progressiveMotility: Math.round(motility),
  }
}

/** Share of records in which a value is not recorded. */
const MISSING: Readonly<Record<string, number>> = {
  bmi: 0.03,
  amh: 0.05,
  afc: 0.03,
  basalFsh: 0.06,
  tubalStatus: 0.06,
  eggsAtLastCycle: 0.05,
  doseAtLastCycle: 0.15,
  spermConcentration: 0.03,
  progressiveMotility: 0.04,
}

/** Draws the fields of one couple, in the units of the infertility specialty; some values are missing (null). */
export function drawCouple(random: RandomStream): Readonly<Record<string, FieldValue>> {
  let age: number
  do age = Math.round(AGE.mean + AGE.sd * random.normal())
  while (age < AGE.range[0] || age > AGE.range[1])
  const pcos = random.uniform() < clamp(0.16 - 0.01 * (age - 30), [0.02, 0.25])
  const bmi = clamp(Math.exp(Math.log(22) + 0.135 * random.normal()) + (pcos ? 2 : 0), [16, 42])
  const duration = clamp(Math.round(Math.exp(Math.log(3) + 0.55 * random.normal())), [
    1,
    Math.min(20, age - TRYING_FROM_AGE),
  ])
  const before: Fields = {
    femaleAge: age,
    bmi: round(bmi, 1),
    infertilityDuration: duration,
    infertilityType: random.uniform() < clamp(0.58 - 0.015 * (age - 32), [0.3, 0.75]) ? 'primary' : 'secondary',
    ...drawPlausibleReserve(random, age, pcos),
    pcos,
    tubalStatus: weighted(random, [
      ['both patent', 0.58],
      ['one blocked', 0.17],
      ['both blocked', 0.25],
    ]),
  }
  const complete: Fields = { ...before, ...drawHistory(random, before) }
  // Each cycle took its time, so a couple with several has been trying for longer.
  const cycleYears = Math.ceil(YEARS_BEFORE_IVF + YEARS_PER_CYCLE * Number(complete.previousIvfCycles))
  if (complete.previousIvfCycles !== 0) complete.infertilityDuration = Math.max(duration, cycleYears)
  const highRisk = expectedResponse(complete).response === 'high'
  complete.freezeAllPlanned = random.uniform() < (highRisk ? 0.4 : 0.15)
  Object.assign(complete, drawSemen(random))
  for (const [field, share] of Object.entries(MISSING)) {
    // Drawn for every field, so that one couple's later values do not depend on an earlier one's absence.
    if (random.uniform() < share) complete[field] = null
  }
  return complete
}
