/** @file The causes of a couple's infertility, drawn first so that every field follows from them. */
import type { RandomStream } from '../../support/index.ts'
import type { Jurisdiction } from './clinic.ts'
import { chance, clamp } from './draws.ts'

/** Causes; none of them is an unexplained infertility. */
export interface Diagnoses {
  readonly tubal: boolean
  readonly male: boolean
  readonly pcos: boolean
  readonly endometriosis: boolean
  readonly lowReserve: boolean
  readonly uterine: boolean
}

type Cause = keyof Diagnoses
const causes: readonly Cause[] = ['tubal', 'male', 'pcos', 'endometriosis', 'lowReserve', 'uterine']

interface DiagnosisMix extends Readonly<Record<Cause, number>> {
  readonly unexplained: number
}

/**
 * Shares of couples (reference notes 1.2). China: general knowledge (K). Elsewhere: UK HFEA 2017-18 (M); that register
 * does not record reserve or uterus, for which ours are guesses, and its 15 % without a given cause are spread.
 */
export const diagnosisMixes: Readonly<Record<'China' | 'UK', DiagnosisMix>> = {
  China: {
    tubal: 0.5,
    male: 0.35,
    pcos: 0.13,
    endometriosis: 0.08,
    lowReserve: 0.15,
    uterine: 0.06,
    unexplained: 0.08,
  },
  UK: {
    tubal: 0.103,
    male: 0.358,
    pcos: 0.113,
    endometriosis: 0.064,
    lowReserve: 0.15,
    uterine: 0.05,
    unexplained: 0.325,
  },
}

/**
 * Chances of each cause in couples with at least one, so that the shares of all couples come out as the mix says:
 * share = (1 - unexplained) x chance / P(at least one cause), solved by repetition.
 */
function chancesOf(mix: DiagnosisMix): Readonly<Record<Cause, number>> {
  const chances = { ...mix }
  for (let step = 0; step < 200; step++) {
    const some = 1 - causes.reduce((none, cause) => none * (1 - chances[cause]), 1)
    for (const cause of causes) chances[cause] = (mix[cause] * some) / (1 - mix.unexplained)
  }
  return chances
}

const chances = { China: chancesOf(diagnosisMixes.China), UK: chancesOf(diagnosisMixes.UK) }

/** Mean age of the couples, y: where a tilt by age is 1, so that it keeps the share of all. */
const MEAN_AGE = { China: 32.6, UK: 35.3 } as const

/** How much more often than on average a cause is found at an age: a low reserve rises by 8 % a year, PCOS falls. */
function tilt(cause: Cause, age: number, country: keyof typeof MEAN_AGE): number {
  const years = age - MEAN_AGE[country]
  if (cause === 'lowReserve') return 1.02 * 1.08 ** clamp(years, -7, 12)
  if (cause === 'pcos') return age >= 46 ? 0 : clamp(1.12 - 0.07 * years, 0.2, 1.7)
  return 1
}

/** Draws the causes of a couple; PCOS and a low reserve exclude each other. */
export function drawDiagnoses(random: RandomStream, age: number, jurisdiction: Jurisdiction): Diagnoses {
  const country = jurisdiction === 'China' ? 'China' : 'UK'
  if (chance(random, diagnosisMixes[country].unexplained)) {
    return { tubal: false, male: false, pcos: false, endometriosis: false, lowReserve: false, uterine: false }
  }
  for (;;) {
    const drawn = {
      tubal: chance(random, chances[country].tubal),
      male: chance(random, chances[country].male),
      pcos: chance(random, chances[country].pcos * tilt('pcos', age, country)),
      endometriosis: chance(random, chances[country].endometriosis),
      lowReserve: chance(random, chances[country].lowReserve * tilt('lowReserve', age, country)),
      uterine: chance(random, chances[country].uterine),
    }
    if (drawn.pcos && drawn.lowReserve) continue
    if (causes.some(cause => drawn[cause])) return drawn
  }
}

/** Whether no cause was drawn. */
export function isUnexplained(diagnoses: Diagnoses): boolean {
  return !causes.some(cause => diagnoses[cause])
}
