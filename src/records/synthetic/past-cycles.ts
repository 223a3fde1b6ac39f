/** @file Earlier IVF cycles of a synthetic couple, planned by the same physician and simulated by the same engine. */
import type { FieldValue } from '../../specialty/index.ts'
import type { RandomStream } from '../../support/index.ts'
import type { Clinic } from './clinic.ts'
import { type Retrieval, simulateRetrieval, type Truth } from './cycle.ts'
import { chance, clamp, weighted } from './draws.ts'
import { decidePastCycle } from './physician.ts'

type Fields = Record<string, FieldValue>

/** Time from one retrieval to the next, y, and from trying to the first one. */
const YEARS_PER_CYCLE = 0.7
const YEARS_BEFORE_IVF = 1
const TRYING_FROM_AGE = 19

/** How many: none in 62 % falling to 43 % with age (UK: 43, 24, 14, 8, 11 %, M; K for China), as far as time allows. */
function drawNumber(random: RandomStream, age: number, clinic: Clinic): number {
  const more = clamp((age - 31) * 0.015, 0, 0.18)
  const first = (clinic.jurisdiction === 'China' ? 0.62 : 0.5) - more
  const wanted = weighted(random, [
    [0, first],
    [1, 0.22],
    [2, 0.1 + more / 3],
    [3, 0.04 + more / 3],
    [4, 0.025 + more / 6],
    [5, 0.015 + more / 6],
  ])
  return clamp(Math.floor((age - TRYING_FROM_AGE - YEARS_BEFORE_IVF) / YEARS_PER_CYCLE), 0, wanted)
}

const worse = { none: 0, 'mild or moderate': 1, severe: 2 } as const

/** Writes what one more cycle adds to the record; the last one leaves its yield. */
function recordCycle(fields: Fields, plan: Readonly<Record<string, string | number>>, cycle: Retrieval): void {
  fields.protocolAtLastCycle = plan.protocol
  fields.doseAtLastCycle = typeof plan.startingDose === 'number' ? plan.startingDose : null
  fields.eggsAtLastCycle = cycle.eggs
  const retrieved = cycle.cancelled === 'no'
  fields.matureEggsAtLastCycle = retrieved ? cycle.mature : null
  fields.fertilisedAtLastCycle = retrieved ? cycle.fertilised : null
  fields.blastocystsAtLastCycle = retrieved && plan.transfer !== 'fresh, day 3' ? cycle.blastocysts : null
  fields.lastCycleCancelled = cycle.cancelled
  if (cycle.eggs <= 3 && (cycle.cancelled === 'no' || cycle.cancelled === 'poor response') && !cycle.emptyFollicles) {
    fields.poorResponseCycles = Number(fields.poorResponseCycles) + 1
  }
  if (retrieved && cycle.mature > 0 && cycle.fertilised === 0) fields.fertilisationFailure = true
  if (cycle.emptyFollicles) fields.emptyFollicles = true
  if (cycle.cancelled === 'premature ovulation') fields.prematureLhSurge = true
  if (worse[cycle.ohss] > worse[fields.ohssBefore as keyof typeof worse]) fields.ohssBefore = cycle.ohss
}

/**
 * Transfers of a cycle's embryos: all failed or lost, or the couple would not be here again. Before a further cycle
 * nothing is left in store; after the last one some embryos may be.
 */
function transferEmbryos(
  random: RandomStream,
  fields: Fields,
  plan: Readonly<Record<string, string | number>>,
  cycle: Retrieval,
  last: boolean,
): void {
  const day3 = plan.transfer === 'fresh, day 3'
  let embryos = day3 ? Math.min(cycle.fertilised, 8) : cycle.blastocysts
  if (embryos === 0) return
  const each = plan.embryos === '2' || (plan.embryos === undefined && chance(random, 0.3)) ? 2 : 1
  const fresh = plan.embryos !== undefined
  const frozenCycles = Math.max(0, Math.ceil(embryos / each) - (fresh ? 1 : 0))
  const used = last
    ? Math.min(frozenCycles, chance(random, 0.55) ? frozenCycles : random.integer(frozenCycles + 1))
    : frozenCycles
  let failed = 0
  for (let i = 0; i < used + (fresh ? 1 : 0) && failed < 6; i++) {
    embryos -= Math.min(each, embryos)
    if (chance(random, 0.12)) {
      fields.miscarriages = Number(fields.miscarriages) + 1
      fields.gravidity = Number(fields.gravidity) + 1
      fields.infertilityType = 'secondary'
    } else failed++
    // Not every embryo is a good one.
    if (!last && chance(random, 0.45)) break
  }
  fields.failedTransfers = Number(fields.failedTransfers) + Math.round(failed * 0.75)
  if (last && embryos > 0 && used < frozenCycles) {
    fields.frozenEmbryos = embryos
    fields.frozenEmbryoStage = day3 ? 'day 3' : 'blastocyst'
    fields.frozenEuploid = !day3 && fields.wantsAneuploidyTesting === true && chance(random, 0.7)
  }
}

/**
 * Simulates the couple's earlier cycles, oldest first, and writes what they left: counts, last yield, OHSS, embryos in
 * store. Each is planned on the record as it was then, with the age of that time. `truth` is of the present.
 */
export function fillPastCycles(random: RandomStream, fields: Fields, truth: Truth, clinic: Clinic): void {
  const neverFound = fields.yMicrodeletion === 'AZFa' || fields.yMicrodeletion === 'AZFb'
  const spermless =
    fields.azoospermia !== 'none' &&
    fields.frozenSperm !== true &&
    (neverFound || fields.spermRetrieval === 'no sperm found')
  const cycles = spermless || fields.uterus === 'absent' ? 0 : drawNumber(random, truth.age, clinic)
  if (cycles === 0) return
  // Cycles with azoospermia had sperm from somewhere.
  if (fields.azoospermia !== 'none') fields.spermRetrieval = 'sperm found'
  for (let number = 1; number <= cycles; number++) {
    const yearsAgo = (cycles - number + 1) * YEARS_PER_CYCLE
    const age = Math.floor(truth.age - yearsAgo)
    fields.femaleAge = age
    const plan = decidePastCycle(random, fields, clinic)
    const cycle = simulateRetrieval(random, { ...truth, age }, plan)
    recordCycle(fields, plan, cycle)
    transferEmbryos(random, fields, plan, cycle, number === cycles)
  }
  fields.femaleAge = truth.age
  fields.previousIvfCycles = cycles
  const years = Math.ceil(YEARS_BEFORE_IVF + YEARS_PER_CYCLE * cycles)
  fields.infertilityDuration = Math.max(Number(fields.infertilityDuration), years)
}
