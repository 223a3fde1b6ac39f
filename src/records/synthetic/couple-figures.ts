/** @file Published figures of couples (reference notes 1.1, 1.2 and 1.4): age, history, causes, semen. */
import {
  age,
  aged,
  cause,
  type Entry,
  elsewhere,
  field,
  GUESS,
  inChina,
  isTrue,
  noCause,
  numbers,
  type Pick,
  percent,
  quantileOf,
  type Value,
} from './published-figure.ts'
import { mean } from './summary-statistics.ts'

const general: readonly Entry[] = [
  {
    about: 'history and record',
    what: 'age, China, mean, y',
    published: 32.5,
    tag: 'K',
    tolerance: 1,
    measure: cases => {
      const v = numbers(cases, age, inChina)
      return { ours: mean(v), n: v.length }
    },
  },
  {
    about: 'history and record',
    what: 'age 18-34, elsewhere, %',
    published: 42,
    tag: 'M',
    tolerance: 4,
    measure: percent(aged(18, 34), elsewhere),
  },
  {
    about: 'history and record',
    what: 'age 35-37, elsewhere, %',
    published: 24,
    tag: 'M',
    tolerance: 4,
    measure: percent(aged(35, 37), elsewhere),
  },
  {
    about: 'history and record',
    what: 'age 40-42, elsewhere, %',
    published: 14,
    tag: 'M',
    tolerance: 4,
    measure: percent(aged(40, 42), elsewhere),
  },
  {
    about: 'history and record',
    what: 'primary infertility, %',
    published: 55,
    tag: 'K',
    tolerance: 8,
    why: GUESS,
    measure: percent(one => field('infertilityType')(one) === 'primary'),
  },
  {
    about: 'history and record',
    what: 'no IUI before, %',
    published: 70,
    tag: 'K',
    tolerance: 12,
    why: GUESS,
    measure: percent(one => field('iuiCycles')(one) === 0),
  },
  {
    about: 'history and record',
    what: 'no IVF before, elsewhere, %',
    published: 43,
    tag: 'M',
    tolerance: 8,
    measure: percent(one => field('previousIvfCycles')(one) === 0, elsewhere),
  },
  {
    about: 'history and record',
    what: 'no IVF before, China, %',
    published: 62,
    tag: 'K',
    tolerance: 8,
    why: GUESS,
    measure: percent(one => field('previousIvfCycles')(one) === 0, inChina),
  },
  {
    about: 'history and record',
    what: 'hepatitis B, China, %',
    published: 5,
    tag: 'K',
    tolerance: 1,
    measure: percent(isTrue(field('hepatitisB')), inChina),
  },
]

const causes: readonly Entry[] = (
  [
    ['China', 'tubal', 50, 'K'],
    ['China', 'male', 35, 'K'],
    ['China', 'pcos', 13, 'K'],
    ['China', 'endometriosis', 8, 'K'],
    ['China', 'lowReserve', 15, 'K'],
    ['China', 'uterine', 6, 'K'],
    ['UK', 'tubal', 10.3, 'M'],
    ['UK', 'male', 35.8, 'M'],
    ['UK', 'pcos', 11.3, 'M'],
    ['UK', 'endometriosis', 6.4, 'M'],
  ] as const
).map(([country, name, published, tag]) => ({
  about: 'causes' as const,
  what: `${country}: ${name === 'lowReserve' ? 'low reserve' : name === 'pcos' ? 'ovulatory/PCOS' : name}, %`,
  published,
  tag,
  // Rejecting combinations that exclude each other (PCOS with a low reserve) and tilting by age move shares a little.
  tolerance: 2.5,
  measure: percent(cause(name), country === 'China' ? inChina : elsewhere),
}))

const unexplained: readonly Entry[] = [
  {
    about: 'causes',
    what: 'China: unexplained, %',
    published: 8,
    tag: 'K',
    tolerance: 2,
    measure: percent(noCause, inChina),
  },
  {
    about: 'causes',
    what: 'UK: unexplained, %',
    published: 32.5,
    tag: 'M',
    tolerance: 3,
    measure: percent(noCause, elsewhere),
  },
]

const total: Value = one => {
  const { semenVolume, spermConcentration } = one.record.fields
  return typeof semenVolume === 'number' && typeof spermConcentration === 'number'
    ? semenVolume * spermConcentration
    : null
}
const withSperm: Pick = one => one.record.fields.azoospermia === 'none'
const shares = [0.05, 0.25, 0.5, 0.75, 0.95]
const semen: readonly Entry[] = (
  [
    ['volume, mL', field('semenVolume'), [1.3, 2.3, 3.3, 4.3, 6.1], [0.4, 0.4, 0.4, 0.5, 1]],
    ['concentration, M/mL', field('spermConcentration'), [2.8, 18, 45, 86, 162], [2.5, 6, 8, 15, 35]],
    ['total count, M', total, [14, 58, 138, 265, 603], [12, 18, 30, 50, 120]],
    ['progressive motility, %', field('progressiveMotility'), [23, 49, 56, 64, 71], [8, 6, 4, 4, 4]],
    ['normal forms, %', field('normalForms'), [0, 1, 2, 4, 6], [1, 1, 1, 1, 3]],
  ] as const
).flatMap(([name, of, published, tolerance]) =>
  shares.map(
    (share, i): Entry => ({
      about: 'semen',
      what: `${name}, ${Math.round(share * 100)} % quantile`,
      published: published[i],
      tag: 'M',
      tolerance: tolerance[i],
      measure: quantileOf(of, share, withSperm),
    }),
  ),
)
const without: readonly Entry[] = [
  {
    about: 'semen',
    what: 'azoospermia, %',
    published: 2,
    tag: 'K',
    tolerance: 0.6,
    measure: percent(one => !withSperm(one)),
  },
  {
    about: 'semen',
    what: 'under 1 M/mL, not zero, %',
    published: 1,
    tag: 'K',
    tolerance: 1,
    why: 'the lower tail of the others adds to the point mass',
    measure: percent(one => {
      const c = field('spermConcentration')(one)
      return withSperm(one) && typeof c === 'number' && c < 1
    }),
  },
]

/** Published figures of couples: age, history, causes, semen. */
export const coupleFigures: readonly Entry[] = [...general, ...causes, ...unexplained, ...semen, ...without]
