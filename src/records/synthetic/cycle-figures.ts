/** @file Published figures of ovarian reserve and of cycles (reference notes 1.3), by age and by cause. */
import {
  afc,
  age,
  aged,
  amh,
  BETWEEN,
  both,
  cause,
  correlation,
  decision,
  type Entry,
  eggs,
  field,
  isTrue,
  noCause,
  numbers,
  outcome,
  type Pick,
  percent,
  quantileOf,
  ratio,
  stimulated,
} from './published-figure.ts'
import { pearson, spearman, standardDeviation } from './summary-statistics.ts'

/** Medians by age of AMH, AFC (IVF women, M), eggs (UK register, M), births. */
const bands: readonly (readonly [from: number, to: number, amh: number, afc: number])[] = [
  [20, 29, 3.9, 20],
  [30, 32, 3.2, 17],
  [33, 34, 2.3, 15],
  [35, 37, 2.1, 14],
  [38, 39, 1.8, 12],
  [40, 42, 1.4, 12],
]
const byAge: readonly Entry[] = bands.flatMap(([from, to, medianAmh, medianAfc]): Entry[] => [
  {
    about: 'reserve and cycles',
    what: `AMH at ${from}-${to}, median, ng/mL`,
    published: medianAmh,
    tag: 'M',
    tolerance: 0.2 * medianAmh,
    measure: quantileOf(amh, 0.5, aged(from, to)),
  },
  {
    about: 'reserve and cycles',
    what: `AFC at ${from}-${to}, median`,
    published: medianAfc,
    tag: 'M',
    tolerance: 2,
    measure: quantileOf(afc, 0.5, aged(from, to)),
  },
  {
    about: 'reserve and cycles',
    what: `ln AMH at ${from}-${to}, sd`,
    published: 1.05,
    tag: 'M',
    tolerance: 0.2,
    why: 'IVF women 1.0-1.1, healthy women 0.76-0.79 (V)',
    measure: cases => {
      const v = numbers(cases, amh, aged(from, to)).map(Math.log)
      return { ours: standardDeviation(v), n: v.length }
    },
  },
])

const eggsByAge: readonly Entry[] = (
  [
    [18, 34, 10],
    [35, 37, 8],
    [38, 39, 7],
    [40, 42, 6],
  ] as const
).map(([from, to, published]) => ({
  about: 'reserve and cycles',
  what: `eggs at ${from}-${to}, median`,
  published,
  tag: 'M',
  tolerance: 2.5,
  why: BETWEEN,
  measure: quantileOf(eggs, 0.5, both(stimulated, aged(from, to))),
}))

const byCause: readonly Entry[] = (
  [
    ['low reserve', cause('lowReserve'), 0.7, 8, 6],
    ['PCOS', cause('pcos'), 7, 28, 22],
    ['unexplained', noCause, 2.8, 16, 15],
    ['male', cause('male'), 2.8, 16, 15],
  ] as const
).flatMap(([name, where, medianAmh, medianAfc, medianEggs]): Entry[] => [
  {
    about: 'reserve and cycles',
    what: `AMH, ${name}, median, ng/mL`,
    published: medianAmh,
    tag: 'M',
    tolerance: 0.25 * medianAmh,
    measure: quantileOf(amh, 0.5, where),
  },
  {
    about: 'reserve and cycles',
    what: `AFC, ${name}, median`,
    published: medianAfc,
    tag: 'M',
    tolerance: 3,
    measure: quantileOf(afc, 0.5, where),
  },
  {
    about: 'reserve and cycles',
    what: `eggs, ${name}, median`,
    published: medianEggs,
    tag: 'M',
    tolerance: 6,
    why: `${BETWEEN}; these are self-reports`,
    measure: quantileOf(eggs, 0.5, both(stimulated, where)),
  },
])

const correlations: readonly Entry[] = [
  {
    about: 'reserve and cycles',
    what: 'AMH and AFC, Spearman',
    published: 0.6,
    tag: 'M',
    tolerance: 0.1,
    why: 'between 0.73 (self-report) and 0.29 (a clinic, V)',
    measure: correlation(spearman, amh, afc),
  },
  {
    about: 'reserve and cycles',
    what: 'AMH and eggs, Spearman',
    published: 0.55,
    tag: 'M',
    tolerance: 0.1,
    why: 'between 0.68 (self-report) and 0.38 (a clinic, V)',
    measure: correlation(spearman, amh, eggs, stimulated),
  },
  {
    about: 'reserve and cycles',
    what: 'AFC and eggs, Spearman',
    published: 0.55,
    tag: 'M',
    tolerance: 0.1,
    why: 'between 0.76 (self-report) and 0.42 (a clinic)',
    measure: correlation(spearman, afc, eggs, stimulated),
  },
  {
    about: 'reserve and cycles',
    what: 'age and AMH, Spearman',
    published: -0.29,
    tag: 'M',
    tolerance: 0.08,
    measure: correlation(spearman, age, amh),
  },
  {
    about: 'reserve and cycles',
    what: 'age and AFC, Spearman',
    published: -0.26,
    tag: 'M',
    tolerance: 0.08,
    measure: correlation(spearman, age, afc),
  },
  {
    about: 'reserve and cycles',
    what: 'age and eggs, Spearman',
    published: -0.24,
    tag: 'M',
    tolerance: 0.08,
    measure: correlation(spearman, age, eggs, stimulated),
  },
  {
    about: 'reserve and cycles',
    what: 'eggs and mature eggs, Spearman',
    published: 0.94,
    tag: 'M',
    tolerance: 0.05,
    measure: correlation(spearman, eggs, outcome('matureEggs'), stimulated),
  },
  {
    about: 'reserve and cycles',
    what: 'eggs and peak oestradiol, Spearman',
    published: 0.59,
    tag: 'M',
    tolerance: 0.2,
    why: 'ours follows follicles of the same draw',
    measure: correlation(spearman, eggs, outcome('estradiolAtTrigger'), stimulated),
  },
  {
    about: 'reserve and cycles',
    what: 'age and FSH, Pearson',
    published: 0.27,
    tag: 'M',
    tolerance: 0.12,
    why: 'one US clinic, n = 333',
    measure: correlation(pearson, age, field('basalFsh')),
  },
  {
    about: 'reserve and cycles',
    what: 'AFC and FSH, Pearson',
    published: -0.3,
    tag: 'M',
    tolerance: 0.12,
    why: 'one US clinic, n = 333',
    measure: correlation(pearson, afc, field('basalFsh')),
  },
  {
    about: 'reserve and cycles',
    what: 'AFC and dose, Pearson',
    published: -0.4,
    tag: 'M',
    tolerance: 0.25,
    why: 'one US clinic, maximum dose; ours is the starting dose by guideline classes',
    measure: correlation(pearson, afc, decision('startingDose'), stimulated),
  },
]

