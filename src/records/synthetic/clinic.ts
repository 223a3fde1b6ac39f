/** @file A synthetic clinic: a vector of habits, drawn from the cohort's seed and the clinic's number. */
import { randomStream } from '../../support/index.ts'
import { chance, round, weighted } from './draws.ts'

/** Where a clinic works, as the field `jurisdiction` names it. */
export type Jurisdiction = 'China' | 'UK' | 'US' | 'EU'

/** Protocol styles of the reference notes 2.7: long, antagonist and PPOS clinics in China, EU, US, mild. */
export type ClinicStyle = 'A' | 'B' | 'C' | 'D' | 'E' | 'F'

/** What a clinic usually does; shares are of the cases in which the rules leave the choice open. */
export interface Clinic {
  readonly id: string
  readonly style: ClinicStyle
  readonly jurisdiction: Jurisdiction
  /** Weights of antagonist, long (three forms), PPOS, short, mild and natural. */
  readonly protocolMix: {
    readonly antagonist: number
    readonly long: number
    readonly ppos: number
    readonly short: number
    readonly mild: number
  }
  /** Share of the long protocols that use the depot from the early follicular phase. */
  readonly depotShare: number
  readonly icsiWithoutMaleFactor: number
  readonly freezeAllShare: number
  readonly severalEmbryosShare: number
  /** Added to the usual dose, IU/day. */
  readonly doseShift: number
  /** Highest starting dose, IU/day. */
  readonly doseCap: 225 | 300 | 450
  /** Steps of the starting dose: a pen's 25 or a vial's 75 IU. */
  readonly doseStep: 25 | 75
  /** Expected eggs from which an agonist trigger is taken where the rules leave the choice. */
  readonly agonistTriggerFrom: number
  /** IUI cycles usually made before IVF. */
  readonly iuiBeforeIvf: number
  /** Total motile count from which IUI is offered, millions. */
  readonly tmscCut: number
  /** Age from which PGT-A is offered; null: never without a wish. */
  readonly pgtFromAge: number | null
  readonly growthHormoneShare: number
  readonly ultraLong: boolean
  readonly blastocystShare: number
  readonly flexibleAntagonistShare: number
  readonly gonadotropin: 'rFSH' | 'urinary FSH' | 'hMG' | 'follitropin delta'
  readonly hcg: 'hCG 10,000 IU' | 'hCG 5,000 IU' | 'recombinant hCG 250 ug'
  readonly lutealRoute: 'vaginal progesterone' | 'intramuscular progesterone' | 'vaginal progesterone + dydrogesterone'
  readonly preparation: 'natural' | 'modified natural' | 'HRT'
  /** Share of choices in which a doctor prefers another admissible option, 0.05 to 0.15. */
  readonly doctorNoise: number
  /** Power of the habits' weights: 1 as they are; above, the clinic keeps to its favourites, whatever the doctor. */
  readonly firmness: number
}

/** Protocol mixes, percent (reference notes 2.7; the anchors are V, the figures starting guesses). */
const mixes: Readonly<Record<ClinicStyle, readonly [number, number, number, number, number]>> = {
  A: [20, 60, 8, 5, 7],
  B: [60, 20, 12, 3, 5],
  C: [20, 10, 55, 3, 12],
  D: [85, 10, 1, 2, 2],
  E: [90, 5, 1, 4, 1],
  F: [20, 2, 8, 5, 65],
}

/**
 * The habits of clinic `number` under `seed`: the same for every cohort of this seed, whatever its other settings.
 * Ranges: reference notes 2.7. Shares by jurisdiction follow the anchors there (UK 35 % ICSI without a male factor, US
 * 68-72 %; freeze-all UK 3-8 %, US 68-75 %).
 */
export function drawClinic(seed: number, number: number): Clinic {
  const random = randomStream(seed, 'synthetic clinic', number)
  const between = (low: number, high: number) => low + (high - low) * random.uniform()
  const style = weighted<ClinicStyle>(random, [
    ['A', 25],
    ['B', 22],
    ['C', 15],
    ['D', 20],
    ['E', 13],
    ['F', 5],
  ])
  const western = weighted<Jurisdiction>(random, [
    ['UK', 1],
    ['EU', 1],
  ])
  const jurisdiction = style === 'D' ? western : style === 'E' ? 'US' : 'China'
  const jitter = mixes[style].map(share => share * between(0.8, 1.2))
  const [antagonist, long, ppos, short, mild] = jitter
  const american = jurisdiction === 'US'
  const british = jurisdiction === 'UK'
  return {
    id: `syn-clinic-${number}`,
    style,
    jurisdiction,
    protocolMix: { antagonist, long, ppos, short, mild },
    depotShare: jurisdiction === 'China' ? round(between(0.2, 0.7), 2) : 0.05,
    icsiWithoutMaleFactor: round(american ? between(0.6, 0.75) : british ? between(0.25, 0.45) : between(0.1, 0.5), 2),
    freezeAllShare: round(american ? between(0.6, 0.95) : british ? between(0.1, 0.2) : between(0.15, 0.7), 2),
    severalEmbryosShare: round(jurisdiction === 'China' ? between(0.3, 0.7) : between(0.05, 0.35), 2),
    doseShift: Math.round(between(-50, 100) / 25) * 25,
    doseCap: weighted(random, [
      [225, 1],
      [300, 3],
      [450, american ? 4 : 1],
    ]),
    doseStep: chance(random, 0.6) ? 25 : 75,
    agonistTriggerFrom: Math.round(between(12, 25)),
    iuiBeforeIvf: british ? 0 : Math.floor(between(0, 7)),
    tmscCut: Math.round(between(3, 10)),
    pgtFromAge: weighted<number | null>(random, [
      [null, american ? 1 : 6],
      [38, american ? 3 : 1],
      [35, american ? 3 : 0.5],
      [0, american ? 1 : 0],
    ]),
    growthHormoneShare: round(between(0, 0.4), 2),
    ultraLong: chance(random, jurisdiction === 'China' ? 0.5 : 0.15),
    blastocystShare: round(jurisdiction === 'China' ? between(0.2, 0.8) : between(0.6, 0.95), 2),
    flexibleAntagonistShare: chance(random, 0.5) ? 0.85 : 0.15,
    gonadotropin: weighted(random, [
      ['rFSH', 6],
      ['urinary FSH', 1.5],
      ['hMG', 1.5],
      ['follitropin delta', jurisdiction === 'China' ? 0.3 : 1],
    ]),
    hcg: weighted(random, [
      ['hCG 10,000 IU', 2],
      ['hCG 5,000 IU', 1.5],
      ['recombinant hCG 250 ug', 2],
    ]),
    lutealRoute: weighted(random, [
      ['vaginal progesterone', 6],
      ['intramuscular progesterone', american ? 2 : 0.6],
      ['vaginal progesterone + dydrogesterone', jurisdiction === 'China' ? 4 : 0.3],
    ]),
    preparation: weighted(random, [
      ['natural', 2],
      ['modified natural', 1.5],
      ['HRT', 3],
    ]),
    doctorNoise: round(between(0.05, 0.15), 2),
    firmness: 1,
  }
}
