/** @file What a synthetic record holds of what is true: some values are unknown, some examinations were not made. */
import type { FieldValue } from '../../specialty/index.ts'
import { NOT_DONE } from '../../specialty/index.ts'
import type { RandomStream } from '../../support/index.ts'

type Fields = Record<string, FieldValue>

/** Share of records in which the value is unknown, and in which the examination was not made (reference notes 1.1). */
const gaps: readonly (readonly [field: string, unknown: number, notDone: number])[] = [
  ['bmi', 0.03, 0],
  ['height', 0.04, 0],
  ['infertilityDuration', 0.03, 0],
  ['cycleLength', 0.05, 0],
  ['amh', 0.03, 0.02],
  ['afc', 0.03, 0],
  ['basalFsh', 0.03, 0.03],
  ['basalLh', 0.04, 0.04],
  ['basalEstradiol', 0.05, 0.05],
  ['progesterone', 0.05, 0.05],
  ['prolactin', 0.03, 0.04],
  ['tsh', 0.03, 0.03],
  ['freeT4', 0.03, 0.6],
  ['testosterone', 0.04, 0.06],
  ['dheas', 0.03, 0.75],
  ['androstenedione', 0.03, 0.8],
  ['hydroxyprogesterone', 0.03, 0.85],
  ['fastingGlucose', 0.04, 0.06],
  ['fastingInsulin', 0.03, 0.6],
  ['hba1c', 0.02, 0.75],
  ['ca125', 0.02, 0.5],
  ['vitaminD', 0.03, 0.6],
  ['tubalStatus', 0.02, 0.03],
  ['endometrialThickness', 0.05, 0],
  ['egfr', 0.02, 0.6],
  ['fmr1', 0.01, 0.9],
  ['maleAge', 0.03, 0],
  ['semenVolume', 0.03, 0],
  ['spermConcentration', 0.03, 0],
  ['progressiveMotility', 0.03, 0],
  ['totalMotility', 0.06, 0],
  ['vitality', 0.05, 0.25],
  ['normalForms', 0.05, 0.05],
  ['abstinence', 0.08, 0],
  ['dnaFragmentation', 0.02, 0.68],
  ['femaleKaryotype', 0.02, 0.28],
  ['maleKaryotype', 0.02, 0.28],
  ['infectionScreen', 0.01, 0],
]

/** Examinations of the man that are made only when there is a reason. */
const ofMen = ['maleFsh', 'testisVolume', 'yMicrodeletion'] as const

/**
 * Turns true values into what is recorded, in place. A value that there never was (the motility of no sperm) stays
 * null. Findings that decide a case are never lost: an abnormal karyotype, a known premutation.
 */
export function recordWithGaps(random: RandomStream, fields: Fields): void {
  for (const [field, unknown, notDone] of gaps) {
    const draw = random.uniform()
    if (draw >= unknown + notDone) continue
    const value = fields[field]
    if (value === null) continue
    if (value === 'balanced translocation' || value === '47,XXY' || value === 'premutation') continue
    fields[field] = draw < unknown ? null : NOT_DONE
  }
  const concentration = fields.spermConcentration
  const examined = typeof concentration === 'number' && concentration < 5
  const share = fields.azoospermia !== 'none' ? 0.05 : examined ? 0.3 : 0.96
  for (const field of ofMen) {
    const draw = random.uniform()
    if (draw < share && (field !== 'yMicrodeletion' || fields[field] === 'none')) fields[field] = NOT_DONE
  }
}
