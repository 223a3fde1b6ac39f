/** @file Age, build, pregnancies, treatments without retrieval and wishes of a synthetic couple. */
import type { FieldValue } from '../../specialty/index.ts'
import type { RandomStream } from '../../support/index.ts'
import type { Clinic } from './clinic.ts'
import type { Diagnoses } from './diagnosis.ts'
import { chance, clamp, round, weighted } from './draws.ts'

type Fields = Record<string, FieldValue>

/** Youngest age at which couples of the generator begin to try, y. */
const TRYING_FROM_AGE = 19

/**
 * Age of the woman, whole years. China: mean 32-33, sd 5 (K). Elsewhere the bands of HFEA fresh own-egg cycles (M):
 * 18-34 42 %, 35-37 24 %, 38-39 16 %, 40-42 14 %, 43 and over 5 %.
 */
export function drawAge(random: RandomStream, clinic: Clinic): number {
  if (clinic.jurisdiction === 'China') {
    for (;;) {
      const age = Math.round(32.6 + 4.9 * random.normal())
      if (age >= 21 && age <= 48) return age
    }
  }
  const band = weighted<readonly [number, number]>(random, [
    [[18, 34], 42],
    [[35, 37], 24],
    [[38, 39], 16],
    [[40, 42], 14],
    [[43, 47], 5],
  ])
  if (band[0] !== 18) return band[0] + random.integer(band[1] - band[0] + 1)
  for (;;) {
    const age = Math.round(31.5 + 3.2 * random.normal())
    if (age >= 21 && age <= 34) return age
  }
}

/** Writes build, duration, pregnancies and their consequences; counts of pregnancies add up to the gravidity. */
export function fillHistory(
  random: RandomStream,
  fields: Fields,
  age: number,
  clinic: Clinic,
  diagnoses: Diagnoses,
): void {
  const inChina = clinic.jurisdiction === 'China'
  fields.femaleAge = age
  // At 40 and over centres do not sedate for a retrieval without a plan (C42): such women are not planned here.
  fields.bmi = round(
    clamp((inChina ? 22.2 : 24.3) * Math.exp(0.14 * random.normal()) + (diagnoses.pcos ? 2 : 0), 15.5, 39.9),
    1,
  )
  fields.height = Math.round(clamp((inChina ? 160 : 165) + 5.5 * random.normal(), 142, 188))
  fields.smoking = chance(random, inChina ? 0.02 : 0.1)
  fields.infertilityDuration = clamp(
    Math.round(3 * Math.exp(0.6 * random.normal())),
    1,
    Math.min(20, age - TRYING_FROM_AGE),
  )
  const secondary = chance(random, clamp(0.36 + 0.015 * (age - 32) + (diagnoses.tubal ? 0.06 : 0), 0.2, 0.7))
  let births = 0
  if (secondary) {
    const pregnancies = weighted(random, [
      [1, 0.6],
      [2, 0.28],
      [3, 0.12],
    ])
    const counts = { parity: 0, miscarriages: 0, ectopicPregnancies: 0, terminations: 0 }
    for (let i = 0; i < pregnancies; i++) {
      const end = weighted<keyof typeof counts>(random, [
        ['parity', 0.36],
        ['miscarriages', 0.3],
        ['ectopicPregnancies', diagnoses.tubal ? 0.16 : 0.02],
        ['terminations', inChina ? 0.26 : 0.12],
      ])
      counts[end]++
    }
    Object.assign(fields, counts)
    fields.gravidity = pregnancies
    births = counts.parity
  }
  fields.infertilityType = secondary ? 'secondary' : 'primary'
  fields.pretermBirth = births > 0 && chance(random, 0.07)
  fields.caesareanScar = births > 0 && chance(random, inChina ? 0.4 : 0.25)
}

/**
 * Treatments without retrieval, before any IVF. IUI: 0 in 70 %, 1-2 in 17 %, 3 and more in 13 % (K); none without an
 * open tube or with a severe male factor.
 */
export function fillEarlierTreatment(random: RandomStream, fields: Fields, clinic: Clinic): void {
  const concentration = fields.spermConcentration
  const possible =
    (fields.tubalStatus === 'both patent' || fields.tubalStatus === 'one blocked') &&
    typeof concentration === 'number' &&
    concentration >= 8
  if (possible && clinic.iuiBeforeIvf > 0 && chance(random, 0.65)) {
    const few = chance(random, 0.5)
    fields.iuiCycles = few ? 1 + random.integer(2) : 3 + random.integer(2)
  }
  const inducible =
    fields.cyclePattern !== 'regular' &&
    fields.uterus !== 'absent' &&
    fields.tubalStatus !== 'both blocked' &&
    fields.tubalStatus !== 'removed' &&
    (typeof concentration !== 'number' || concentration >= 5) &&
    fields.azoospermia === 'none'
  if (inducible) {
    if (chance(random, 0.6)) {
      fields.ovulationInductionCycles = 1 + random.integer(5)
      fields.ovulatedOnInduction = chance(random, 0.7)
    }
  }
}

/** What the couple wishes; a wish that needs another finding (age, donor) comes only with it. */
export function fillWishes(random: RandomStream, fields: Fields, age: number, clinic: Clinic): void {
  fields.jurisdiction = clinic.jurisdiction
  fields.wantsAneuploidyTesting = clinic.pgtFromAge !== null && age >= clinic.pgtFromAge && chance(random, 0.4)
  fields.wantsFreshTransfer = fields.wantsAneuploidyTesting !== true && chance(random, 0.18)
  const needsDonor = fields.azoospermia === 'non-obstructive' || age >= 43
  fields.acceptsDonor = chance(random, needsDonor ? 0.35 : 0.01)
  fields.limitedBudget = chance(random, 0.15)
  fields.married = clinic.jurisdiction === 'China' || chance(random, 0.75)
}
