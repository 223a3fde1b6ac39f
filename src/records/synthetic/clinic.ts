/** @file A clinic with its habits: what it does where the rules leave several things open (reference notes 2.7). */
import { type RandomStream, randomStream } from '../../support/index.ts'
import { weighted } from './draws.ts'

/** The habits of one clinic; shares are probabilities. */
export interface Clinic {
  readonly number: number
  readonly jurisdiction: 'China' | 'UK' | 'US' | 'EU'
  /** Mean age of its women, years. */
  readonly meanAge: number
  /** Weight of each protocol. */
  readonly protocols: Readonly<Record<string, number>>
  /** How much more a guideline's recommendation weighs than habit, from 0 (not at all). */
  readonly followsRecommendations: number
  readonly antagonist: 'antagonist, fixed day 5-6' | 'antagonist, flexible'
  readonly gonadotropin: string
  /** Added to the usual starting dose, IU/day. */
  readonly doseShift: number
  readonly icsiShare: number
  readonly freezeAllShare: number
  readonly twoEmbryoShare: number
  readonly hcg: string
  readonly transferDay: 3 | 5
  readonly lutealSupport: string
  readonly preparation: string
  readonly inductionDrug: string
  /** IUI cycles before IVF. */
  readonly iuiBeforeIvf: number
  readonly pgtA: 'never' | 'from 38' | 'from 35' | 'all'
  readonly growthHormoneShare: number
  /** How often a doctor takes the clinic's favourite where there is one. */
  readonly loyalty: number
  /** Share of decisions that follow no habit. */
  readonly noise: number
  /** Share of records whose physician is ready to depart from the admissible set; about half find where. */
  readonly departures: number
}

type Profile = Pick<Clinic, 'jurisdiction' | 'meanAge' | 'protocols'> & { readonly weight: number }

/** A protocol mix in the order antagonist, long agonist (a third of it as depot), PPOS, short, mild or natural. */
function mix(antagonist: number, long: number, ppos: number, short: number, mild: number): Clinic['protocols'] {
  return {
    antagonist,
    'long agonist': long * 0.6,
    'depot agonist': long * 0.35,
    'ultra-long agonist': long * 0.05,
    PPOS: ppos,
    'short agonist': short,
    mild: mild * 0.8,
    natural: mild * 0.2,
    DuoStim: 5,
    'random start': 50,
  }
}

/** The six anchors of reference notes 2.7, with the share of clinics that are like each (ours). */
const profiles: readonly Profile[] = [
  { jurisdiction: 'China', meanAge: 32.3, protocols: mix(20, 60, 8, 5, 7), weight: 3 },
  { jurisdiction: 'China', meanAge: 32.6, protocols: mix(60, 20, 12, 3, 5), weight: 3 },
  { jurisdiction: 'China', meanAge: 33.4, protocols: mix(20, 10, 55, 3, 12), weight: 2 },
  { jurisdiction: 'EU', meanAge: 34.8, protocols: mix(85, 10, 1, 2, 2), weight: 1 },
  { jurisdiction: 'UK', meanAge: 35.2, protocols: mix(80, 14, 1, 2, 3), weight: 1 },
  { jurisdiction: 'US', meanAge: 35.6, protocols: mix(90, 5, 1, 4, 1), weight: 1 },
  { jurisdiction: 'EU', meanAge: 36.5, protocols: mix(20, 2, 8, 5, 65), weight: 0.5 },
]

const between = (random: RandomStream, low: number, high: number) => low + (high - low) * random.uniform()

/**
 * The clinic of a number, the same wherever it is asked for. Ranges: reference notes 2.7 (ICSI without a male
 * factor 10-75 %, freeze-all 10-95 %, two embryos or more 5-70 %, dose -50 to +100 IU); favourites are ours.
 */
export function clinicOf(number: number): Clinic {
  const random = randomStream(CLINICS_SEED, 'clinic', number)
  const { weight: _, ...profile } = weighted(
    random,
    profiles.map(candidate => [candidate, candidate.weight] as const),
  )
  const chinese = profile.jurisdiction === 'China'
  return {
    number,
    ...profile,
    followsRecommendations: between(random, 0, 1.5),
    antagonist: weighted(random, [
      ['antagonist, fixed day 5-6', 0.5],
      ['antagonist, flexible', 0.5],
    ]),
    gonadotropin: weighted(random, [
      ['rFSH', 0.5],
      ['urinary FSH', chinese ? 0.25 : 0.05],
      ['hMG', 0.12],
      ['rFSH + hMG', 0.08],
      ['follitropin delta', 0.05],
    ]),
    doseShift: weighted(random, [
      [-50, 0.15],
      [-25, 0.2],
      [0, 0.3],
      [25, 0.15],
      [50, 0.1],
      [100, 0.1],
    ]),
    icsiShare: between(random, 0.1, 0.75),
    freezeAllShare: between(random, 0.1, 0.95),
    twoEmbryoShare: between(random, 0.05, 0.7),
    hcg: weighted(random, [
      ['recombinant hCG 250 ug', 0.45],
      ['hCG 10,000 IU', 0.3],
      ['hCG 5,000 IU', 0.25],
    ]),
    transferDay: weighted(random, [
      [3, chinese ? 0.5 : 0.2],
      [5, chinese ? 0.5 : 0.8],
    ]),
    lutealSupport: weighted(random, [
      ['vaginal progesterone', 0.5],
      ['intramuscular progesterone', chinese ? 0.2 : 0.07],
      ['dydrogesterone', 0.12],
      ['vaginal progesterone + dydrogesterone', chinese ? 0.2 : 0.05],
      ['subcutaneous progesterone', 0.05],
    ]),
    preparation: weighted(random, [
      ['HRT', 0.45],
      ['natural', 0.3],
      ['modified natural', 0.15],
      ['letrozole', 0.1],
    ]),
    inductionDrug: weighted(random, [
      ['letrozole', 0.6],
      ['clomifene', 0.25],
      ['gonadotropin', 0.15],
    ]),
    iuiBeforeIvf: weighted(random, [
      [0, 0.25],
      [1, 0.15],
      [2, 0.2],
      [3, 0.4],
    ]),
    pgtA: weighted(random, [
      ['never', 0.5],
      ['from 38', 0.3],
      ['from 35', 0.1],
      ['all', 0.1],
    ]),
    growthHormoneShare: weighted(random, [
      [0, 0.5],
      [0.15, 0.3],
      [0.4, 0.2],
    ]),
    loyalty: between(random, 0.75, 0.95),
    noise: between(random, 0.05, 0.15),
    departures: between(random, 0.045, 0.075),
  }
}

/** Clinics are the same in every cohort, so that one that a base model has not seen can be named by its number. */
const CLINICS_SEED = 2511
