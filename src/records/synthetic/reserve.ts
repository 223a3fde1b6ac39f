/** @file Ovarian reserve and hormones of a synthetic woman: markers share a latent normal and shift with the causes. */
import type { FieldValue } from '../../specialty/index.ts'
import type { RandomStream } from '../../support/index.ts'
import { type Diagnoses, isUnexplained } from './diagnosis.ts'
import { chance, clamp, logNormal, round, weighted } from './draws.ts'

type Fields = Record<string, FieldValue>

/** Median at 33, change of ln a year, sd of ln: AMH in ng/mL and AFC (reference notes 1.3: M, by diagnosis and age). */
interface MarkerModel {
  readonly amh: readonly [number, number, number]
  readonly afc: readonly [number, number, number]
}

const models: Readonly<Record<'pcos' | 'lowReserve' | 'other', MarkerModel>> = {
  pcos: { amh: [7, -0.03, 0.8], afc: [27.5, -0.015, 0.38] },
  lowReserve: { amh: [0.7, -0.02, 0.5], afc: [8, -0.02, 0.45] },
  other: { amh: [2.6, -0.05, 0.86], afc: [15.5, -0.03, 0.5] },
}

/** Correlation of ln AMH and ln AFC within a cause and an age; with the shifts of the causes it comes to about 0.6. */
const WITHIN = 0.45

/**
 * AMH, AFC and basal FSH that agree with the causes: PCOS has no low marker, a low reserve has an AMH under 1.2 ng/mL,
 * an unexplained infertility no low marker. `latent` is the shared normal.
 */
export function drawMarkers(random: RandomStream, age: number, diagnoses: Diagnoses) {
  const model = models[diagnoses.pcos ? 'pcos' : diagnoses.lowReserve ? 'lowReserve' : 'other']
  const years = age - 33
  const noLowMarker = diagnoses.pcos || isUnexplained(diagnoses)
  for (;;) {
    const latent = random.normal()
    const follicles = WITHIN * latent + Math.sqrt(1 - WITHIN * WITHIN) * random.normal()
    const amh = model.amh[0] * Math.exp(model.amh[1] * years + model.amh[2] * latent)
    const afc = model.afc[0] * Math.exp(model.afc[1] * years + model.afc[2] * follicles)
    if (diagnoses.lowReserve && amh >= 1.195) continue
    if (noLowMarker && (amh < 1.2 || afc < 5)) continue
    const shift = diagnoses.lowReserve ? 0.22 : diagnoses.pcos ? -0.1 : 0
    const fsh = 5.5 * Math.exp(0.012 * years - 0.08 * follicles + shift + 0.26 * random.normal())
    return {
      latent,
      amh: round(clamp(amh, 0.01, 30), amh < 10 ? 2 : 1),
      afc: Math.round(clamp(afc, 0, 80)),
      fsh: round(clamp(fsh, 0.6, 24), 1),
    }
  }
}

/** Writes the reserve and the hormones; `pcos` and `pcosPhenotype`, cycles and androgens follow from one another. */
export function fillReserve(random: RandomStream, fields: Fields, age: number, diagnoses: Diagnoses): void {
  const { amh, afc, fsh } = drawMarkers(random, age, diagnoses)
  const { pcos } = diagnoses
  fields.amh = amh
  fields.afc = afc
  fields.basalFsh = fsh
  fields.basalLh = logNormal(random, pcos ? 7.5 : 4.3, 0.4, [1.3, 40], 1)
  fields.basalEstradiol = logNormal(random, 39, 0.37, [5, 300])
  fields.progesterone = logNormal(random, 0.45, 0.4, [0.05, 1.5], 2)
  fields.pcos = pcos
  fields.cyclePattern = 'regular'
  fields.cycleLength = Math.round(clamp(28.5 + 2.4 * random.normal(), 23, 35))
  fields.hyperandrogenism = false
  fields.pcosPhenotype = null
  if (pcos) {
    // Phenotype B has no polycystic ovary; the others have (reference notes 1.1; AFC 20 as the cut).
    const phenotype =
      afc < 20
        ? 'B'
        : weighted(random, [
            ['A', 5],
            ['C', 1.5],
            ['D', 3],
          ])
    fields.pcosPhenotype = phenotype
    fields.hyperandrogenism = phenotype !== 'D'
    if (phenotype !== 'C') {
      const absent = chance(random, 0.12)
      fields.cyclePattern = absent ? 'amenorrhoea' : 'oligomenorrhoea'
      fields.cycleLength = absent ? round(91 + 89 * random.uniform()) : logNormal(random, 50, 0.25, [36, 90])
    }
  }
  fillHormones(random, fields)
}

/** Blood tests beside the reserve; a disorder is nearly always worked up and treated before a cycle is planned. */
function fillHormones(random: RandomStream, fields: Fields): void {
  const androgens = fields.hyperandrogenism === true
  fields.prolactin = chance(random, 0.01)
    ? logNormal(random, 90, 0.5, [30, 300], 1)
    : logNormal(random, 14, 0.4, [2, 60], 1)
  fields.prolactinTreated = Number(fields.prolactin) > 25 && chance(random, 0.85)
  fields.tsh = chance(random, 0.01)
    ? logNormal(random, 14, 0.4, [10.1, 80], 1)
    : logNormal(random, 2.2, 0.55, [0.15, 9.9], 2)
  fields.freeT4 =
    Number(fields.tsh) > 10 ? logNormal(random, 0.75, 0.15, [0.4, 1.1], 2) : logNormal(random, 1.2, 0.12, [0.8, 1.8], 2)
  fields.thyroidAntibodies = chance(random, 0.1)
  fields.thyroidTreated = Number(fields.tsh) > 4 && chance(random, Number(fields.tsh) > 10 ? 0.6 : 0.4)
  fields.testosterone = logNormal(random, androgens ? 55 : 29, 0.25, [5, 140])
  fields.dheas = logNormal(random, androgens ? 240 : 180, 0.35, [20, 700])
  fields.androstenedione = logNormal(random, androgens ? 260 : 160, 0.3, [30, 700])
  fields.hydroxyprogesterone = logNormal(random, 70, 0.4, [10, 199])
  fields.fastingGlucose = logNormal(random, 92, 0.08, [65, 124])
  fields.fastingInsulin = logNormal(random, fields.pcos === true ? 12 : 8, 0.4, [2, 60], 1)
  fields.hba1c = logNormal(random, 5.3, 0.06, [4.4, 6.4], 1)
  fields.vitaminD = logNormal(random, 26, 0.4, [5, 90])
}
