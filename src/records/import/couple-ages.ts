/** @file Whether the ages of the two partners look swapped: the men of a clinic are seldom the younger by years. */
import type { Specialty } from '../../specialty/index.ts'
import { median } from '../../statistics/index.ts'
import type { PatientRecord } from '../patient-record.ts'

/** Medians of the two fields, in years, where the man's is far below. */
export interface DoubtfulAges {
  readonly woman: { readonly field: string; readonly median: number }
  readonly man: { readonly field: string; readonly median: number }
}

/** Takes the records of a cohort. */
export interface AgeWatch {
  add(record: PatientRecord): void
  /** Null when nothing is in doubt, when fewer than eight couples have both ages, and of a specialty without two. */
  doubt(): DoubtfulAges | null
}

/** Years by which the man's median must be below. */
const YEARS = 2
/** Couples that are looked at: enough for a median. */
const MOST = 2000
/** Of fewer, a median says little. */
const FEWEST = 8

/** Watches the ages that the specialty calls those of the partners, in records that have both. */
export function ageWatch({ partnerAges }: Specialty): AgeWatch {
  const women: number[] = []
  const men: number[] = []
  return {
    add({ fields }) {
      if (partnerAges === undefined || women.length >= MOST) return
      const [woman, man] = [fields[partnerAges.woman], fields[partnerAges.man]]
      if (typeof woman !== 'number' || typeof man !== 'number') return
      women.push(woman)
      men.push(man)
    },
    doubt() {
      if (partnerAges === undefined || women.length < FEWEST) return null
      const [ofWomen, ofMen] = [median(women), median(men)]
      if (ofMen >= ofWomen - YEARS) return null
      return {
        woman: { field: partnerAges.woman, median: ofWomen },
        man: { field: partnerAges.man, median: ofMen },
      }
    },
  }
}
