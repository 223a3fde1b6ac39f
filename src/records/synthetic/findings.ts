/** @file What was found in a synthetic woman: tubes, endometriosis, uterus, ovaries, other disease, genes. */
import type { FieldValue } from '../../specialty/index.ts'
import type { RandomStream } from '../../support/index.ts'
import type { Diagnoses } from './diagnosis.ts'
import { chance, clamp, logNormal, round, weighted } from './draws.ts'

type Fields = Record<string, FieldValue>

function fillTubes(random: RandomStream, fields: Fields, tubal: boolean): void {
  fields.tubalStatus = !tubal
    ? 'both patent'
    : weighted(random, [
        ['one blocked', 0.38],
        ['both blocked', 0.52],
        ['removed', 0.1],
      ])
  if (fields.tubalStatus === 'one blocked' || fields.tubalStatus === 'both blocked') {
    fields.hydrosalpinx = weighted(random, [
      ['none', 0.84],
      ['one side', 0.11],
      ['both sides', fields.tubalStatus === 'both blocked' ? 0.05 : 0],
    ])
    if (fields.hydrosalpinx !== 'none') {
      fields.hydrosalpinxOnUltrasound = chance(random, 0.45)
      fields.hydrosalpinxTreated = chance(random, 0.75)
    }
  }
}

function fillEndometriosis(random: RandomStream, fields: Fields, endometriosis: boolean): void {
  if (!endometriosis) return
  const advanced = chance(random, 0.5)
  fields.endometriosis = advanced ? 'stage III-IV' : 'stage I-II'
  fields.endometriosisSurgery = chance(random, 0.5)
  if (advanced && chance(random, 0.55)) {
    fields.endometriomaSize = logNormal(random, 32, 0.35, [10, 90])
    fields.endometriomaBilateral = chance(random, 0.25)
  }
  fields.ca125 = logNormal(random, advanced ? 60 : 30, 0.5, [8, 400])
}

function fillUterus(random: RandomStream, fields: Fields, uterine: boolean): void {
  if (uterine) {
    fields.uterus = weighted(random, [
      ['polyp', 24],
      ['submucous myoma', 5],
      ['intramural myoma', 28],
      ['septum', 5],
      ['adhesions', 9],
      ['severe adhesions', 1.5],
      ['chronic endometritis', 15],
      ['unicornuate', 3],
      ['absent', 0.5],
    ])
    if (fields.uterus === 'polyp') fields.uterineFindingSize = logNormal(random, 0.7, 0.4, [0.3, 2.5], 1)
    if (fields.uterus === 'submucous myoma') fields.uterineFindingSize = logNormal(random, 1.8, 0.4, [0.5, 5], 1)
    if (fields.uterus === 'intramural myoma') fields.uterineFindingSize = logNormal(random, 2.6, 0.4, [0.8, 8], 1)
  } else if (fields.caesareanScar === true && chance(random, 0.08)) fields.uterus = 'caesarean niche'
  if (fields.uterus === 'absent') {
    fields.cyclePattern = 'amenorrhoea'
    fields.cycleLength = null
    return
  }
  fields.cavityFluid = chance(random, fields.uterus === 'caesarean niche' ? 0.15 : 0.003)
  fields.endometrialThickness = round(
    clamp(9.8 + 1.4 * random.normal(), fields.uterus === 'severe adhesions' ? 3 : 5, 15),
    1,
  )
  if (fields.uterus === 'severe adhesions') fields.endometrialThickness = round(4 + 2.5 * random.uniform(), 1)
}

/** Gynaecological findings that agree with the causes; needs the pregnancies to be drawn before. */
export function fillGynaecology(random: RandomStream, fields: Fields, diagnoses: Diagnoses): void {
  fillTubes(random, fields, diagnoses.tubal)
  fillEndometriosis(random, fields, diagnoses.endometriosis)
  fillUterus(random, fields, diagnoses.uterine)
  fields.adenomyosis = chance(random, diagnoses.endometriosis ? 0.2 : 0.025)
  fields.ovarianSurgery =
    fields.endometriosisSurgery === true ? chance(random, 0.6) : chance(random, diagnoses.lowReserve ? 0.1 : 0.03)
  fields.gonadotoxicTherapy = chance(random, diagnoses.lowReserve ? 0.02 : 0.002)
  fields.ovarianInsufficiencyInFamily = chance(random, diagnoses.lowReserve ? 0.04 : 0.008)
  fields.fmr1 = diagnoses.lowReserve && chance(random, 0.012) ? 'premutation' : 'normal'
}

/** Other disease and screening; shares are guesses (K) but for hepatitis B, 4-6 % in China (reference notes 1.1). */
export function fillHealth(random: RandomStream, fields: Fields, inChina: boolean): void {
  fields.hypertension = chance(random, 0.015)
  fields.diabetes = chance(random, fields.pcos === true ? 0.03 : 0.008)
  fields.thromboembolism = chance(random, 0.005)
  fields.antiphospholipidSyndrome = chance(random, Number(fields.miscarriages) >= 2 ? 0.04 : 0.002)
  if (fields.thromboembolism === true || fields.antiphospholipidSyndrome === true) {
    fields.thrombosisProphylaxis = chance(random, 0.8)
  }
  fields.cancer = weighted(random, [
    ['none', 0.991],
    ['hormone-dependent', 0.001],
    ['hormone-dependent, oncologist agrees', 0.003],
    ['other', 0.005],
  ])
  fields.fertilityPreservation = fields.cancer !== 'none' && chance(random, 0.6)
  fields.heartDisease = chance(random, 0.003)
  fields.valveDisease = chance(random, fields.heartDisease === true ? 0.3 : 0.001)
  fields.organFailure = chance(random, 0.0006)
  fields.egfr =
    fields.organFailure === true ? logNormal(random, 25, 0.3, [8, 59]) : logNormal(random, 108, 0.1, [70, 145])
  fields.lupus = chance(random, 0.002)
  fields.acuteInfection = chance(random, 0.004)
  fields.unexplainedBleeding = chance(random, 0.003)
  fields.untreatedLesion = chance(random, 0.003)
  fields.pregnancyTest = chance(random, 0.0008) ? 'positive' : 'negative'
  fields.hepatitisB = chance(random, inChina ? 0.05 : 0.006)
  fields.hiv = chance(random, 0.0006)
  fields.infectionScreen = weighted(random, [
    ['current', 0.985],
    ['outdated', 0.01],
    ['missing', 0.005],
  ])
  // A centre without such a laboratory refers the couple before a cycle is planned.
  fields.separateLaboratory = fields.hepatitisB === true || fields.hiv === true
}

/** Karyotypes and monogenic disorders (abnormal 1-3 %, balanced translocation about 0.5 % of couples: K). */
export function fillGenetics(random: RandomStream, fields: Fields, age: number): void {
  // From 46 on own eggs are not stimulated, so nobody looks for a reason to test embryos.
  if (age >= 46) return
  const loss = Number(fields.miscarriages) >= 2 ? 4 : 1
  if (chance(random, 0.003 * loss)) fields.femaleKaryotype = 'balanced translocation'
  else if (chance(random, 0.006)) fields.femaleKaryotype = 'other'
  if (fields.maleKaryotype === 'normal') {
    if (chance(random, 0.003 * loss)) fields.maleKaryotype = 'balanced translocation'
    else if (chance(random, 0.004)) fields.maleKaryotype = 'other'
  }
  fields.monogenicDisorder = chance(random, 0.004)
}
