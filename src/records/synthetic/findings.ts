/** @file Findings in the woman, other disease, genes and wishes (reference notes 1.1, 1.2 and the rare list of 4). */
import { type FieldValue, NOT_DONE } from '../../specialty/index.ts'
import type { RandomStream } from '../../support/index.ts'
import { clamp, happens, logNormal, round, weighted } from './draws.ts'

type Fields = Record<string, FieldValue>

function drawTubes(random: RandomStream): Fields {
  const tubalStatus = weighted(random, [
    ['both patent', 0.5],
    ['one blocked', 0.18],
    ['both blocked', 0.27],
    ['removed', 0.05],
  ])
  const diseased = tubalStatus === 'both blocked' || tubalStatus === 'one blocked'
  const hydrosalpinx = diseased && happens(random, 0.2) ? (happens(random, 0.3) ? 'both sides' : 'one side') : 'none'
  const seen = hydrosalpinx !== 'none' && happens(random, 0.45)
  return {
    tubalStatus,
    hydrosalpinx,
    hydrosalpinxOnUltrasound: seen,
    hydrosalpinxTreated: seen && happens(random, 0.6),
  }
}

function drawPelvis(random: RandomStream): Fields {
  const endometriosis = weighted(random, [
    ['none', 0.92],
    ['stage I-II', 0.04],
    ['stage III-IV', 0.04],
  ])
  const severe = endometriosis === 'stage III-IV'
  const endometrioma = severe && happens(random, 0.6)
  return {
    endometriosis,
    endometriomaSize: endometrioma ? Math.round(clamp(logNormal(random, 32, 0.35), 10, 90)) : 0,
    endometriomaBilateral: endometrioma && happens(random, 0.25),
    endometriosisSurgery: endometriosis !== 'none' && happens(random, 0.5),
    adenomyosis: happens(random, severe ? 0.25 : 0.03),
    ovarianSurgery: endometrioma && happens(random, 0.3),
  }
}

function drawUterus(random: RandomStream): Fields {
  const uterus = weighted(random, [
    ['normal', 0.885],
    ['polyp', 0.03],
    ['intramural myoma', 0.03],
    ['submucous myoma', 0.007],
    ['septum', 0.006],
    ['adhesions', 0.015],
    ['severe adhesions', 0.003],
    ['caesarean niche', 0.008],
    ['chronic endometritis', 0.012],
    ['unicornuate', 0.0035],
    ['absent', 0.0005],
  ])
  const sized = ['polyp', 'intramural myoma', 'submucous myoma'].includes(uterus)
  return {
    uterus,
    uterineFindingSize: sized ? round(clamp(logNormal(random, uterus === 'polyp' ? 0.8 : 2.2, 0.4), 0.2, 9), 1) : null,
    cavityFluid: happens(random, 0.004),
    endometrialThickness: happens(random, 0.4) ? round(clamp(9.2 + 1.9 * random.normal(), 4, 16), 1) : null,
  }
}

/** What was found in the woman. */
export function drawFindings(random: RandomStream): Fields {
  return { ...drawTubes(random), ...drawPelvis(random), ...drawUterus(random) }
}

/** Other disease and screening; most things are as they should be. */
export function drawHealth(random: RandomStream, china: boolean): Fields {
  const cancer = weighted(random, [
    ['none', 0.996],
    ['hormone-dependent, oncologist agrees', 0.0025],
    ['other', 0.0015],
  ])
  const hepatitisB = happens(random, china ? 0.05 : 0.004)
  const thrombosis = happens(random, 0.006)
  const syndrome = happens(random, 0.003)
  return {
    hypertension: happens(random, 0.02),
    diabetes: happens(random, 0.01),
    thromboembolism: thrombosis,
    antiphospholipidSyndrome: syndrome,
    thrombosisProphylaxis: (thrombosis || syndrome) && happens(random, 0.7),
    cancer,
    fertilityPreservation: cancer !== 'none',
    lupus: happens(random, 0.002),
    heartDisease: happens(random, 0.003),
    acuteInfection: happens(random, 0.004),
    unexplainedBleeding: happens(random, 0.002),
    untreatedLesion: happens(random, 0.004),
    hepatitisB,
    separateLaboratory: hepatitisB,
    infectionScreen: weighted<FieldValue>(random, [
      ['current', 0.97],
      ['outdated', 0.015],
      ['missing', 0.005],
      [null, 0.01],
    ]),
  }
}

/** Chromosomes and known genes; a karyotype is often not done. */
export function drawGenes(random: RandomStream): Fields {
  const translocation = happens(random, 0.006)
  const karyotype = happens(random, 0.7) ? 'normal' : happens(random, 0.6) ? NOT_DONE : null
  const inWoman = translocation && happens(random, 0.5)
  return {
    femaleKaryotype: inWoman ? 'balanced translocation' : karyotype,
    ...(translocation && !inWoman && { maleKaryotype: 'balanced translocation' }),
    monogenicDisorder: happens(random, 0.004),
    ovarianInsufficiencyInFamily: happens(random, 0.01),
  }
}

/** What the couple wishes. */
export function drawWishes(random: RandomStream): Fields {
  return {
    wantsFreshTransfer: happens(random, 0.12),
    acceptsDonor: happens(random, 0.03),
    limitedBudget: happens(random, 0.12),
  }
}
