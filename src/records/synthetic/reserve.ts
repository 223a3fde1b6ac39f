/** @file Age, ovarian reserve and hormones of a synthetic woman, correlated as in women before IVF (reference notes 1.3). */
import type { RandomStream } from '../../support/index.ts'
import { clamp, happens, logNormal, round } from './draws.ts'

/** What the rest of the generator needs beside the fields. */
export interface Reserve {
  readonly femaleAge: number
  readonly pcos: boolean
  readonly amh: number
  readonly afc: number
  readonly basalFsh: number
  readonly basalLh: number
  readonly basalEstradiol: number
}

const AGE_SD = 4.7
const AGES = [21, 48] as const

/** Shift and spread of ln AMH, and shift of ln AFC, against women of the same age without either (by diagnosis, 1.3). */
const kinds = {
  pcos: { amh: 0.95, sd: 0.8, afc: 0.5 },
  low: { amh: -1.35, sd: 0.55, afc: -0.65 },
  other: { amh: 0, sd: 0.8, afc: 0 },
} as const

/**
 * Draws the reserve. PCOS falls and a low reserve rises with age; ln AMH and ln AFC share a latent normal (correlation of
 * both about 0.6 over all women), FSH and LH follow. Medians at 27 and slopes: fitted to table 1.3.
 */
export function drawReserve(random: RandomStream, meanAge: number): Reserve {
  let age: number
  do age = Math.round(meanAge + AGE_SD * random.normal())
  while (age < AGES[0] || age > AGES[1])
  const pcosShare = clamp(0.17 - 0.011 * (age - 29), 0.02, 0.22)
  const lowShare = clamp(0.07 + 0.012 * (age - 29), 0.03, 0.4)
  const draw = random.uniform()
  const kind = draw < pcosShare ? 'pcos' : draw < pcosShare + lowShare ? 'low' : 'other'
  const { amh: amhShift, sd, afc: afcShift } = kinds[kind]
  const latent = random.normal()
  const decline = Math.max(0, age - 41)
  const lnAmh = Math.log(3.5) - 0.05 * (age - 27) - 0.12 * decline + amhShift + sd * latent
  const lnAfc =
    Math.log(17.5) - 0.022 * (age - 27) - 0.06 * decline + afcShift + 0.48 * (0.5 * latent + 0.87 * random.normal())
  const reserve = lnAmh - Math.log(2.5)
  const amh = clamp(Math.exp(lnAmh), 0.02, 25)
  const lh = logNormal(random, 4.5, 0.42) * (kind === 'pcos' ? 1.7 : 1)
  return {
    femaleAge: age,
    pcos: kind === 'pcos',
    amh: round(amh, amh < 1 ? 2 : 1),
    afc: Math.round(clamp(Math.exp(lnAfc), 0, 70)),
    basalFsh: round(clamp(logNormal(random, 5.7 * Math.exp(0.014 * (age - 33) - 0.11 * reserve), 0.28), 1, 55), 1),
    basalLh: round(clamp(lh, 0.3, 35), 1),
    basalEstradiol: Math.round(clamp(logNormal(random, 39, 0.36), 8, 280)),
  }
}

/** Other hormones that every clinic measures; medians of 1.1, without prolactin and TSH disease. */
export function drawHormones(random: RandomStream, pcos: boolean): Record<string, number> {
  return {
    prolactin: round(clamp(logNormal(random, 17, 0.4), 2, 250), 1),
    tsh: round(clamp(logNormal(random, 2.1, 0.6), 0.02, 60), 2),
    freeT4: round(clamp(1.2 + 0.15 * random.normal(), 0.75, 1.85), 2),
    progesterone: round(clamp(logNormal(random, 0.4, 0.4), 0.06, 1.4), 1),
    testosterone: Math.round(clamp(logNormal(random, pcos ? 52 : 29, 0.3), 6, 180)),
  }
}

/** Periods of a woman: PCOS mostly infrequent or absent, others nearly always regular; cycle length in days. */
export function drawCycles(
  random: RandomStream,
  pcos: boolean,
): { cyclePattern: 'regular' | 'oligomenorrhoea' | 'amenorrhoea'; cycleLength: number | null } {
  if (pcos ? happens(random, 0.75) : happens(random, 0.03)) {
    return happens(random, 0.12)
      ? { cyclePattern: 'amenorrhoea', cycleLength: null }
      : { cyclePattern: 'oligomenorrhoea', cycleLength: Math.round(36 + 54 * random.uniform()) }
  }
  return { cyclePattern: 'regular', cycleLength: Math.round(clamp(28 + 2.2 * random.normal(), 22, 35)) }
}
