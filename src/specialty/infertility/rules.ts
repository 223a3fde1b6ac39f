/** @file Guideline rules of the infertility specialty as data: when a rule holds and what it leaves open. */
import type { FieldValue } from '../specialty.ts'

/**
 * A condition on one finding: a field of the record, `response` or `veryLowReserve` (derived), or an earlier layer of
 * the plan. A missing finding meets only `isNot`.
 */
export type Condition =
  | { readonly finding: string; readonly is: FieldValue }
  | { readonly finding: string; readonly isNot: FieldValue }
  | { readonly finding: string; readonly from: number }
  | { readonly finding: string; readonly below: number }

/**
 * What a rule leaves open: options, an inclusive range, or a range of changes from a recorded number. A change all of
 * one sign also forbids the opposite direction, before any other rule is applied.
 */
export type Admits =
  | { readonly options: readonly string[] }
  | { readonly range: readonly [number, number] }
  | { readonly changeFrom: string; readonly by: readonly [number, number] }

/** Strengths from the one that goes first when rules cannot all be met. */
export const ruleStrengths = ['strong', 'conditional', 'good-practice', 'expert-opinion', 'unstated'] as const

/** One rule. All its conditions must hold; it then narrows one layer to what it admits. */
export interface Rule {
  /** Number in the reference notes, with a letter where one line there became several rules. */
  readonly id: string
  readonly layer: 'protocol' | 'startingDose' | 'fertilisation'
  readonly when: readonly Condition[]
  readonly admits: Admits
  readonly strength: (typeof ruleStrengths)[number]
  /** The option that the rule ranks first, with its strength; what it admits beside that is open to a clinic's habit. */
  readonly recommends?: string
  readonly source: string
  /** V seen in a public source, M measured, S seen in a secondary source, K general knowledge of the document. */
  readonly tag: 'V' | 'M' | 'S' | 'K'
  /** False for S and K: shown as "not verified by a clinician". */
  readonly verified: boolean
  /** The rule as a clause without a capital or a full stop. */
  readonly says: string
}

const semenIsNormal: readonly Condition[] = [
  { finding: 'spermSource', is: 'ejaculated' },
  { finding: 'spermConcentration', from: 16 },
  { finding: 'progressiveMotility', from: 30 },
  { finding: 'fertilisationFailure', isNot: true },
]
const notMild: Condition = { finding: 'protocol', isNot: 'mild' }

type Unmarked = Omit<Rule, 'verified'>

const protocolRules: readonly Unmarked[] = [
  {
    id: '2.01',
    layer: 'protocol',
    when: [{ finding: 'response', is: 'normal' }],
    admits: { options: ['antagonist', 'long agonist', 'PPOS'] },
    recommends: 'antagonist',
    strength: 'strong',
    source: 'ESHRE ovarian stimulation 2019, 2025 (strong for the antagonist; the long agonist beside it is habit)',
    tag: 'S',
    says: 'the antagonist, equally effective and safer, is strongly recommended over a long agonist',
  },
  {
    id: '2.02a',
    layer: 'protocol',
    when: [{ finding: 'response', is: 'high' }],
    admits: { options: ['antagonist', 'PPOS'] },
    strength: 'strong',
    source: 'ASRM OHSS 2023',
    tag: 'V',
    says: 'a long agonist is avoided in high responders because of OHSS',
  },
  {
    id: '2.02b',
    layer: 'protocol',
    when: [{ finding: 'pcos', is: true }],
    admits: { options: ['antagonist', 'PPOS'] },
    strength: 'strong',
    source: 'ASRM OHSS 2023',
    tag: 'V',
    says: 'a long agonist is avoided in PCOS because of OHSS',
  },
  {
    id: '2.03',
    layer: 'protocol',
    when: [
      { finding: 'response', is: 'low' },
      { finding: 'veryLowReserve', isNot: true },
    ],
    admits: { options: ['antagonist', 'long agonist', 'PPOS'] },
    strength: 'conditional',
    source: 'ESHRE ovarian stimulation 2019',
    tag: 'K',
    says: 'antagonist and agonist are both acceptable in low responders',
  },
  {
    id: '2.05',
    layer: 'protocol',
    when: [{ finding: 'freezeAllPlanned', is: true }],
    admits: { options: ['antagonist', 'long agonist', 'PPOS', 'mild'] },
    strength: 'unstated',
    source: 'ESHRE ovarian stimulation 2019',
    tag: 'K',
    says: 'PPOS is acceptable and cheaper when no fresh transfer is planned',
  },
  {
    id: '2.06',
    layer: 'protocol',
    when: [{ finding: 'freezeAllPlanned', isNot: true }],
    admits: { options: ['antagonist', 'long agonist', 'mild'] },
    strength: 'unstated',
    source: 'reviews of PPOS: RBMO 2019, Cochrane CD013827',
    tag: 'V',
    says: 'PPOS would oblige to freeze all embryos',
  },
  {
    id: '2.12',
    layer: 'protocol',
    when: [{ finding: 'veryLowReserve', is: true }],
    admits: { options: ['mild'] },
    strength: 'expert-opinion',
    source: 'ISMAAR 2022 recommends mild stimulation for all; to keep it for a very low reserve is ours',
    tag: 'K',
    says: 'a very low reserve is stimulated mildly',
  },
]