const markers: readonly Entry[] = (
  [
    ['FSH', field('basalFsh'), [3.3, 5.7, 9.6], [0.8, 0.6, 1.5]],
    ['oestradiol', field('basalEstradiol'), [20, 39, 67], [4, 3, 8]],
  ] as const
).flatMap(([name, of, published, tolerance]) =>
  [0.05, 0.5, 0.95].map(
    (share, i): Entry => ({
      about: 'reserve and cycles',
      what: `${name}, ${share * 100} % quantile`,
      published: published[i],
      tag: 'M',
      tolerance: tolerance[i],
      measure: quantileOf(of, share),
    }),
  ),
)

const poseidon =
  (old: boolean): Pick =>
  one => {
    const value = amh(one)
    return typeof value === 'number' && value < 1.2 && Number(age(one)) >= 35 === old
  }
const attrition: readonly Entry[] = [
  {
    about: 'reserve and cycles',
    what: 'POSEIDON 3 by AMH, %',
    published: 12,
    tag: 'M',
    tolerance: 5,
    measure: percent(poseidon(false), one => typeof amh(one) === 'number'),
  },
  {
    about: 'reserve and cycles',
    what: 'POSEIDON 4 by AMH, %',
    published: 14,
    tag: 'M',
    tolerance: 5,
    measure: percent(poseidon(true), one => typeof amh(one) === 'number'),
  },
  {
    about: 'reserve and cycles',
    what: 'AMH under 0.5: fewer than 4 eggs, %',
    published: 41,
    tag: 'M',
    tolerance: 15,
    why: BETWEEN,
    measure: percent(
      one => Number(eggs(one)) < 4,
      both(stimulated, one => typeof amh(one) === 'number' && Number(amh(one)) < 0.5),
    ),
  },
  {
    about: 'reserve and cycles',
    what: 'mature per egg',
    published: 0.78,
    tag: 'M',
    tolerance: 0.02,
    measure: ratio(outcome('matureEggs'), eggs, stimulated),
  },
  {
    about: 'reserve and cycles',
    what: 'fertilised per mature egg',
    published: 0.78,
    tag: 'M',
    tolerance: 0.05,
    why: 'ours includes failed insemination',
    measure: ratio(outcome('fertilisedEggs'), outcome('matureEggs'), stimulated),
  },
  ...(
    [
      [18, 37, 0.53],
      [38, 39, 0.49],
      [40, 50, 0.44],
    ] as const
  ).map(
    ([from, to, published]): Entry => ({
      about: 'reserve and cycles',
      what: `blastocysts per fertilised egg at ${from}-${to}`,
      published,
      tag: 'M',
      tolerance: 0.03,
      measure: ratio(
        outcome('blastocysts'),
        outcome('fertilisedEggs'),
        both(one => one.record.decision.transfer !== 'fresh, day 3', both(stimulated, aged(from, to))),
      ),
    }),
  ),
]

const fresh: Pick = one => String(one.record.decision.transfer).startsWith('fresh')
const frozen: Pick = one => one.record.decision.strategy === 'frozen embryo transfer'
const born = isTrue(outcome('liveBirth'))
const births: readonly Entry[] = (
  [
    [18, 34, 34, 37],
    [35, 37, 28, 34],
    [38, 39, 22, 29],
    [40, 42, 14, 24],
  ] as const
).flatMap(([from, to, perFresh, perFrozen]): Entry[] => [
  {
    about: 'reserve and cycles',
    what: `live births per fresh cycle at ${from}-${to}, %`,
    published: perFresh,
    tag: 'M',
    tolerance: 6,
    why: 'a few hundred cycles a band',
    measure: percent(born, both(fresh, aged(from, to))),
  },
  {
    about: 'reserve and cycles',
    what: `live births per frozen transfer at ${from}-${to}, %`,
    published: perFrozen,
    tag: 'M',
    tolerance: 8,
    why: 'a few hundred transfers a band',
    measure: percent(born, both(frozen, aged(from, to))),
  },
])

/** Published figures of ovarian reserve and of cycles. */
export const cycleFigures: readonly Entry[] = [
  ...byAge,
  ...eggsByAge,
  ...byCause,
  ...correlations,
  ...markers,
  ...attrition,
  ...births,
]
