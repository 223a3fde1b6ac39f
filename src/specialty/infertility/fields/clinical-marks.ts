/** @file What a reader of a record sees marked: reference ranges of numbers, and findings that are abnormal. */
import type { Field } from '../../specialty.ts'

/** The marks of one field; a field without an entry is never marked. */
export type ClinicalMarks = Pick<Field, 'reference' | 'abnormal'>

const range = (low: number | null, high: number | null): ClinicalMarks => ({ reference: [low, high] })
const from = (count: number): ClinicalMarks => ({ abnormal: { from: count } })
const when = (...values: readonly string[]): ClinicalMarks => ({ abnormal: values })
const present: ClinicalMarks = { abnormal: [true] }

/**
 * Field -> its marks. Semen: lower fifth percentiles of the WHO manual, 6th edition (2021). AMH and AFC: below what POSEIDON
 * calls low, above what this specialty calls a high response. BMI: WHO. Height, endometrium, losses and failed transfers: the cut-offs of
 * the rules. Other ranges are those usual in laboratories, not verified by a clinician. Wishes, means, habits, treatments and what
 * is in store are no findings; an age has no reference range.
 */
export const clinicalMarks: Readonly<Record<string, ClinicalMarks>> = {
  bmi: range(18.5, 24.9),
  height: range(150, null),
  miscarriages: from(2),
  ectopicPregnancies: from(1),
  pretermBirth: present,
  caesareanScar: present,
  cyclePattern: when('oligomenorrhoea', 'amenorrhoea'),
  cycleLength: range(24, 35),

  amh: range(1.2, 5),
  afc: range(5, 23),
  basalFsh: range(null, 10),
  basalLh: range(1.2, 10),
  basalEstradiol: range(null, 80),
  progesterone: range(null, 1.5),
  prolactin: range(null, 25),
  tsh: range(0.4, 4),
  freeT4: range(0.8, 1.8),
  thyroidAntibodies: present,
  testosterone: range(null, 60),
  fastingGlucose: range(60, 100),
  hba1c: range(null, 5.6),
  ca125: range(null, 35),

  tubalStatus: when('one blocked', 'both blocked', 'removed'),
  hydrosalpinx: when('one side', 'both sides'),
  hydrosalpinxOnUltrasound: present,
  endometriosis: when('stage I-II', 'stage III-IV'),
  endometriomaSize: from(1),
  endometriomaBilateral: present,
  adenomyosis: present,
  pcos: present,
  hyperandrogenism: present,
  ovarianSurgery: present,
  gonadotoxicTherapy: present,
  ovarianInsufficiencyInFamily: present,
  fmr1: when('premutation'),
  uterus: when(
    'polyp',
    'submucous myoma',
    'intramural myoma',
    'septum',
    'adhesions',
    'severe adhesions',
    'caesarean niche',
    'chronic endometritis',
    'unicornuate',
    'absent',
  ),
  cavityFluid: present,
  endometrialThickness: range(7, null),

  varicocele: present,
  cryptorchidism: present,
  vasectomy: present,
  ejaculatoryDisorder: present,
  semenVolume: range(1.4, null),
  spermConcentration: range(16, null),
  progressiveMotility: range(30, null),
  totalMotility: range(42, null),
  vitality: range(54, null),
  normalForms: range(4, null),
  dnaFragmentation: range(null, 25),
  azoospermia: when('obstructive', 'non-obstructive'),
  spermRetrieval: when('no sperm found'),
  maleFsh: range(null, 10),
  testisVolume: range(12, null),

  femaleKaryotype: when('balanced translocation', 'other'),
  maleKaryotype: when('balanced translocation', '47,XXY', 'other'),
  yMicrodeletion: when('AZFa', 'AZFb', 'AZFc'),
  monogenicDisorder: present,

  lastCycleCancelled: when('poor response', 'OHSS risk', 'premature ovulation'),
  poorResponseCycles: from(1),
  fertilisationFailure: present,
  emptyFollicles: present,
  prematureLhSurge: present,
  ohssBefore: when('mild or moderate', 'severe'),
  failedTransfers: from(3),

  hypertension: present,
  diabetes: present,
  thromboembolism: present,
  antiphospholipidSyndrome: present,
  cancer: when('hormone-dependent', 'hormone-dependent, oncologist agrees', 'other'),
  heartDisease: present,
  valveDisease: present,
  organFailure: present,
  lupus: present,
  acuteInfection: present,
  unexplainedBleeding: present,
  untreatedLesion: present,
  pregnancyTest: when('positive'),
  hepatitisB: present,
  hiv: present,
}