const doseRules: readonly Unmarked[] = [
  {
    id: '3.01',
    layer: 'startingDose',
    when: [{ finding: 'response', is: 'normal' }],
    admits: { range: [150, 225] },
    strength: 'conditional',
    source: 'ESHRE ovarian stimulation 2025',
    tag: 'S',
    says: 'a normal response calls for 150-225 IU/day',
  },
  {
    id: '3.02',
    layer: 'startingDose',
    when: [{ finding: 'response', is: 'high' }],
    admits: { range: [100, 150] },
    strength: 'conditional',
    source: 'ESHRE ovarian stimulation 2025; ASRM OHSS 2023 (lower start)',
    tag: 'S',
    says: 'a high response calls for 100-150 IU/day',
  },
  {
    id: '3.03',
    layer: 'startingDose',
    when: [{ finding: 'response', is: 'low' }, notMild],
    admits: { range: [225, 300] },
    strength: 'strong',
    source: 'ESHRE ovarian stimulation 2019, 2025 (strong only against more than 300)',
    tag: 'S',
    says: 'a low response calls for 225-300 IU/day',
  },
  {
    id: '2.12m',
    layer: 'startingDose',
    when: [{ finding: 'protocol', is: 'mild' }],
    admits: { range: [100, 150] },
    strength: 'good-practice',
    source: 'definition of mild stimulation: oral drug and at most 150 IU/day',
    tag: 'K',
    says: 'mild stimulation stays at or below 150 IU/day',
  },
  {
    id: '3.07a',
    layer: 'startingDose',
    when: [{ finding: 'eggsAtLastCycle', below: 4 }, notMild],
    admits: { changeFrom: 'doseAtLastCycle', by: [50, 75] },
    strength: 'expert-opinion',
    source: 'expert opinion',
    tag: 'K',
    says: 'after 3 eggs or fewer the dose goes up by 50-75 IU',
  },
  {
    id: '3.07b',
    layer: 'startingDose',
    when: [{ finding: 'eggsAtLastCycle', from: 16 }],
    admits: { changeFrom: 'doseAtLastCycle', by: [-75, -50] },
    strength: 'expert-opinion',
    source: 'expert opinion',
    tag: 'K',
    says: 'after more than 15 eggs the dose comes down by 50-75 IU',
  },
  {
    id: '3.07c',
    layer: 'startingDose',
    when: [{ finding: 'eggsAtLastCycle', from: 8 }, { finding: 'eggsAtLastCycle', below: 16 }, notMild],
    admits: { changeFrom: 'doseAtLastCycle', by: [0, 0] },
    strength: 'expert-opinion',
    source: 'expert opinion (8-15 eggs taken as good)',
    tag: 'K',
    says: 'after a good response the last dose is repeated',
  },
  {
    id: '3.06a',
    layer: 'startingDose',
    when: [{ finding: 'response', is: 'normal' }, { finding: 'bmi', from: 30 }, notMild],
    admits: { range: [175, 225] },
    strength: 'expert-opinion',
    source: 'expert opinion, habit',
    tag: 'K',
    says: 'a BMI of 30 or more adds at least 25 IU to the lowest dose',
  },
  {
    id: '3.06b',
    layer: 'startingDose',
    when: [{ finding: 'response', is: 'high' }, { finding: 'bmi', from: 30 }, notMild],
    admits: { range: [125, 150] },
    strength: 'expert-opinion',
    source: 'expert opinion, habit',
    tag: 'K',
    says: 'a BMI of 30 or more adds at least 25 IU to the lowest dose',
  },
]

/** Rule 1.11, one rule a reason for ICSI. */
function icsi(letter: string, condition: Condition, says: string): Unmarked {
  return {
    id: `1.11${letter}`,
    layer: 'fertilisation',
    when: [condition],
    admits: { options: ['ICSI'] },
    strength: 'unstated',
    source: 'all guidelines',
    tag: 'K',
    says,
  }
}

const fertilisationRules: readonly Unmarked[] = [
  icsi('a', { finding: 'spermSource', is: 'surgically retrieved' }, 'surgically retrieved sperm needs ICSI'),
  icsi('b', { finding: 'fertilisationFailure', is: true }, 'ICSI is needed after total fertilisation failure'),
  icsi('c', { finding: 'spermConcentration', below: 5 }, 'fewer than 5 M/mL calls for ICSI'),
  icsi('d', { finding: 'progressiveMotility', below: 10 }, 'progressive motility under 10 % calls for ICSI'),
  {
    id: '1.12',
    layer: 'fertilisation',
    when: semenIsNormal,
    admits: { options: ['IVF'] },
    strength: 'unstated',
    source: 'ESHRE unexplained infertility 2023; ASRM 2020; limits of WHO 2021',
    tag: 'V',
    says: 'with normal semen ICSI brings no gain over IVF',
  },
]

/** Every rule, in the order in which equally strong ones are applied. */
export const infertilityRules: readonly Rule[] = [...protocolRules, ...doseRules, ...fertilisationRules].map(rule => ({
  ...rule,
  verified: rule.tag === 'V' || rule.tag === 'M',
}))
